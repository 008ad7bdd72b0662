import { IconClipboardCheck } from '@tabler/icons-react';
import { useWords } from '../../ui/words.ts';
import type { Tool } from '../tools/tools.ts';
import type { InClass } from '../useClassRoom.ts';
import { RollPanel } from './RollPanel.tsx';
import { words } from './words.ts';

/** 点到, for the teachers. */
export function useRollTool(inClass: InClass): Tool | null {
  const t = useWords(words);
  if (!inClass.view.self.may.arrangeSeats) return null;
  return {
    key: 'roll',
    icon: IconClipboardCheck,
    label: t('roll.tool'),
    panel: () => <RollPanel {...inClass} />,
  };
}
