import { IconHandStop } from '@tabler/icons-react';
import { useWords } from '../../ui/words.ts';
import type { Tool } from '../tools/tools.ts';
import type { InClass } from '../useClassRoom.ts';
import { HandsPanel } from './HandsPanel.tsx';
import { raisedHands } from './speakers.ts';
import { words } from './words.ts';

/** 举手, for the teachers. */
export function useHandsTool(inClass: InClass): Tool | null {
  const t = useWords(words);
  const { view } = inClass;
  if (!view.self.may.takeHands) return null;
  const count = raisedHands(view).length;
  return {
    key: 'hands',
    icon: IconHandStop,
    label: t('tool'),
    letter: 'H',
    badge: count,
    ...(count === 0 ? {} : { state: t('state.up', { count }) }),
    panel: () => <HandsPanel {...inClass} />,
  };
}
