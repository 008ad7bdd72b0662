import { Button, Group } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { IconPresentation } from '@tabler/icons-react';
import { Link, useNavigate } from 'react-router';
import { listClassSessions, openClassSession } from '../../shared/classroom.ts';
import type { Lesson } from '../../shared/planning.ts';
import { call, CallError } from '../connection/call.ts';
import { answerKey } from '../connection/useAnswer.ts';
import { useDates } from '../ui/dates.ts';
import { FormError } from '../ui/FormError.tsx';
import { useWords } from '../ui/words.ts';
import { Hero } from './Hero.tsx';
import { words } from './words.ts';

/** The finished plan whose class comes next, with the one click that opens the class and goes in. */
export function ReadyLesson({ lesson }: { lesson: Lesson }) {
  const t = useWords(words);
  const { soon } = useDates();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const opening = useMutation({
    mutationFn: () => sessionOf(lesson.id),
    onSuccess: async (sessionId) => {
      await queries.invalidateQueries({ queryKey: answerKey(listClassSessions) });
      await navigate(`/class/${sessionId}`);
    },
  });
  const { plannedFor } = lesson;
  return (
    <Hero
      when={plannedFor === null ? t('today.ready') : t('today.readyFor', { when: soon(plannedFor) })}
      title={lesson.title}
      about={`${lesson.subject} · ${lesson.grade}`}
      action={
        <Group gap="sm">
          <Button
            size="lg"
            loading={opening.isPending}
            leftSection={<IconPresentation size={22} aria-hidden />}
            onClick={() => opening.mutate()}
          >
            {t('today.ready.open')}
          </Button>
          <Button size="lg" variant="default" component={Link} to={`/lessons/${lesson.id}`}>
            {t('today.ready.plan')}
          </Button>
        </Group>
      }
    >
      <FormError error={opening.error} />
    </Hero>
  );
}

/** Opens the class; when a colleague was quicker, theirs is the one. */
async function sessionOf(lessonId: string): Promise<string> {
  try {
    return (await call(openClassSession, { params: { lessonId }, body: {} })).id;
  } catch (error) {
    const taken = error instanceof CallError && error.code === 'class_already_open' ? error.details?.['sessionId'] : undefined;
    if (typeof taken === 'string') return taken;
    throw error;
  }
}
