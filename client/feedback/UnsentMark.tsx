import { IconAlertTriangle, IconCloudUp } from '@tabler/icons-react';
import { useUnsent, type Unsent } from '../connection/offline/outbox.ts';
import { explainError } from '../ui/errors.ts';
import { useWords } from '../ui/words.ts';
import classes from './FeedbackPanel.module.css';
import { UnsentActions } from './UnsentActions.tsx';
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
  return (
    <div className={classes.refused} role="alert">
      <p className={classes.unsent}>
        <IconAlertTriangle size={16} aria-hidden />
        {t('unsent.refused')}
      </p>
      <p>{explainError(item.refused)}</p>
      <UnsentActions item={item} />
    </div>
  );
}
