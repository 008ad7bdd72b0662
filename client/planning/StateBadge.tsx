import { Badge } from '@mantine/core';
import { hasReached, type LessonState } from '../../shared/planning.ts';
import { useWords } from '../ui/words.ts';
import { words } from './words.ts';

/** The state of a lesson in a word. Final and later ones stand out: they are ready. */
export function StateBadge({ state }: { state: LessonState }) {
  const t = useWords(words);
  const ready = hasReached(state, 'final');
  return (
    <Badge variant={ready ? 'filled' : 'default'} size="lg" radius="sm" fw={500} tt="none" style={{ flex: 'none' }}>
      {t(`state.${state}`)}
    </Badge>
  );
}
