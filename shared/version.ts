/**
 * Which contract between client and server this is. Raised when a page of the version before could misread an answer or be
 * refused; every answer under /api carries it in `apiVersionHeader`, and pages of another version say so.
 */
export const apiVersion = 1;
export const apiVersionHeader = 'tongke-api';
