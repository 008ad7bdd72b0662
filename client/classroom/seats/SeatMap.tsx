import { useRef, useState, type CSSProperties, type KeyboardEvent } from 'react';
import { columnOf, hasSeat, rowOf, seatAt, type SeatLayout } from '../../../shared/classroom/seating.ts';
import { useWords } from '../../ui/words.ts';
import classes from './SeatMap.module.css';
import { useSeatName } from './seatName.ts';
import { words } from './words.ts';

export type SeatState = 'empty' | 'hand' | 'called';

interface Props {
  layout: SeatLayout;
  stateOf: (seat: number) => SeatState | undefined;
  /** What a press does; left out where nothing can be done. */
  press?: ((seat: number) => void) | undefined;
  /** Seats that cannot be pressed. */
  blocked?: (seat: number) => boolean;
}

/** The seats as they stand before the teacher's desk. One stop for the tab key; the arrow keys go from seat to seat. */
export function SeatMap({ layout, stateOf, press, blocked = never }: Props) {
  const t = useWords(words);
  const seatName = useSeatName();
  const [current, setCurrent] = useState(seatAt(1, 1));
  const map = useRef<HTMLDivElement>(null);
  const focusable = hasSeat(layout, current) ? current : seatAt(1, 1);
  const rows = Array.from({ length: layout.rows }, (_row, at) => at + 1);
  const columns = Array.from({ length: layout.columns }, (_column, at) => at + 1);
  const go = (event: KeyboardEvent) => {
    const [down, right] = steps[event.key] ?? [0, 0];
    const next = seatAt(rowOf(focusable) + down, columnOf(focusable) + right);
    if (next === focusable || !hasSeat(layout, next)) return;
    event.preventDefault();
    setCurrent(next);
    map.current?.querySelector<HTMLButtonElement>(`[data-seat="${next}"]`)?.focus();
  };
  return (
    // The keys are those of the buttons inside.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div className={classes.map} role="group" aria-label={t('map.label')} ref={map} onKeyDown={go}>
      <span className={classes.desk}>{t('map.desk')}</span>
      <div className={classes.scroll}>
        {rows.map((row) => (
          <div key={row} className={classes.row} style={{ '--columns': layout.columns } as CSSProperties}>
            <span className={classes.rowName} aria-hidden>
              {row}
            </span>
            {columns.map((column) => {
              const seat = seatAt(row, column);
              const state = stateOf(seat);
              return (
                <button
                  key={seat}
                  type="button"
                  className={classes.seat}
                  data-seat={seat}
                  data-state={state}
                  tabIndex={seat === focusable ? 0 : -1}
                  aria-label={state === undefined ? seatName(seat) : `${seatName(seat)} ${t(`seat.${state}`)}`}
                  aria-disabled={press === undefined || blocked(seat)}
                  onFocus={() => setCurrent(seat)}
                  onClick={() => {
                    if (!blocked(seat)) press?.(seat);
                  }}
                >
                  {column}
                </button>
              );
            })}
          </div>
        ))}
      </div>
    </div>
  );
}

const never = () => false;

const steps: Record<string, [down: number, right: number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};
