import { Modal, Stack, Text, Textarea } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import type { LessonState } from '../../shared/planning.ts';
import { commonWords } from '../ui/commonWords.ts';
import { DialogEnd } from '../ui/DialogEnd.tsx';
import { useWords } from '../ui/words.ts';
import { words } from './words.ts';

interface GoBackDialogProps {
  to: LessonState;
  busy: boolean;
  error: unknown;
  onSend: (reason: string) => void;
  onClose: () => void;
}

/** Asks why a lesson goes back to an earlier state: the reason stands in its record. */
export function GoBackDialog({ to, busy, error, onSend, onClose }: GoBackDialogProps) {
  const t = useWords(words);
  const common = useWords(commonWords);
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState(false);
  const title = t('state.back.title', { state: t(`state.${to}`) });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setMissing(reason.trim() === '');
    if (reason.trim() !== '') onSend(reason.trim());
  };
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': common('close') }}>
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <Text size="sm" c="dimmed">
            {t('state.back.lead')}
          </Text>
          <Textarea
            label={t('state.back.reason')}
            placeholder={t('state.back.example')}
            maxLength={300}
            autosize
            minRows={2}
            required
            data-autofocus
            value={reason}
            error={missing && reason.trim() === '' ? t('state.back.required') : undefined}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <DialogEnd submit={title} busy={busy} error={error} onClose={onClose} />
        </Stack>
      </form>
    </Modal>
  );
}
