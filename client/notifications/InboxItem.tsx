import { VisuallyHidden } from '@mantine/core';
import { IconBell } from '@tabler/icons-react';
import { Link } from 'react-router';
import type { Notification } from '../../shared/notifications.ts';
import { Ago } from '../ui/Ago.tsx';
import { PersonAvatar } from '../ui/PersonAvatar.tsx';
import { useWords } from '../ui/words.ts';
import classes from './InboxPage.module.css';
import { sentenceOf } from './sentence.ts';
import { words } from './words.ts';

/** One notification: a link to what it tells of, which also marks it as read. */
export function InboxItem({ item, read }: { item: Notification; read: () => void }) {
  const t = useWords(words);
  const { quote, text } = item.data;
  return (
    <li>
      <Link to={item.path} className={classes.item} data-unread={item.readAt === null || undefined} onClick={read}>
        {item.actor === null ? <IconBell size={36} stroke={1.4} aria-hidden /> : <PersonAvatar person={item.actor} size={40} />}
        <div className={classes.words}>
          <p className={classes.sentence}>
            {item.readAt === null && <VisuallyHidden>{t('unread')} </VisuallyHidden>}
            {sentenceOf(item, t)}
          </p>
          {text !== undefined && text !== '' && <p className={classes.text}>{text}</p>}
          {quote !== undefined && quote !== '' && <p className={classes.quote}>{quote}</p>}
          <Ago at={item.createdAt} className={classes.time} />
        </div>
        <span className={classes.dot} aria-hidden />
      </Link>
    </li>
  );
}
