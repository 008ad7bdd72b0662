import { Alert, Progress } from '@mantine/core';
import { IconUsers, IconWeight } from '@tabler/icons-react';
import { nearLimit } from '../../shared/documents.ts';
import type { DocumentState } from '../connection/document.ts';
import { useWords } from '../ui/words.ts';
import { documentWords } from './documentWords.ts';

/** Says in time that a plan comes near what it may hold, or how many may have it open, and what to do about it. */
export function DocumentLimits({ state: { size, crowded, ended } }: { state: DocumentState }) {
  const t = useWords(documentWords);
  if (ended !== null) return null;
  const share = size === null ? 0 : size.bytes / size.limit;
  const percent = Math.min(100, Math.floor(share * 100));
  return (
    <>
      {share >= nearLimit && (
        <Alert
          color="orange"
          variant="light"
          icon={<IconWeight aria-hidden />}
          title={t('limit.size.title', { percent })}
          role="status"
          mb="md"
        >
          {t('limit.size.text')}
          <Progress value={percent} color="orange" mt="sm" aria-label={t('limit.size.title', { percent })} />
        </Alert>
      )}
      {crowded && (
        <Alert
          color="orange"
          variant="light"
          icon={<IconUsers aria-hidden />}
          title={t('limit.crowded.title')}
          role="status"
          mb="md"
        >
          {t('limit.crowded.text')}
        </Alert>
      )}
    </>
  );
}
