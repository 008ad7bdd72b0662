import { Button, Group, Menu, Popover, Stack, Text } from '@mantine/core';
import { IconChevronDown, IconHistory } from '@tabler/icons-react';
import type { PlanGap } from '../../shared/planDocument.ts';
import { changeLessonState, hasReached, lessonStates, mayFollow, type LessonState } from '../../shared/planning.ts';
import { call, CallError } from '../connection/call.ts';
import { useDates } from '../ui/dates.ts';
import { FormError } from '../ui/FormError.tsx';
import { useWords } from '../ui/words.ts';
import type { LessonWithHistory } from './LessonHeader.tsx';
import classes from './StateStepper.module.css';
import { useLessonChange } from './useLessonChange.ts';
import { words } from './words.ts';

/** How far the lesson is, who brought it there and when, and for those who look after it the way on and back. */
export function StateStepper({ lesson, onGaps }: { lesson: LessonWithHistory; onGaps: (gaps: readonly PlanGap[]) => void }) {
  const t = useWords(words);
  const change = useLessonChange((state: LessonState) =>
    call(changeLessonState, { params: { lessonId: lesson.id }, body: { state } }),
  );
  const incomplete = change.error instanceof CallError && change.error.code === 'plan_incomplete';
  const move = (state: LessonState) => {
    onGaps([]);
    change.mutate(state, {
      onError: (error) => {
        if (error instanceof CallError && error.code === 'plan_incomplete') onGaps(gapsOf(error));
      },
    });
  };
  return (
    <div className={classes.line}>
      <ol className={classes.steps} aria-label={t('state.label')}>
        {lessonStates.map((state) => (
          <li
            key={state}
            data-reached={hasReached(lesson.state, state) || undefined}
            aria-current={state === lesson.state ? 'step' : undefined}
          >
            {t(`state.${state}`)}
          </li>
        ))}
      </ol>
      <Group gap="xs">
        <Record lesson={lesson} />
        {lesson.rights.manage && <Move state={lesson.state} moving={change.isPending} onMove={move} />}
      </Group>
      {!incomplete && <FormError error={change.error} />}
    </div>
  );
}

function Move({ state, moving, onMove }: { state: LessonState; moving: boolean; onMove: (to: LessonState) => void }) {
  const t = useWords(words);
  const possible = lessonStates.filter((to) => to !== state && mayFollow(state, to));
  const back = possible.filter((to) => !hasReached(to, state)).toReversed();
  const on = possible.filter((to) => hasReached(to, state));
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" size="sm" loading={moving} rightSection={<IconChevronDown size={16} aria-hidden />}>
          {t('state.change')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {on.map((to) => (
          <Menu.Item key={to} onClick={() => onMove(to)}>
            {t('state.next', { state: t(`state.${to}`) })}
          </Menu.Item>
        ))}
        {on.length > 0 && back.length > 0 && <Menu.Divider />}
        {back.map((to) => (
          <Menu.Item key={to} onClick={() => onMove(to)}>
            {t('state.back', { state: t(`state.${to}`) })}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function Record({ lesson }: { lesson: LessonWithHistory }) {
  const t = useWords(words);
  const dates = useDates();
  const last = lesson.history.at(-1);
  if (last === undefined) return null;
  const sentence = (change: typeof last, when: string) =>
    t(change.from === null ? 'state.started' : 'state.by', { name: change.by.name, when });
  return (
    <Popover position="bottom-start" shadow="md" withinPortal>
      <Popover.Target>
        <Button variant="subtle" color="gray" size="compact-sm" fw={400} leftSection={<IconHistory size={16} aria-hidden />}>
          {sentence(last, dates.ago(last.at))}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('state.history')}>
        <Stack component="ol" gap={4} m={0} p={0} style={{ listStyle: 'none' }}>
          {lesson.history.map((change) => (
            <Text component="li" size="sm" key={change.at + change.to}>
              <strong>{t(`state.${change.to}`)}</strong> {sentence(change, dates.moment(change.at))}
            </Text>
          ))}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}

function gapsOf(error: CallError): PlanGap[] {
  const missing = error.details?.['missing'];
  return Array.isArray(missing) ? (missing as PlanGap[]) : [];
}
