import { Button, Group, Modal, Progress, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { deleteRecording, listRecordings, recordingAddress, retryRecording, type Recording } from '../../shared/recording.ts';
import { call } from '../connection/call.ts';
import { answerKey } from '../connection/useAnswer.ts';
import { Card } from '../ui/Card.tsx';
import { commonWords } from '../ui/commonWords.ts';
import { useDates } from '../ui/dates.ts';
import { Failure } from '../ui/Failure.tsx';
import { FormError } from '../ui/FormError.tsx';
import { Section } from '../ui/Section.tsx';
import { useWords } from '../ui/words.ts';
import { RecordingPlayer } from './RecordingPlayer.tsx';
import { words } from './words.ts';

/** How often a recording that is not finished is looked at, in milliseconds. */
const lookAgain = 3000;

/** What was recorded of a class: the films, or how far they are. */
export function ClassRecordings({ sessionId }: { sessionId: string }) {
  const t = useWords(words);
  const { data, error, refetch } = useQuery({
    queryKey: answerKey(listRecordings, { params: { sessionId } }),
    queryFn: () => call(listRecordings, { params: { sessionId } }),
    refetchInterval: ({ state }) =>
      state.data?.items.some((item) => item.state !== 'ready' && item.state !== 'failed') === true ? lookAgain : false,
  });
  if (data === undefined && error === null) return null;
  return (
    <Section title={t('list.title')}>
      {data === undefined && <Failure error={error} retry={refetch} />}
      {data?.items.length === 0 && (
        <Card>
          <Text c="dimmed">{t('list.none')}</Text>
        </Card>
      )}
      {data?.items.map((recording) => (
        <OneRecording key={recording.id} recording={recording} />
      ))}
    </Section>
  );
}

function OneRecording({ recording }: { recording: Recording }) {
  const t = useWords(words);
  const dates = useDates();
  const { id, state, startedAt, startedBy, seconds, bytes, interruptions, keptUntil, may } = recording;
  const queries = useQueryClient();
  const [deleting, setDeleting] = useState(false);
  const again = () => queries.invalidateQueries({ queryKey: answerKey(listRecordings) });
  const retry = useMutation({ mutationFn: () => call(retryRecording, { params: { recordingId: id } }), onSettled: again });
  const about = [
    t('film.of', { when: dates.moment(startedAt), name: startedBy.name }),
    ...(seconds === null ? [] : [t('film.long', { minutes: Math.max(1, Math.round(seconds / 60)) })]),
  ];
  return (
    <Card>
      <Stack>
        <Text size="sm" c="dimmed">
          {about.join(' · ')}
        </Text>
        {state === 'ready' ? <RecordingPlayer recording={recording} /> : <Unfinished recording={recording} />}
        {interruptions > 0 && <Text size="sm">{t('film.interrupted', { count: interruptions })}</Text>}
        {keptUntil !== null && (
          <Text size="sm" c="dimmed">
            {t('film.keptUntil', { when: dates.date(keptUntil) })}
          </Text>
        )}
        <FormError error={retry.error} />
        <Group>
          {may.retry && (
            <Button loading={retry.isPending} onClick={() => retry.mutate()}>
              {t('film.retry')}
            </Button>
          )}
          {state === 'ready' && (
            <Button component="a" href={recordingAddress(id, true)} variant="default" download>
              {t('film.download', { size: Math.max(1, Math.round((bytes ?? 0) / 1_000_000)) })}
            </Button>
          )}
          {may.remove && (
            <Button variant="subtle" color="red" onClick={() => setDeleting(true)}>
              {t('film.delete')}
            </Button>
          )}
        </Group>
        {deleting && <DeleteDialog id={id} done={again} close={() => setDeleting(false)} />}
      </Stack>
    </Card>
  );
}

function Unfinished({ recording: { state, progress, failure } }: { recording: Recording }) {
  const t = useWords(words);
  if (state === 'failed') return <Text role="alert">{t(`film.failed.${failure ?? 'failed'}`)}</Text>;
  if (state === 'recording') return <Text>{t('film.running')}</Text>;
  if (state === 'waiting') return <Text>{t('film.waiting')}</Text>;
  const percent = Math.floor(progress * 100);
  return (
    <>
      <Text>{t('film.processing', { percent })}</Text>
      <Progress value={percent} aria-label={t('film.processing', { percent })} />
    </>
  );
}

function DeleteDialog({ id, done, close }: { id: string; done: () => Promise<unknown>; close: () => void }) {
  const t = useWords(words);
  const common = useWords(commonWords);
  const remove = useMutation({
    mutationFn: () => call(deleteRecording, { params: { recordingId: id } }),
    onSuccess: () => {
      close();
      return done();
    },
  });
  return (
    <Modal opened onClose={close} title={t('film.deleteTitle')} closeButtonProps={{ 'aria-label': common('close') }}>
      <Stack>
        <Text>{t('film.deleteBody')}</Text>
        <FormError error={remove.error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={close} data-autofocus>
            {common('cancel')}
          </Button>
          <Button color="red.9" loading={remove.isPending} onClick={() => remove.mutate()}>
            {t('film.delete')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
