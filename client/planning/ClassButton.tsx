import { Button, Stack } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { IconVideo } from '@tabler/icons-react';
import { Link, useNavigate } from 'react-router';
import { listLessonClassSessions, openClassSession } from '../../shared/classroom.ts';
import type { Lesson } from '../../shared/planning.ts';
import { call, CallError } from '../connection/call.ts';
import { useAnswer } from '../connection/useAnswer.ts';
import { FormError } from '../ui/FormError.tsx';
import { useWords } from '../ui/words.ts';
import { words } from './words.ts';

/** Leads into the class of this lesson that is open now; those who may open one do so here. */
export function ClassButton({ lesson }: { lesson: Lesson }) {
  const t = useWords(words);
  const navigate = useNavigate();
  const sessions = useAnswer(listLessonClassSessions, { params: { lessonId: lesson.id } });
  const now = sessions.data?.items.find(({ state }) => state === 'open');
  const open = useMutation({
    mutationFn: () => call(openClassSession, { params: { lessonId: lesson.id }, body: {} }).then(({ id }) => id, openAlready),
    onSuccess: (sessionId) => navigate(`/class/${sessionId}`),
  });
  if (now !== undefined && now.roles.length > 0) {
    return (
      <Button component={Link} to={`/class/${now.id}`} leftSection={<IconVideo size={19} aria-hidden />}>
        {t('lesson.joinClass')}
      </Button>
    );
  }
  if (!lesson.rights.openClass) return null;
  return (
    <Stack gap="xs">
      <Button loading={open.isPending} leftSection={<IconVideo size={19} aria-hidden />} onClick={() => open.mutate()}>
        {t('lesson.openClass')}
      </Button>
      <FormError error={open.error} />
    </Stack>
  );
}

/** A colleague was quicker: their class is the one to enter. */
function openAlready(error: unknown): string {
  const sessionId = error instanceof CallError && error.code === 'class_already_open' ? error.details?.['sessionId'] : undefined;
  if (typeof sessionId === 'string') return sessionId;
  throw error;
}
