import { IconChevronLeft, IconChevronRight, IconX } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { useWords } from '../../ui/words.ts';
import board from '../board/Board.module.css';
import { words } from './words.ts';

interface SlideBarProps {
  page: number;
  pages: number;
  turn: (page: number) => void;
  close: () => void;
}

/** Under the slides, for who shows them: the pages, also by the keys that a presenter's remote sends. */
export function SlideBar({ page, pages, turn, close }: SlideBarProps) {
  const t = useWords(words);
  const to = (wanted: number) => {
    if (wanted >= 1 && wanted <= pages && wanted !== page) turn(wanted);
  };
  usePageKeys((by) => to(page + by));
  return (
    <section className={board.bar} aria-label={t('slides.bar')} title={t('slides.keys')}>
      {pages > 1 && (
        <>
          <button type="button" aria-label={t('slides.previous')} disabled={page <= 1} onClick={() => to(page - 1)}>
            <IconChevronLeft size={20} aria-hidden />
          </button>
          <span className={board.place} role="status">
            {t('slides.of', { page, pages })}
          </span>
          <button type="button" aria-label={t('slides.next')} disabled={page >= pages} onClick={() => to(page + 1)}>
            <IconChevronRight size={20} aria-hidden />
          </button>
          {pages > 3 && (
            <select aria-label={t('slides.goTo')} value={page} onChange={(event) => to(Number(event.target.value))}>
              {Array.from({ length: pages }, (_, index) => (
                <option key={index} value={index + 1}>
                  {index + 1}
                </option>
              ))}
            </select>
          )}
        </>
      )}
      <span className={board.end}>
        <button type="button" aria-label={t('slides.close')} title={t('slides.close')} onClick={close}>
          <IconX size={20} aria-hidden />
        </button>
      </span>
    </section>
  );
}

/** PageUp and PageDown turn pages wherever the focus is, except where somebody writes. */
function usePageKeys(turn: (by: number) => void): void {
  const current = useRef(turn);
  useEffect(() => {
    current.current = turn;
  });
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      const by = event.key === 'PageDown' ? 1 : event.key === 'PageUp' ? -1 : 0;
      const { target } = event;
      const writes =
        target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable="true"]') !== null;
      if (by === 0 || writes || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      current.current(by);
    };
    window.addEventListener('keydown', pressed);
    return () => window.removeEventListener('keydown', pressed);
  }, []);
}
