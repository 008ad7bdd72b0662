import { Button } from '@mantine/core';
import { IconBell, IconChecks } from '@tabler/icons-react';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Failure } from '../ui/Failure.tsx';
import { Loading } from '../ui/Loading.tsx';
import { Page } from '../ui/Page.tsx';
import { useWords } from '../ui/words.ts';
import { InboxItem } from './InboxItem.tsx';
import classes from './InboxPage.module.css';
import { useInbox, useReading } from './useInbox.ts';
import { words } from './words.ts';

/** What was told to me, the newest first. What arrives while the page is open appears by itself. */
export function InboxPage() {
  const t = useWords(words);
  const { data, error, refetch } = useInbox();
  const { readOne, readAll } = useReading();
  const readAllButton = (
    <Button variant="default" size="sm" leftSection={<IconChecks size={18} aria-hidden />} onClick={() => readAll()}>
      {t('readAll')}
    </Button>
  );

  return (
    <Page title={t('inbox')} width="narrow" actions={(data?.unread ?? 0) > 0 ? readAllButton : undefined}>
      {data === undefined ? (
        error === null ? (
          <Loading />
        ) : (
          <Failure error={error} retry={refetch} />
        )
      ) : data.items.length === 0 ? (
        <EmptyState icon={IconBell} title={t('emptyTitle')}>
          {t('empty')}
        </EmptyState>
      ) : (
        <ol className={classes.list} aria-label={t('listLabel')}>
          {data.items.map((item) => (
            <InboxItem key={item.id} item={item} read={() => item.readAt === null && readOne(item.id)} />
          ))}
        </ol>
      )}
    </Page>
  );
}
