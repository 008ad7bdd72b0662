/**
 * Pasted HTML as a document that runs no scripts and loads nothing. Its style sheets are taken off beforehand: the page's content
 * policy would refuse them, aloud, also in a document that is never shown.
 */
export function inertDocument(html: string): Document {
  return new DOMParser().parseFromString(html.replaceAll(/<style\b[\s\S]*?(?:<\/style>|$)/gi, ''), 'text/html');
}
