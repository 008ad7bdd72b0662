import { IconPresentation } from '@tabler/icons-react';
import { showingOf } from '../board/Showing.ts';
import type { StageContent, StageFacts } from '../stage/content.ts';
import { useChanges } from '../useChanges.ts';
import { Slides } from './Slides.tsx';

/** Slides and images on the stage while the class is shown them. */
export function useSlidesContent({ visit, view }: StageFacts): StageContent | null {
  const showing = showingOf(visit);
  useChanges(showing);
  const { what } = showing;
  if (what.kind !== 'file') return null;
  return {
    kind: 'slides',
    label: what.name,
    icon: IconPresentation,
    render: () => <Slides file={what} showing={view.self.may.show ? showing : null} />,
  };
}
