import { IconChevronLeft, IconChevronRight, IconEraser, IconMaximize, IconPlus, IconX } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { BoardDrawers, type Board } from '../../../shared/classroom/board.ts';
import type { BoardPage } from '../../../shared/boardDocument.ts';
import { useWords } from '../../ui/words.ts';
import classes from './Board.module.css';
import { words } from './words.ts';

interface PageBarProps {
  pages: readonly BoardPage[];
  pageId: string;
  /** Turns to a page; undefined for who follows. */
  turn?: ((pageId: string) => void) | undefined;
  addPage?: (() => void) | undefined;
  /** Back to the whole page, while one sees only a part of it. */
  whole: (() => void) | null;
  clear?: (() => void) | undefined;
  drawers?: { now: Board['drawers']; set: (drawers: BoardDrawers) => void } | undefined;
  close?: (() => void) | undefined;
}

/** Under the board: its pages, and for who may, who draws and the way back to the pictures. */
export function PageBar({ pages, pageId, turn, addPage, whole, clear, drawers, close }: PageBarProps) {
  const t = useWords(words);
  const [asked, setAsked] = useState(false);
  const at = pages.findIndex(({ id }) => id === pageId);
  const place = { page: Math.max(at, 0) + 1, pages: Math.max(pages.length, 1) };
  const step = (by: number) => {
    const page = pages[at + by];
    return page === undefined || turn === undefined ? undefined : () => turn(page.id);
  };
  const [back, forward] = [step(-1), step(1)];
  if (asked && clear !== undefined) return <ClearQuestion clear={clear} close={() => setAsked(false)} />;
  return (
    <section className={`${classes.bar} ${classes.pages}`} aria-label={t('page.bar')}>
      {turn !== undefined && (
        <button
          type="button"
          aria-label={t('page.previous')}
          title={t('page.previous')}
          disabled={back === undefined}
          onClick={back}
        >
          <IconChevronLeft size={20} aria-hidden />
        </button>
      )}
      <span className={classes.place} role="status">
        <span className={classes.placeLong}>{t('page.of', place)}</span>
        <span className={classes.placeShort} aria-hidden>{`${place.page} / ${place.pages}`}</span>
      </span>
      {turn !== undefined && (
        <button
          type="button"
          aria-label={t('page.next')}
          title={t('page.next')}
          disabled={forward === undefined}
          onClick={forward}
        >
          <IconChevronRight size={20} aria-hidden />
        </button>
      )}
      {addPage !== undefined && (
        <button type="button" aria-label={t('page.add')} title={t('page.add')} onClick={addPage}>
          <IconPlus size={20} aria-hidden />
        </button>
      )}
      {clear !== undefined && (
        <button type="button" aria-label={t('page.clear')} title={t('page.clear')} onClick={() => setAsked(true)}>
          <IconEraser size={20} aria-hidden />
        </button>
      )}
      {whole !== null && (
        <button type="button" onClick={whole}>
          <IconMaximize size={18} aria-hidden />
          <span className={classes.whole}>{t('page.whole')}</span>
        </button>
      )}
      <span className={classes.end}>
        {drawers !== undefined && (
          <label>
            <span className={classes.drawersLabel}>{t('drawers.label')}</span>
            <select value={drawers.now} onChange={(event) => drawers.set(BoardDrawers.parse(event.target.value))}>
              {BoardDrawers.options.map((option) => (
                <option key={option} value={option}>
                  {t(`drawers.${option}`)}
                </option>
              ))}
            </select>
          </label>
        )}
        {close !== undefined && (
          <button type="button" aria-label={t('board.close')} title={t('board.close')} onClick={close}>
            <IconX size={20} aria-hidden />
          </button>
        )}
      </span>
    </section>
  );
}

/** Asks before everything on a page goes. The answer that changes nothing has the focus. */
function ClearQuestion({ clear, close }: { clear: () => void; close: () => void }) {
  const t = useWords(words);
  const keep = useRef<HTMLButtonElement>(null);
  useEffect(() => keep.current?.focus(), []);
  return (
    <section className={classes.bar} role="alertdialog" aria-label={t('page.clear')}>
      {t('page.clearAsk')}
      <span className={classes.end}>
        <button
          type="button"
          onClick={() => {
            clear();
            close();
          }}
        >
          {t('page.clearYes')}
        </button>
        <button type="button" ref={keep} onClick={close}>
          {t('page.clearNo')}
        </button>
      </span>
    </section>
  );
}
