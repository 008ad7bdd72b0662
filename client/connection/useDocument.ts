import { useEffect, useState, useSyncExternalStore } from 'react';
import { openDocument, type DocumentState, type OpenDocument } from './document.ts';
import { releaseDocument } from './forgetDocuments.ts';
import { useAccount } from './session.tsx';

/**
 * Opens a document as the signed-in account while the component is shown, and renders again when its state changes. Null for the first render.
 * A document whose history was replaced is opened anew by itself; its `doc` is another one then.
 */
export function useDocument(documentId: string, schemaVersion: number): { document: OpenDocument; state: DocumentState } | null {
  const { id: accountId } = useAccount();
  const [document, setDocument] = useState<OpenDocument | null>(null);
  const [attempt, setAttempt] = useState(0);

  useEffect(() => {
    const opened = openDocument({ documentId, accountId, schemaVersion });
    const off = opened.subscribe(() => {
      if (opened.state.ended !== 'replaced') return;
      void releaseDocument(documentId, accountId).then(() => setAttempt((before) => before + 1));
    });
    setDocument(opened);
    return () => {
      off();
      opened.close();
      setDocument(null);
    };
  }, [documentId, accountId, schemaVersion, attempt]);

  const state = useSyncExternalStore(
    (listener) => document?.subscribe(listener) ?? (() => {}),
    () => document?.state ?? null,
  );
  return document === null || state === null ? null : { document, state };
}
