import { Avatar, Group, Text, Title } from '@mantine/core';
import { IconCalendarTime, IconHeartHandshake } from '@tabler/icons-react';
import { Link } from 'react-router';
import { hasReached, type Lesson } from '../../shared/planning.ts';
import { Card } from '../ui/Card.tsx';
import { useDates } from '../ui/dates.ts';
import { PersonAvatar } from '../ui/PersonAvatar.tsx';
import { useWords } from '../ui/words.ts';
import classes from './LessonCard.module.css';
import { StateBadge } from './StateBadge.tsx';
import { words } from './words.ts';

/** One lesson of a list: what it is, how far it is, who prepares it and when it is taught. The whole card leads to its plan. */
export function LessonCard({ lesson }: { lesson: Lesson }) {
  const t = useWords(words);
  const dates = useDates();
  const planners = lesson.people.filter(({ part }) => part === 'lead-planner' || part === 'co-planner');
  return (
    <Card className={classes['card'] ?? ''}>
      <Group justify="space-between" align="flex-start" wrap="nowrap" gap="md">
        <div className={classes['words']}>
          <Title order={2} size="h3">
            <Link to={`/lessons/${lesson.id}`} className={classes['link'] ?? ''}>
              {lesson.title}
            </Link>
          </Title>
          <Text c="dimmed" size="sm">
            {[lesson.subject, lesson.grade, lesson.textbook].filter((word) => word !== '').join(' · ')}
          </Text>
        </div>
        <StateBadge state={lesson.state} />
      </Group>
      <Group justify="space-between" mt="sm" gap="xs">
        <Group gap="xs" wrap="nowrap" miw={0}>
          <Avatar.Group spacing={8} aria-hidden>
            {planners.slice(0, 4).map(({ person }) => (
              <PersonAvatar key={person.id} person={person} size={30} />
            ))}
          </Avatar.Group>
          <Text size="sm" c="dimmed" truncate>
            {planners.map(({ person }) => person.name).join(t('lessons.comma'))}
          </Text>
        </Group>
        <Group gap="md" c="dimmed">
          {lesson.needId !== null && (
            <Group gap={4} wrap="nowrap">
              <IconHeartHandshake size={16} aria-hidden />
              <Text size="sm">{t('lessons.forNeed')}</Text>
            </Group>
          )}
          {lesson.plannedFor === null || hasReached(lesson.state, 'taught') ? (
            <Text size="sm">{t('lessons.updated', { when: dates.ago(lesson.updatedAt) })}</Text>
          ) : (
            <Group gap={4} wrap="nowrap">
              <IconCalendarTime size={16} aria-hidden />
              <Text size="sm">{t('lessons.planned', { when: dates.soon(lesson.plannedFor) })}</Text>
            </Group>
          )}
        </Group>
      </Group>
    </Card>
  );
}
