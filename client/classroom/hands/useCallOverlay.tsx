import type { ReactNode } from 'react';
import { useWords } from '../../ui/words.ts';
import { useSeatName } from '../seats/seatName.ts';
import type { InClass } from '../useClassRoom.ts';
import classes from './hands.module.css';
import { words } from './words.ts';

/** Who is asked to speak, over the stage for everybody. */
export function useCallOverlay({ view }: InClass): ReactNode {
  const t = useWords(words);
  const seatName = useSeatName();
  const { call } = view.hands;
  if (call === null) return null;
  const name = call.seat === null ? (call.person?.name ?? '') : seatName(call.seat);
  return (
    <p className={classes.overlay} style={{ margin: 0 }} role="status">
      {t(call.drawn ? 'drawn' : 'called', { name })}
    </p>
  );
}
