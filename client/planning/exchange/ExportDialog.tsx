import { Alert, Anchor, Button, Group, Modal, Stack, Text } from '@mantine/core';
import { IconCircleCheck, IconPrinter } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { getExportedFile, getPrintPage, startExport, type ExportFormat } from '../../../shared/exchange.ts';
import { addressOf, call } from '../../connection/call.ts';
import { commonWords } from '../../ui/commonWords.ts';
import { FormError } from '../../ui/FormError.tsx';
import { useLanguage } from '../../ui/language.ts';
import { useWords } from '../../ui/words.ts';
import { exchangeWords } from './exchangeWords.ts';
import { JobProgress } from './JobProgress.tsx';
import { giveUp, useJob, useOnce } from './useJob.ts';

/** Exports a plan: says where the work stands, hands the file over when it is there, and else leads to the print page. */
export function ExportDialog({ lessonId, format, onClose }: { lessonId: string; format: ExportFormat; onClose: () => void }) {
  const t = useWords(exchangeWords);
  const common = useWords(commonWords);
  const language = useLanguage();
  const start = useMutation({
    mutationFn: () => call(startExport, { params: { lessonId }, body: { format, language } }),
  });
  const job = useJob(start.data ?? null);
  useOnce(true, () => start.mutate());
  const address = job === null ? '' : addressOf(getExportedFile.path, { jobId: job.id });
  useOnce(job?.state === 'done' && job.file !== null, () => download(address));
  const close = () => {
    if (job?.state === 'running') giveUp(job);
    onClose();
  };
  const failure = start.error ?? (job?.state === 'failed' ? { code: job.error ?? 'export_failed' } : null);
  const sheet = format === 'run-sheet' ? 'run-sheet' : 'plan';
  return (
    <Modal opened onClose={close} title={t('export.title')} closeButtonProps={{ 'aria-label': common('close') }}>
      <Stack gap="md">
        <Text size="sm" c="dimmed">
          {t(`export.${format}`)}
        </Text>
        {failure === null && (job === null || job.state === 'running') && (
          <>
            <Text>{t('export.working')}</Text>
            <JobProgress stage={job?.stage ?? 'waiting'} onCancel={close} />
          </>
        )}
        <FormError error={failure} />
        {job?.state === 'done' && job.file !== null && (
          <Alert color="teal" variant="light" role="status" icon={<IconCircleCheck aria-hidden />}>
            <Text style={{ overflowWrap: 'anywhere' }}>{t('export.done', { name: job.file.name })}</Text>
            <Anchor href={address} download c="inherit" underline="always">
              {t('export.again')}
            </Anchor>
          </Alert>
        )}
        {job?.printInstead === true && (
          <>
            <Text role="status">{t('export.print')}</Text>
            <Group justify="flex-end">
              <Button
                component="a"
                target="_blank"
                rel="noopener"
                href={addressOf(getPrintPage.path, { lessonId }, { sheet, language })}
                leftSection={<IconPrinter size={18} aria-hidden />}
              >
                {t('export.print.open')}
              </Button>
            </Group>
          </>
        )}
      </Stack>
    </Modal>
  );
}

function download(address: string): void {
  const link = document.createElement('a');
  link.href = address;
  link.download = '';
  link.click();
}
