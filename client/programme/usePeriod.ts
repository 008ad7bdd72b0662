import { useDates } from '../ui/dates.ts';
import { useWords } from '../ui/words.ts';
import { words } from './words.ts';

/** Writes from when to when something lasts. */
export function usePeriod(): (period: { startsOn: string; endsOn: string | null }) => string {
  const t = useWords(words);
  const { date } = useDates();
  return ({ startsOn, endsOn }) =>
    endsOn === null
      ? t('pairing.from', { from: date(startsOn) })
      : t('pairing.fromTo', { from: date(startsOn), to: date(endsOn) });
}
