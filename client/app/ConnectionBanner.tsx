import { IconPlugConnectedX } from '@tabler/icons-react';
import { useSyncExternalStore } from 'react';
import { useSocketState } from '../connection/socket.ts';
import { useLasting } from '../ui/useLasting.ts';
import { useWords } from '../ui/words.ts';
import classes from './ConnectionBanner.module.css';
import { words } from './words.ts';

/** How long a connection may be away before it is worth a word: most come back sooner. */
const graceMs = 2_500;

/** A line at the top while the network or the server is away. */
export function ConnectionBanner() {
  const t = useWords(words);
  const online = useSyncExternalStore(watchNetwork, () => navigator.onLine);
  const lost = useLasting(useSocketState() === 'waiting', graceMs);
  const message = !online ? t('connection.offline') : lost ? t('connection.reconnecting') : null;
  return (
    <div role="status">
      {message !== null && (
        <div className={classes.banner}>
          <IconPlugConnectedX size={18} stroke={1.7} aria-hidden />
          <span>{message}</span>
        </div>
      )}
    </div>
  );
}

function watchNetwork(changed: () => void): () => void {
  addEventListener('online', changed);
  addEventListener('offline', changed);
  return () => {
    removeEventListener('online', changed);
    removeEventListener('offline', changed);
  };
}
