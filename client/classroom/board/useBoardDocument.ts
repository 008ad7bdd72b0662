import { useEffect, useState, useSyncExternalStore } from 'react';
import type * as Y from 'yjs';
import { boardRoot, boardSchemaVersion, listPages, type BoardPage } from '../../../shared/boardDocument.ts';
import { openDocument, type DocumentState, type OpenDocument } from '../../connection/document.ts';
import { useAccount } from '../../connection/session.tsx';

export interface OpenBoard {
  document: OpenDocument;
  state: DocumentState;
  pages: readonly BoardPage[];
}

/** A seat in class may be a moment later than the board's connection; then it is tried again after this long, in milliseconds. */
const tryAgain = 2000;

/**
 * Opens a board while it is wanted; null until then. What was drawn after the right to draw was taken away is given up: the
 * board is read anew. Nothing is kept in the browser.
 */
export function useBoardDocument(documentId: string, wanted: boolean): OpenBoard | null {
  const { id: accountId } = useAccount();
  const [document, setDocument] = useState<OpenDocument | null>(null);
  const [attempt, setAttempt] = useState(0);

  useEffect(() => {
    if (!wanted) return;
    const opened = openDocument({ documentId, accountId, schemaVersion: boardSchemaVersion, keepsCopy: false });
    let timer: ReturnType<typeof setTimeout> | undefined;
    const off = opened.subscribe(() => {
      const { ended, refusal } = opened.state;
      if (refusal === 'read_only' || ended === 'replaced' || ended === 'refused') setAttempt((before) => before + 1);
      else if (ended !== null) timer ??= setTimeout(again, tryAgain);
    });
    const again = () => {
      timer = undefined;
      opened.retry();
    };
    setDocument(opened);
    return () => {
      off();
      clearTimeout(timer);
      opened.close();
      setDocument(null);
    };
  }, [documentId, accountId, wanted, attempt]);

  const state = useSyncExternalStore(
    (listener) => document?.subscribe(listener) ?? (() => undefined),
    () => document?.state ?? null,
  );
  const pages = usePages(document?.doc ?? null);
  return document === null || state === null ? null : { document, state, pages };
}

const noPages: readonly BoardPage[] = [];

/** The pages, which are read again when one comes; not when one is drawn on. */
function usePages(doc: Y.Doc | null): readonly BoardPage[] {
  const [pages, setPages] = useState(noPages);
  useEffect(() => {
    if (doc === null) {
      setPages(noPages);
      return;
    }
    const root = doc.getArray(boardRoot);
    const read = () => setPages(listPages(doc));
    root.observe(read);
    read();
    return () => root.unobserve(read);
  }, [doc]);
  return pages;
}
