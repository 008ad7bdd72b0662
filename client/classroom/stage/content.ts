import type { ComponentType, ReactNode } from 'react';
import type { ContentKind } from '../arrangement.ts';
import { useBoardContent } from '../board/useBoardContent.tsx';
import { useSlidesContent } from '../slides/useSlidesContent.tsx';
import { useOpenQuestion, useShownAnswers } from '../questions/useQuestionContent.tsx';
import type { InClass } from '../useClassRoom.ts';

/** What a class is shown on the stage instead of a picture: the board, slides, the chart of a question. */
export interface StageContent {
  kind: ContentKind;
  /** Names it to screen readers, and on its small tile while somebody looks at a picture in large. */
  label: string;
  icon: ComponentType<{ size?: number; stroke?: number }>;
  /** Fills the large place: its parent has a size and is dark. What is heavy is loaded lazily in it. */
  render: () => ReactNode;
}

/** What is known of a class before its stage is arranged. */
export type StageFacts = Pick<InClass, 'visit' | 'view' | 'presence' | 'now'>;

/**
 * The tools that can fill the stage: a hook each, which answers null while there is nothing of its own to show. They run
 * in this order at every rendering, and the first that has something is shown.
 */
const sources: readonly ((facts: StageFacts) => StageContent | null)[] = [
  useShownAnswers,
  useBoardContent,
  useSlidesContent,
  useOpenQuestion,
];

/** What the class is shown now; null while it is pictures. */
export function useStageContent(facts: StageFacts): StageContent | null {
  return sources.map((source) => source(facts)).find((content) => content !== null) ?? null;
}
