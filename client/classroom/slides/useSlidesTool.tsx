import { IconPresentation } from '@tabler/icons-react';
import { useWords } from '../../ui/words.ts';
import { showingOf } from '../board/Showing.ts';
import type { Tool } from '../tools/tools.ts';
import { useChanges } from '../useChanges.ts';
import type { InClass } from '../useClassRoom.ts';
import { FileChoice } from './FileChoice.tsx';
import { words } from './words.ts';

/** The files of the lesson, of which one can be shown to the class. */
export function useSlidesTool({ visit, view }: InClass): Tool | null {
  const t = useWords(words);
  const showing = showingOf(visit);
  useChanges(showing);
  if (!view.self.may.show) return null;
  return {
    key: 'slides',
    icon: IconPresentation,
    label: t('slides.title'),
    letter: 'F',
    ...(showing.what.kind === 'file' ? { state: t('slides.on') } : {}),
    panel: () => <FileChoice lessonId={view.session.lessonId} showing={showing} />,
  };
}
