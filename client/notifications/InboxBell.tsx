import { ActionIcon, VisuallyHidden } from '@mantine/core';
import { IconBell } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { Link } from 'react-router';
import { notificationEvents } from '../../shared/notifications.ts';
import { onPush } from '../connection/socket.ts';
import { useWords } from '../ui/words.ts';
import classes from './InboxBell.module.css';
import { sentenceOf } from './sentence.ts';
import { useInbox } from './useInbox.ts';
import { words } from './words.ts';

/** The way to the inbox from every page. Its badge and its accessible name say how many are unread, as it happens. */
export function InboxBell() {
  const t = useWords(words);
  const { data } = useInbox();
  const [latest, setLatest] = useState('');
  const unread = data?.unread ?? 0;
  const label = unread === 0 ? t('inbox') : t('inboxUnread', { count: unread });

  useEffect(
    () => onPush(notificationEvents, 'notification:new', ({ notification }) => setLatest(sentenceOf(notification, t))),
    [t],
  );

  return (
    <>
      <ActionIcon
        component={Link}
        to="/inbox"
        variant="subtle"
        color="gray"
        c="inherit"
        size={44}
        className={classes.bell}
        aria-label={label}
        title={label}
      >
        <IconBell size={22} stroke={1.6} aria-hidden />
        {unread > 0 && (
          <span className={classes.badge} aria-hidden>
            {unread > 99 ? '99+' : unread}
          </span>
        )}
      </ActionIcon>
      <VisuallyHidden role="status">{latest}</VisuallyHidden>
    </>
  );
}
