import { useCallback, useState } from 'react';
import { nearLimit } from '../../../shared/documents.ts';
import { drawingRoles } from '../../../shared/classroom/board.ts';
import { leadsNow } from '../../../shared/classroom/order.ts';
import type { DocumentState } from '../../connection/document.ts';
import { useWords } from '../../ui/words.ts';
import type { ClassView } from '../media/classView.ts';
import { useChanges } from '../useChanges.ts';
import classes from './Board.module.css';
import { BoardMessage, BoardSheet } from './BoardSheet.tsx';
import { PageBar } from './PageBar.tsx';
import type { Showing } from './Showing.ts';
import type { OpenBoard } from './useBoardDocument.ts';
import { words } from './words.ts';

/** The board of the class at the page that the class is shown. */
export function Board({ board, view, showing }: { board: OpenBoard | null; view: ClassView; showing: Showing }) {
  const t = useWords(words);
  useChanges(showing);
  const [whole, setWhole] = useState<(() => void) | null>(null);
  const [clear, setClear] = useState<(() => void) | null>(null);
  const onAway = useCallback((back: (() => void) | null) => setWhole(() => back), []);
  const onReady = useCallback((wipe: () => void) => setClear(() => wipe), []);
  const { self, participants } = view;
  const pages = board?.pages ?? [];
  const { what } = showing;
  const page = pages.find(({ id }) => what.kind === 'board' && id === what.pageId) ?? pages[0];
  const mayShow = self.may.show;
  const setsDrawers = leadsNow(self.role, participants);
  // The page changes with the first word of the class; the server's word, which is what counts, may be a moment later.
  const mayWrite = drawingRoles[view.board.drawers].includes(self.role) && board?.state.access === 'write';

  return (
    <div className={classes.board} data-tools={mayShow || mayWrite}>
      {board !== null && <BoardNote state={board.state} />}
      <div className={classes.space}>
        {board === null || !board.state.ready || page === undefined ? (
          <BoardMessage>{t('board.opening')}</BoardMessage>
        ) : (
          <BoardSheet
            document={board.document}
            page={page}
            label={t('board.canvas', { page: pages.indexOf(page) + 1 })}
            mayWrite={mayWrite}
            onAway={onAway}
            onReady={onReady}
          />
        )}
      </div>
      {(mayShow || mayWrite || whole !== null) && (
        <PageBar
          pages={pages}
          pageId={page?.id ?? ''}
          whole={whole}
          turn={mayShow ? (pageId) => showing.show({ kind: 'board', pageId }) : undefined}
          addPage={mayShow ? () => showing.addPage() : undefined}
          clear={mayShow && mayWrite && clear !== null ? clear : undefined}
          drawers={setsDrawers ? { now: view.board.drawers, set: (drawers) => showing.setDrawers(drawers) } : undefined}
          close={mayShow ? () => showing.show({ kind: 'nothing' }) : undefined}
        />
      )}
    </div>
  );
}

/** How it stands between the board and the server, while it is not well. */
function BoardNote({ state }: { state: DocumentState }) {
  const t = useWords(words);
  const { ready, connected, ended, saveState, size } = state;
  const share = size === null ? 0 : size.bytes / size.limit;
  const note = (() => {
    if (ended !== null) return t('board.ended');
    if (ready && !connected) return t('board.offline');
    if (saveState === 'unsaved') return t('board.unsaved');
    return share >= nearLimit ? t('board.nearFull', { share: Math.round(share * 100) }) : null;
  })();
  return <div role="status">{note !== null && <p className={classes.note}>{note}</p>}</div>;
}
