import { Anchor, Group } from '@mantine/core';
import { IconAlertTriangle, IconCloudUp } from '@tabler/icons-react';
import { addUnsent, removeUnsent, useUnsent, wordsOf, type Unsent } from '../connection/offline/outbox.ts';
import { commonWords } from '../ui/commonWords.ts';
import { explainError } from '../ui/errors.ts';
import { useWords } from '../ui/words.ts';
import classes from './FeedbackPanel.module.css';
import { words } from './words.ts';

/**
 * Says that something is not on the server yet, or why the server did not take it and what can be done with it. Shows nothing for what is there.
 * @param id The id of a comment, or of a thread whose resolution was changed.
 */
export function UnsentMark({ id }: { id: string }) {
  const t = useWords(words);
  const item = useUnsent().find((one) => one.id === id || (one.kind === 'resolve' && one.threadId === id));
  if (item === undefined) return null;
  if (item.refused !== null) return <Refused item={item} />;
  return (
    <p className={classes.unsent} data-unsent>
      <IconCloudUp size={16} aria-hidden />
      {t('unsent')}
    </p>
  );
}

function Refused({ item }: { item: Unsent }) {
  const t = useWords(words);
  const common = useWords(commonWords);
  const text = wordsOf(item);
  return (
    <div className={classes.refused} role="alert">
      <p className={classes.unsent}>
        <IconAlertTriangle size={16} aria-hidden />
        {t('unsent.refused')}
      </p>
      <p>{explainError(item.refused)}</p>
      <Group gap="md">
        <Anchor component="button" type="button" size="sm" onClick={() => void addUnsent({ ...item, refused: null })}>
          {common('retry')}
        </Anchor>
        {text !== '' && (
          <Anchor component="button" type="button" size="sm" onClick={() => void navigator.clipboard.writeText(text)}>
            {t('unsent.copy')}
          </Anchor>
        )}
        <Anchor component="button" type="button" size="sm" c="error" onClick={() => void removeUnsent(item.id)}>
          {t('unsent.delete')}
        </Anchor>
      </Group>
    </div>
  );
}
