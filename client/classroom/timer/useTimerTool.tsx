import { IconHourglass } from '@tabler/icons-react';
import { useWords } from '../../ui/words.ts';
import { formatSeconds } from '../media/clock.ts';
import type { Tool } from '../tools/tools.ts';
import type { InClass } from '../useClassRoom.ts';
import { secondsLeft } from './countdown.ts';
import { TimerPanel } from './TimerPanel.tsx';
import { words } from './words.ts';

/** 计时, for the teachers. */
export function useTimerTool(inClass: InClass): Tool | null {
  const t = useWords(words);
  const { view, now } = inClass;
  if (!view.self.may.time) return null;
  const { timer } = view;
  return {
    key: 'timer',
    icon: IconHourglass,
    label: t('tool'),
    letter: 'T',
    ...(timer === null ? {} : { state: t('left', { time: formatSeconds(secondsLeft(timer, now)) }) }),
    panel: () => <TimerPanel {...inClass} />,
  };
}
