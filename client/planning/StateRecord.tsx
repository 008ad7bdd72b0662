import { Button, Popover, Text } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { goesBack } from '../../shared/planning.ts';
import { useDates } from '../ui/dates.ts';
import { PersonAvatar } from '../ui/PersonAvatar.tsx';
import { useWords } from '../ui/words.ts';
import type { LessonWithHistory } from './LessonHeader.tsx';
import classes from './StateStepper.module.css';
import { words } from './words.ts';

/** Who brought the lesson where it is, and behind it the whole record: each state with its person, its time and why it went back. */
export function StateRecord({ lesson }: { lesson: LessonWithHistory }) {
  const t = useWords(words);
  const dates = useDates();
  const last = lesson.history.at(-1);
  if (last === undefined) return null;
  const sentence = (change: typeof last, when: string) =>
    t(change.from === null ? 'state.started' : 'state.by', { name: change.by.name, when });
  return (
    <Popover position="bottom-start" shadow="md" withinPortal trapFocus returnFocus>
      <Popover.Target>
        <Button variant="subtle" color="gray" size="compact-sm" fw={400} leftSection={<IconHistory size={16} aria-hidden />}>
          {sentence(last, dates.ago(last.at))}
        </Button>
      </Popover.Target>
      {/* A long record scrolls, with the keyboard too. */}
      <Popover.Dropdown aria-label={t('state.history')} className={classes.record ?? ''} tabIndex={0}>
        <ol>
          {lesson.history.toReversed().map((change) => {
            const back = change.from !== null && goesBack(change.from, change.to);
            return (
              <li key={change.at + change.to} data-back={back || undefined}>
                <PersonAvatar person={change.by} size={28} />
                <div>
                  <Text size="sm" fw={600}>
                    {back ? t('state.back', { state: t(`state.${change.to}`) }) : t(`state.${change.to}`)}
                  </Text>
                  <Text size="xs" c="dimmed">
                    {sentence(change, dates.moment(change.at))}
                  </Text>
                  {change.reason !== null && <Text size="sm">{t('state.reason', { reason: change.reason })}</Text>}
                </div>
              </li>
            );
          })}
        </ol>
      </Popover.Dropdown>
    </Popover>
  );
}
