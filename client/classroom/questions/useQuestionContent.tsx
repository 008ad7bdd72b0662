import { IconListCheck } from '@tabler/icons-react';
import { useWords } from '../../ui/words.ts';
import type { StageContent, StageFacts } from '../stage/content.ts';
import { StageQuestion } from './StageQuestion.tsx';
import { words } from './words.ts';

/** How the class answered, before everything else while it is shown. */
export function useShownAnswers({ view }: StageFacts): StageContent | null {
  const content = useContent(view.questions);
  return view.questions.current?.shown === true ? content : null;
}

/**
 * A question that is on, where nothing else is shown: a slide stays while one asks about it. Teachers have it in their panel
 * and keep the class in view.
 */
export function useOpenQuestion({ view }: StageFacts): StageContent | null {
  const content = useContent(view.questions);
  return view.questions.current === null || view.self.may.ask ? null : content;
}

function useContent(questions: StageFacts['view']['questions']): StageContent {
  const t = useWords(words);
  return {
    kind: 'chart',
    label: t('stage.title'),
    icon: IconListCheck,
    render: () => <StageQuestion questions={questions} />,
  };
}
