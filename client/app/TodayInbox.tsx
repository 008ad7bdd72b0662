import { Anchor } from '@mantine/core';
import { Link } from 'react-router';
import type { Notification } from '../../shared/notifications.ts';
import { InboxItem } from '../notifications/InboxItem.tsx';
import { useReading } from '../notifications/useInbox.ts';
import { Card } from '../ui/Card.tsx';
import { Section } from '../ui/Section.tsx';
import { useWords } from '../ui/words.ts';
import classes from './TodayPage.module.css';
import { words } from './words.ts';

/** The newest unread of the inbox. */
export function TodayInbox({ unread }: { unread: Notification[] }) {
  const t = useWords(words);
  const { readOne } = useReading();
  const all = (
    <Anchor component={Link} to="/inbox" size="sm">
      {t('today.inbox.all')}
    </Anchor>
  );
  return (
    <Section title={t('today.inbox')} actions={all}>
      <Card p={0} component="ul" className={classes.rows}>
        {unread.slice(0, 3).map((item) => (
          <InboxItem key={item.id} item={item} read={() => readOne(item.id)} />
        ))}
      </Card>
    </Section>
  );
}
