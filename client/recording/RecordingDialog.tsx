import { Button, Group, Modal, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import type { Participant } from '../../shared/classroom.ts';
import { commonWords } from '../ui/commonWords.ts';
import { useDates } from '../ui/dates.ts';
import { FormError } from '../ui/FormError.tsx';
import { useWords } from '../ui/words.ts';
import type { InRecording } from './useClassRecording.ts';
import { words } from './words.ts';

interface RecordingDialogProps {
  inRecording: InRecording;
  participants: readonly Participant[];
  /** Whether the page's own person has not answered yet: then it stays until they have. */
  asked: boolean;
  isPerson: boolean;
  close: () => void;
}

/** Everything about the recording of a running class: what is recorded, one's own consent, the school's, start and stop. */
export function RecordingDialog({ inRecording, participants, asked, isPerson, close }: RecordingDialogProps) {
  const t = useWords(words);
  const common = useWords(commonWords);
  const { recording, mine, may } = inRecording;
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const running = recording.phase !== 'off';
  const act =
    (action: () => Promise<void>, thenClose = false) =>
    () => {
      setBusy(true);
      setError(null);
      action()
        .then(() => thenClose && close())
        .catch(setError)
        .finally(() => setBusy(false));
    };
  const left = participants.filter(({ id, role }) => role !== 'observer' && !recording.included.includes(id));
  return (
    <Modal
      opened
      onClose={close}
      withCloseButton={!asked}
      closeOnClickOutside={!asked}
      closeOnEscape={!asked}
      title={t(asked ? 'dialog.askTitle' : 'dialog.title')}
      closeButtonProps={{ 'aria-label': common('close') }}
      zIndex={300}
    >
      <Stack>
        {recording.missing !== null && <Text>{t('dialog.missing')}</Text>}
        <Text>{t('dialog.what')}</Text>
        {asked && <Text fw={500}>{t('dialog.ask')}</Text>}
        {!asked && running && isPerson && mine !== null && <Text>{t(mine ? 'dialog.mineGiven' : 'dialog.mineDeclined')}</Text>}
        {running && !asked && (
          <Text size="sm" c="dimmed">
            {left.length === 0 ? t('dialog.all') : t('dialog.left', { names: left.map(({ person }) => person.name).join('、') })}
          </Text>
        )}
        <School inRecording={inRecording} act={act} busy={busy} />
        {may.record && !running && recording.missing === null && (
          <Text size="sm" c="dimmed">
            {t('dialog.startNote')}
          </Text>
        )}
        <FormError error={error} />
        <Group justify="flex-end">
          {(asked || (running && mine === false && isPerson)) && (
            <>
              {asked && (
                <Button variant="default" disabled={busy} onClick={act(() => inRecording.answer(false))}>
                  {t('dialog.no')}
                </Button>
              )}
              <Button loading={busy} onClick={act(() => inRecording.answer(true), true)}>
                {t('dialog.yes')}
              </Button>
            </>
          )}
          {running && mine === true && isPerson && (
            <Button variant="default" disabled={busy} onClick={act(() => inRecording.answer(false))}>
              {t('dialog.withdraw')}
            </Button>
          )}
          {may.record && running && !asked && (
            <Button color="red.9" loading={busy} onClick={act(inRecording.stop, true)}>
              {t('dialog.stop')}
            </Button>
          )}
          {may.record && !running && recording.missing === null && (
            <Button loading={busy} onClick={act(inRecording.start, true)}>
              {t('dialog.start')}
            </Button>
          )}
        </Group>
      </Stack>
    </Modal>
  );
}

interface SchoolProps {
  inRecording: InRecording;
  act: (action: () => Promise<void>) => () => void;
  busy: boolean;
}

function School({ inRecording, act, busy }: SchoolProps) {
  const t = useWords(words);
  const dates = useDates();
  const { school, schoolName } = inRecording.recording;
  const given = school?.given === true;
  const said =
    school === null
      ? t('school.none', { school: schoolName })
      : t(given ? 'school.given' : 'school.withdrawn', {
          school: schoolName,
          name: school.by.name,
          when: dates.moment(school.at),
        });
  return (
    <Stack gap="xs">
      <Title order={3} size="h5">
        {t('school.title')}
      </Title>
      <Text>{said}</Text>
      {inRecording.may.answerForSchool && (
        <>
          <Text size="sm" c="dimmed">
            {t('school.note')}
          </Text>
          <div>
            <Button variant="default" disabled={busy} onClick={act(() => inRecording.answerForSchool(!given))}>
              {t(given ? 'school.withdraw' : 'school.give')}
            </Button>
          </div>
        </>
      )}
    </Stack>
  );
}
