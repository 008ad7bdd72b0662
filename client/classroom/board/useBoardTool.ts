import { IconChalkboard } from '@tabler/icons-react';
import { useWords } from '../../ui/words.ts';
import type { Tool } from '../tools/tools.ts';
import { useChanges } from '../useChanges.ts';
import type { InClass } from '../useClassRoom.ts';
import { showingOf } from './Showing.ts';
import { words } from './words.ts';

/** Shows the class the board, and puts it away again. */
export function useBoardTool({ visit, view }: InClass): Tool | null {
  const t = useWords(words);
  const showing = showingOf(visit);
  useChanges(showing);
  if (!view.self.may.show) return null;
  const isShown = showing.what.kind === 'board';
  return {
    key: 'board',
    icon: IconChalkboard,
    label: t('board.title'),
    pressed: isShown,
    letter: 'B',
    onClick: () => (isShown ? showing.show({ kind: 'nothing' }) : showing.showBoard()),
    ...(isShown ? { state: t('board.on') } : {}),
  };
}
