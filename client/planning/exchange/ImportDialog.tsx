import { Button, FileButton, Group, Modal, Stack, Text } from '@mantine/core';
import { IconFileUpload } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import {
  getImportPreview,
  startImport,
  type ExchangeJob,
  type ImportChoice,
  type ImportPreview,
} from '../../../shared/exchange.ts';
import { sendFile } from '../../connection/upload.ts';
import { useAnswer } from '../../connection/useAnswer.ts';
import { commonWords } from '../../ui/commonWords.ts';
import { Failure } from '../../ui/Failure.tsx';
import { FormError } from '../../ui/FormError.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { useWords } from '../../ui/words.ts';
import { exchangeWords } from './exchangeWords.ts';
import { ImportReview } from './ImportReview.tsx';
import { JobProgress } from './JobProgress.tsx';
import { giveUp, useJob } from './useJob.ts';

/** A file that was read, with what is to become of its parts. */
export interface ChosenImport {
  jobId: string;
  preview: ImportPreview;
  choices: ImportChoice[];
  takeFacts: boolean;
}

interface ImportDialogProps {
  /** Whether there is a plan already, into which the file goes, and whether its card may be changed. */
  into: 'plan' | 'new-lesson';
  mayChangeCard: boolean;
  /** Puts what was chosen where it belongs. */
  onChosen: (chosen: ChosenImport) => Promise<void>;
  onClose: () => void;
}

/** Brings a file in: chosen, read, shown as it was understood, and used as decided. */
export function ImportDialog({ into, mayChangeCard, onChosen, onClose }: ImportDialogProps) {
  const t = useWords(exchangeWords);
  const common = useWords(commonWords);
  const send = useMutation({ mutationFn: (file: File) => sendFile(startImport, startImport.path, file) });
  const job = useJob(send.data ?? null);
  const kept = useRef(false);
  useGivenUp(send.data ?? null, kept);
  const failure = send.error ?? (job?.state === 'failed' ? { code: job.error ?? 'import_failed' } : null);
  const reading = send.isPending || job?.state === 'running';
  const restart = () => {
    giveUp(job);
    send.reset();
  };
  return (
    <Modal opened onClose={onClose} title={t('import.title')} size="xl" closeButtonProps={{ 'aria-label': common('close') }}>
      <Stack gap="md">
        {job?.state !== 'done' && (
          <>
            <Text c="dimmed" size="sm">
              {t('import.lead')}
            </Text>
            {!reading && (
              <Group gap="sm">
                <FileButton
                  accept=".docx,.doc,.md,.markdown,.txt,.html,.htm"
                  onChange={(file) => {
                    if (file !== null) send.mutate(file);
                  }}
                >
                  {(props) => (
                    <Button {...props} data-autofocus leftSection={<IconFileUpload size={18} aria-hidden />}>
                      {t('import.choose')}
                    </Button>
                  )}
                </FileButton>
                <Text size="sm" c="dimmed">
                  {t('import.size')}
                </Text>
              </Group>
            )}
            {reading && <JobProgress stage={job?.stage ?? 'waiting'} onCancel={restart} />}
            <FormError error={failure} />
          </>
        )}
        {job?.state === 'done' && (
          <Review
            job={job}
            into={into}
            mayChangeCard={mayChangeCard}
            onRestart={restart}
            onChosen={async (chosen) => {
              kept.current = true;
              await onChosen(chosen);
            }}
          />
        )}
      </Stack>
    </Modal>
  );
}

type ReviewProps = Pick<ImportDialogProps, 'into' | 'mayChangeCard' | 'onChosen'> & { job: ExchangeJob; onRestart: () => void };

function Review({ job, ...rest }: ReviewProps) {
  const preview = useAnswer(getImportPreview, { params: { jobId: job.id } });
  if (preview.data !== undefined) return <ImportReview jobId={job.id} preview={preview.data} {...rest} />;
  return preview.isPending ? <Loading /> : <Failure error={preview.error} retry={preview.refetch} />;
}

/** A file that nobody goes on with is not kept on the server. */
function useGivenUp(job: ExchangeJob | null, kept: { readonly current: boolean }): void {
  useEffect(
    () => () => {
      if (!kept.current) giveUp(job);
    },
    [job, kept],
  );
}
