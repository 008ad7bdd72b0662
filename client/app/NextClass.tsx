import { Box, Button, Group, Stack, Text, Title } from '@mantine/core';
import { IconDoorEnter } from '@tabler/icons-react';
import { Link } from 'react-router';
import type { ClassSession } from '../../shared/classroom.ts';
import { useDates } from '../ui/dates.ts';
import { useWords } from '../ui/words.ts';
import classes from './NextClass.module.css';
import { words } from './words.ts';

/** The class that is open, or else the next one, with the one click that joins it; the others follow in a line each. */
export function NextClass({ sessions }: { sessions: ClassSession[] }) {
  const [first, ...others] = [...sessions].sort(byUrgency);
  const t = useWords(words);
  const { soon } = useDates();
  if (first === undefined) return null;
  const open = first.state === 'open';
  return (
    <section className={classes.card} data-open={open || undefined} aria-labelledby="next-class">
      <Group justify="space-between" gap="lg">
        <Box miw={0}>
          <Text size="sm" fw={600} className={classes.when}>
            {open
              ? t('today.class.open')
              : t('today.class.next', { when: first.scheduledFor === null ? '' : soon(first.scheduledFor) })}
            {open && first.present > 0 && ` · ${t('today.class.present', { count: first.present })}`}
          </Text>
          <Title order={2} id="next-class" fz="h1">
            {first.lessonTitle}
          </Title>
          <Text>
            {first.subject} · {first.grade}
          </Text>
        </Box>
        {first.roles.length > 0 && (
          <Button
            component={Link}
            to={`/class/${first.id}`}
            size="lg"
            variant={open ? 'filled' : 'default'}
            leftSection={<IconDoorEnter size={22} aria-hidden />}
            aria-label={t('today.class.joinLabel', { lesson: first.lessonTitle })}
            className={classes.join}
          >
            {t(open ? 'today.class.join' : 'today.class.early')}
          </Button>
        )}
      </Group>
      {others.length > 0 && (
        <Stack gap={4} mt="md" className={classes.others}>
          <Text size="sm" fw={600}>
            {t('today.class.more')}
          </Text>
          {others.slice(0, 3).map(({ id, lessonTitle, state, scheduledFor }) => (
            <Link key={id} to={`/class/${id}`} className={classes.other}>
              {lessonTitle}
              <Text span size="sm">
                {state === 'open' || scheduledFor === null ? t('today.class.open') : soon(scheduledFor)}
              </Text>
            </Link>
          ))}
        </Stack>
      )}
    </section>
  );
}

/** Open classes first, then by time. */
function byUrgency(one: ClassSession, other: ClassSession): number {
  if ((one.state === 'open') !== (other.state === 'open')) return one.state === 'open' ? -1 : 1;
  return (one.scheduledFor ?? '').localeCompare(other.scheduledFor ?? '');
}
