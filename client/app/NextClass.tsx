import { Button, Stack, Text } from '@mantine/core';
import { IconDoorEnter } from '@tabler/icons-react';
import { Link } from 'react-router';
import type { ClassSession } from '../../shared/classroom.ts';
import { useDates } from '../ui/dates.ts';
import { useWords } from '../ui/words.ts';
import { Hero } from './Hero.tsx';
import classes from './NextClass.module.css';
import { words } from './words.ts';

/** The class that is open, or else the next one, with the one click that joins it; the others follow in a line each. */
export function NextClass({ sessions }: { sessions: ClassSession[] }) {
  const t = useWords(words);
  const { soon } = useDates();
  const [first, ...others] = sessions.toSorted(byUrgency);
  if (first === undefined) return null;
  const when = ({ state, scheduledFor }: ClassSession) =>
    state === 'open' || scheduledFor === null ? t('today.class.open') : soon(scheduledFor);
  const open = first.state === 'open';
  const present = open && first.present > 0 ? ` · ${t('today.class.present', { count: first.present })}` : '';
  return (
    <Hero
      live={open}
      when={(open ? when(first) : t('today.class.next', { when: when(first) })) + present}
      title={first.lessonTitle}
      about={`${first.subject} · ${first.grade}`}
      action={
        first.roles.length > 0 && (
          <Button
            component={Link}
            to={`/class/${first.id}`}
            size="lg"
            variant={open ? 'filled' : 'default'}
            leftSection={<IconDoorEnter size={22} aria-hidden />}
          >
            {t(open ? 'today.class.join' : 'today.class.early')}
          </Button>
        )
      }
    >
      {others.length > 0 && (
        <Stack gap={4} mt="md" className={classes.others}>
          <Text size="sm" fw={600}>
            {t('today.class.more')}
          </Text>
          {others.slice(0, 3).map((session) => (
            <Link key={session.id} to={`/class/${session.id}`} className={classes.other}>
              {session.lessonTitle}
              <Text span size="sm">
                {when(session)}
              </Text>
            </Link>
          ))}
        </Stack>
      )}
    </Hero>
  );
}

/** Open classes first, then by time. */
function byUrgency(one: ClassSession, other: ClassSession): number {
  if ((one.state === 'open') !== (other.state === 'open')) return one.state === 'open' ? -1 : 1;
  return (one.scheduledFor ?? '').localeCompare(other.scheduledFor ?? '');
}
