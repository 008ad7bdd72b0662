import { Button, Group, Menu } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import type { PlanGap } from '../../shared/planDocument.ts';
import { changeLessonState, goesBack, hasReached, lessonStates, mayFollow, type LessonState } from '../../shared/planning.ts';
import { useState } from 'react';
import { call, CallError } from '../connection/call.ts';
import { useDates } from '../ui/dates.ts';
import { FormError } from '../ui/FormError.tsx';
import { useWords } from '../ui/words.ts';
import type { LessonWithHistory } from './LessonHeader.tsx';
import { GoBackDialog } from './GoBackDialog.tsx';
import { StateRecord } from './StateRecord.tsx';
import classes from './StateStepper.module.css';
import { useLessonChange } from './useLessonChange.ts';
import { words } from './words.ts';

/** How far the lesson is, who brought it there and when, and for those who look after it the way on and back. */
export function StateStepper({ lesson, onGaps }: { lesson: LessonWithHistory; onGaps: (gaps: readonly PlanGap[]) => void }) {
  const t = useWords(words);
  const dates = useDates();
  const [backTo, setBackTo] = useState<LessonState | null>(null);
  const change = useLessonChange((body: { state: LessonState; reason?: string }) =>
    call(changeLessonState, { params: { lessonId: lesson.id }, body }),
  );
  const incomplete = change.error instanceof CallError && change.error.code === 'plan_incomplete';
  const move = (state: LessonState) => {
    onGaps([]);
    change.reset();
    if (goesBack(lesson.state, state)) {
      setBackTo(state);
      return;
    }
    change.mutate(
      { state },
      {
        onError: (error) => {
          if (error instanceof CallError && error.code === 'plan_incomplete') onGaps(gapsOf(error));
        },
      },
    );
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
            {reachedAt(lesson, state) !== null && <time>{dates.day(reachedAt(lesson, state) ?? '')}</time>}
          </li>
        ))}
      </ol>
      <Group gap="xs">
        <StateRecord lesson={lesson} />
        {lesson.rights.manage && <Move state={lesson.state} moving={change.isPending} onMove={move} />}
      </Group>
      {!incomplete && backTo === null && <FormError error={change.error} />}
      {backTo !== null && (
        <GoBackDialog
          to={backTo}
          busy={change.isPending}
          error={change.error}
          onSend={(reason) => change.mutate({ state: backTo, reason }, { onSuccess: () => setBackTo(null) })}
          onClose={() => setBackTo(null)}
        />
      )}
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

/** When the lesson came to a state that it has reached and not gone back behind. */
function reachedAt({ state: now, history }: LessonWithHistory, state: LessonState): string | null {
  return hasReached(now, state) ? (history.findLast(({ to }) => to === state)?.at ?? null) : null;
}

function gapsOf(error: CallError): PlanGap[] {
  const missing = error.details?.['missing'];
  return Array.isArray(missing) ? (missing as PlanGap[]) : [];
}
