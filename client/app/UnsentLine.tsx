import { Anchor } from '@mantine/core';
import { IconCloudUp } from '@tabler/icons-react';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useUnsent } from '../connection/offline/outbox.ts';
import { useDeviceFull } from '../connection/offline/useDeviceFull.ts';
import { useCopies, useSending } from '../connection/offline/useSending.ts';
import { useLasting } from '../ui/useLasting.ts';
import { useWords } from '../ui/words.ts';
import classes from './ConnectionBanner.module.css';
import { words } from './words.ts';

/** It holds a dialog and all that reads plans; most days there is nothing to list. */
const UnsentDialog = lazy(async () => ({ default: (await import('./UnsentDialog.tsx')).UnsentDialog }));

/** What is on its way is no news; after this long it is. */
const graceMs = 2_500;

/** A line at the top while something of mine is not on the server: how many things, and the way to their list. */
export function UnsentLine({ accountId }: { accountId: string }) {
  const t = useWords(words);
  const { unsentIds, refused } = useCopies(accountId);
  const items = useUnsent();
  const full = useDeviceFull();
  const [opened, setOpened] = useState(false);
  const count = new Set([...unsentIds, ...refused.map(({ documentId }) => documentId)]).size + items.length;
  const lasting = useLasting(count > 0, graceMs);
  useSending();
  // What the server does not take is said at once and by itself, wherever one is (SPEC-offline.md, C6, R2).
  const news = refused.length + items.filter((item) => item.refused !== null).length;
  useEffect(() => {
    if (news > 0) setOpened(true);
  }, [news]);
  useLeavingConfirmed(items.some((item) => item.refused === null));
  return (
    <div role="status">
      {full && <div className={classes.banner}>{t('device.full')}</div>}
      {lasting && (
        <div className={classes.banner} data-unsent-count={count}>
          <IconCloudUp size={18} stroke={1.7} aria-hidden />
          <Anchor component="button" type="button" size="sm" c="inherit" underline="always" onClick={() => setOpened(true)}>
            {news === count ? t('unsent.refusedCount', { count }) : t('unsent.count', { count })}
          </Anchor>
        </div>
      )}
      {opened && (
        <Suspense>
          <UnsentDialog accountId={accountId} onClose={() => setOpened(false)} />
        </Suspense>
      )}
    </div>
  );
}

/** Closing the page is confirmed while something waits to be sent; plans ask for themselves. */
function useLeavingConfirmed(waiting: boolean): void {
  useEffect(() => {
    if (!waiting) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, [waiting]);
}
