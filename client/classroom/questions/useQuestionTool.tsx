import { IconListCheck } from '@tabler/icons-react';
import { useWords } from '../../ui/words.ts';
import type { Tool } from '../tools/tools.ts';
import type { InClass } from '../useClassRoom.ts';
import { QuestionPanel } from './QuestionPanel.tsx';
import { words } from './words.ts';

/** 提问, for the teachers. */
export function useQuestionTool(inClass: InClass): Tool | null {
  const t = useWords(words);
  const { view } = inClass;
  if (!view.self.may.ask) return null;
  const { current } = view.questions;
  return {
    key: 'question',
    icon: IconListCheck,
    label: t('tool'),
    letter: 'Q',
    ...(current === null ? {} : { state: t(current.closedAt === null ? 'state.open' : 'state.closed') }),
    panel: () => <QuestionPanel {...inClass} />,
  };
}
