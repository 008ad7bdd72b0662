import { Alert, Button } from '@mantine/core';
import { IconPlugConnectedX } from '@tabler/icons-react';
import { openNewest } from '../connection/clientVersion.ts';
import type { DocumentEnd } from '../connection/document.ts';
import { commonWords } from '../ui/commonWords.ts';
import { useWords } from '../ui/words.ts';
import { documentWords } from './documentWords.ts';
import classes from './DocumentEnded.module.css';

/** Why the plan is no longer connected, and what to do. What was written stays visible below. */
export function DocumentEnded({ end, onRetry }: { end: DocumentEnd; onRetry: () => void }) {
  const t = useWords(documentWords);
  const common = useWords(commonWords);
  // It opens anew by itself.
  if (end === 'replaced') return null;
  const helps = end === 'outdated' || end === 'too-many' || end === 'refused';
  return (
    <Alert
      className={classes.ended}
      color={end === 'outdated' ? 'pine' : 'red'}
      variant="light"
      icon={<IconPlugConnectedX aria-hidden />}
      title={t(`ended.${end}.title`)}
      role="alert"
      mb="md"
    >
      {t(`ended.${end}`)}
      {helps && (
        <Button variant="default" size="sm" mt="sm" display="block" onClick={openNewest}>
          {common('reload')}
        </Button>
      )}
      {end === 'too-large' && (
        <Button variant="default" size="sm" mt="sm" display="block" onClick={onRetry}>
          {t('ended.too-large.retry')}
        </Button>
      )}
    </Alert>
  );
}
