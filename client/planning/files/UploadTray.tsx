import { Button, Progress, Text } from '@mantine/core';
import { useSyncExternalStore } from 'react';
import { explainError } from '../../ui/errors.ts';
import { useWords } from '../../ui/words.ts';
import { readableSize } from './fileAddress.ts';
import { fileWords } from './fileWords.ts';
import type { Upload, Uploads } from './Uploads.ts';
import classes from './UploadTray.module.css';

/** The files that are on their way into the plan, with a way to stop each and to try again. Nothing while there are none. */
export function UploadTray({ uploads }: { uploads: Uploads }) {
  const t = useWords(fileWords);
  const list = useSyncExternalStore(uploads.subscribe, () => uploads.list);
  if (list.length === 0) return null;
  return (
    <section className={classes.tray} aria-label={t('tray')}>
      <ul>
        {list.map((upload) => (
          <li key={upload.id}>
            <Line upload={upload} uploads={uploads} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Line({ upload: { id, file, state, progress, error }, uploads }: { upload: Upload; uploads: Uploads }) {
  const t = useWords(fileWords);
  const failed = state === 'failed';
  return (
    <>
      <div className={classes.line}>
        <Text size="sm" className={classes.name}>
          {file.name} · {readableSize(file.size)}
        </Text>
        {failed && (
          <Button size="compact-sm" onClick={() => uploads.retry(id)}>
            {t('retry')}
          </Button>
        )}
        <Button size="compact-sm" variant="default" onClick={() => uploads.cancel(id)}>
          {t(failed ? 'dismiss' : 'cancel')}
        </Button>
      </div>
      {failed ? (
        <Text size="sm" c="red.8" role="alert">
          {explainError(error)}
        </Text>
      ) : (
        <Progress value={progress * 100} aria-label={t('progress', { name: file.name })} />
      )}
    </>
  );
}
