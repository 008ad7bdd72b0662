import { Button, Group, Loader, Text } from '@mantine/core';
import type { JobStage } from '../../../shared/exchange.ts';
import { useWords } from '../../ui/words.ts';
import { exchangeWords } from './exchangeWords.ts';

/** Where long work stands, told to screen readers as well, and the way to give it up. */
export function JobProgress({ stage, onCancel }: { stage: JobStage; onCancel: () => void }) {
  const t = useWords(exchangeWords);
  return (
    <Group justify="space-between" wrap="nowrap">
      <Group gap="sm" wrap="nowrap" role="status">
        <Loader size="sm" aria-hidden />
        <Text>{t(`stage.${stage}`)}</Text>
      </Group>
      <Button variant="default" onClick={onCancel} style={{ flexShrink: 0 }}>
        {t('job.cancel')}
      </Button>
    </Group>
  );
}
