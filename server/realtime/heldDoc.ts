import * as Y from 'yjs';
import type { DocumentKind } from './documentTypes.ts';

/**
 * A document that changes nothing by itself (rule W11). What comes from elsewhere makes Yjs clear away marks of formatting that mean nothing
 * any more. Pages do so and tell everybody; here it would be a change that nobody hears of, and to whatever somebody writes at the same time the
 * marks may mean something.
 */
export function quietDoc(): Y.Doc {
  const doc = new Y.Doc();
  doc.on('afterTransaction', (transaction) => {
    transaction._needFormattingCleanup = false;
  });
  return doc;
}

/** The document that is made of updates, in this order, and has the roots of its kind. */
export function heldDoc(kind: DocumentKind, parts: readonly Uint8Array[]): Y.Doc {
  const doc = quietDoc();
  for (const [name, type] of Object.entries(kind.roots)) {
    if (type === 'xml') doc.getXmlFragment(name);
    else if (type === 'map') doc.getMap(name);
    else if (type === 'array') doc.getArray(name);
    else doc.getText(name);
  }
  doc.transact(() => {
    for (const part of parts) Y.applyUpdate(doc, part);
  });
  return doc;
}
