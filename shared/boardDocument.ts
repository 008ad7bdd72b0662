import * as Y from 'yjs';

/**
 * The shape of a class's board as a Yjs document. The root is an array of pages; a page is a map with its `id` and the map of
 * its `elements`, by their ids. What an element is made of is the client's (`client/classroom/board/elements.ts`).
 */
export const boardKind = 'board';
export const boardSchemaVersion = 1;
export const boardRoot = 'pages';

/** No lesson needs more; each page is a sheet of this size, in the board's own units. */
export const mostPages = 60;
export const sheet = { width: 1600, height: 900 } as const;

/** The drawn things of a page: a map a thing. */
export type BoardElements = Y.Map<Y.Map<unknown>>;

export interface BoardPage {
  id: string;
  elements: BoardElements;
}

/** The pages in their order; what is no page is left out. */
export function listPages(doc: Y.Doc): BoardPage[] {
  return doc
    .getArray<unknown>(boardRoot)
    .toArray()
    .flatMap((entry) => {
      if (!(entry instanceof Y.Map)) return [];
      const id: unknown = entry.get('id');
      const elements: unknown = entry.get('elements');
      return typeof id === 'string' && elements instanceof Y.Map ? [{ id, elements: elements as BoardElements }] : [];
    });
}

/** Adds an empty page at the end; the caller's id must be new. */
export function addPage(doc: Y.Doc, id: string): void {
  const page = new Y.Map<unknown>();
  page.set('id', id);
  page.set('elements', new Y.Map());
  doc.getArray<unknown>(boardRoot).push([page]);
}
