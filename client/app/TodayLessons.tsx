import { Anchor, Avatar, Badge, Group, Text } from '@mantine/core';
import { Link } from 'react-router';
import type { Lesson } from '../../shared/planning.ts';
import { words as planningWords } from '../planning/words.ts';
import { Ago } from '../ui/Ago.tsx';
import { Card } from '../ui/Card.tsx';
import { useDates } from '../ui/dates.ts';
import { PersonAvatar } from '../ui/PersonAvatar.tsx';
import { Section } from '../ui/Section.tsx';
import { useWords } from '../ui/words.ts';
import classes from './TodayPage.module.css';
import { words } from './words.ts';

/** The lessons being worked on, each with its state and people. */
export function TodayLessons({ lessons }: { lessons: Lesson[] }) {
  const t = useWords(words);
  const all = (
    <Anchor component={Link} to="/lessons" size="sm">
      {t('today.lessons.all')}
    </Anchor>
  );
  return (
    <Section title={t('today.lessons')} actions={all}>
      <Card p={0} component="ul" className={classes.rows}>
        {lessons.map((lesson) => (
          <li key={lesson.id}>
            <LessonRow lesson={lesson} />
          </li>
        ))}
      </Card>
    </Section>
  );
}

function LessonRow({ lesson }: { lesson: Lesson }) {
  const planning = useWords(planningWords);
  const t = useWords(words);
  const { soon } = useDates();
  const { id, title, subject, grade, state, plannedFor, updatedAt, people } = lesson;
  return (
    <Link to={`/lessons/${id}`} className={classes.row}>
      <Group justify="space-between" wrap="nowrap" gap="sm">
        <div style={{ minWidth: 0 }}>
          <Group gap={8}>
            <Text fw={600}>{title}</Text>
            <Badge variant="light" tt="none" size="lg" fw={500}>
              {planning(`state.${state}`)}
            </Badge>
          </Group>
          <Text size="sm" c="dimmed">
            {subject} · {grade} ·{' '}
            {plannedFor === null ? <Ago at={updatedAt} /> : t('today.lessons.planned', { when: soon(plannedFor) })}
          </Text>
        </div>
        <Avatar.Group visibleFrom="xs" spacing={8}>
          {people.slice(0, 4).map(({ person }) => (
            <PersonAvatar key={person.id} person={person} size={32} />
          ))}
        </Avatar.Group>
      </Group>
    </Link>
  );
}
