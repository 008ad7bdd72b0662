/** What a test page needs of the client's documents, bundled for the browser. */
export { openDocument, type OpenDocument } from '../../client/connection/document.ts';
export { forgetDocuments } from '../../client/connection/forgetDocuments.ts';
