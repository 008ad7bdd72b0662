import type * as Y from 'yjs';
import { findStep } from '../../shared/planSteps.ts';
import { bringOver, lostCopies } from '../../shared/stepRescue.ts';

/**
 * Keeps what was written here in a step while somebody else moved it, and did not reach the server before (SPEC-steps.md, M4): it is
 * brought into the copy that stays. To be called before the document is connected, so that offline words are kept as well.
 * Answers the function that stops it.
 */
export function keepOwnWords(doc: Y.Doc): () => void {
  const look = (transaction: Y.Transaction) => {
    if (transaction.local) return;
    const lost = lostCopies(transaction);
    if (lost.length === 0) return;
    // What the server had is in the copy by now, in the same transaction; what is missing it cannot have had.
    queueMicrotask(() =>
      doc.transact(() => {
        for (const copy of lost) {
          const place = findStep(doc, copy.id);
          const live = place?.steps[place.index];
          if (live !== undefined) bringOver(live, copy);
        }
      }),
    );
  };
  doc.on('afterTransaction', look);
  return () => doc.off('afterTransaction', look);
}
