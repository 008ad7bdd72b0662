import { Anchor, Group, Text } from '@mantine/core';
import { Link } from 'react-router';
import { listLessonClassSessions } from '../../shared/classroom.ts';
import { useAnswer } from '../connection/useAnswer.ts';
import { useDates } from '../ui/dates.ts';
import { useWords } from '../ui/words.ts';
import { words } from './words.ts';

/** Leads to the records of the classes that were held from this lesson: who was there, and how long each step took. */
export function PastClasses({ lessonId }: { lessonId: string }) {
  const t = useWords(words);
  const dates = useDates();
  const { data } = useAnswer(listLessonClassSessions, { params: { lessonId } });
  const ended = (data?.items ?? []).filter(({ state, openedAt }) => state === 'ended' && openedAt !== null);
  if (ended.length === 0) return null;
  return (
    <Group gap="xs">
      <Text size="sm" c="dimmed">
        {t('lesson.pastClasses')}
      </Text>
      {ended.slice(0, 5).map(({ id, openedAt }) => (
        <Anchor key={id} component={Link} to={`/class/${id}`} size="sm">
          {dates.moment(openedAt ?? '')}
        </Anchor>
      ))}
    </Group>
  );
}
