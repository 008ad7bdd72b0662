import type { Logger } from 'pino';
import type { Processing } from './processing.ts';
import type { RecordingRow, Recordings } from './recordings.ts';
import type { RecordingStorage } from './storage.ts';

const everyMs = 60 * 60 * 1000;
const dayMs = 24 * 60 * 60 * 1000;

export type Retention = ReturnType<typeof startRetention>;

/** Deletes recordings: those that are told to, those whose time is over (R04), and what a deletion cut short left behind. */
export function startRetention(deps: {
  recordings: Recordings;
  storage: RecordingStorage;
  processing: Processing;
  /** How many days a recording is kept; 0 keeps it until it is deleted by hand. */
  days: number;
  log: Logger;
}) {
  const { recordings, storage, processing, days, log } = deps;

  const keptUntil = (row: RecordingRow): Date | null =>
    days === 0 || row.stopped_at === null ? null : new Date(row.stopped_at.getTime() + days * dayMs);

  /** The row goes first: from then on nobody reaches the media, and what is left of it is removed later if it must be (R03). */
  const remove = async (row: RecordingRow, action: 'delete' | 'expire', accountId: string | null): Promise<void> => {
    await recordings.set(row.id, { state: 'deleted', deleted_at: new Date(), chapters: '[]' });
    await recordings.audit(row, action, accountId);
    processing.abandon(row.id);
    await storage.remove(row.id);
  };

  const sweep = async (): Promise<void> => {
    for (const row of await recordings.inState(['waiting', 'processing', 'ready', 'failed'])) {
      const until = keptUntil(row);
      if (until !== null && until.getTime() < Date.now()) await remove(row, 'expire', null);
    }
    for (const id of await storage.ids()) {
      const known = await recordings.get(id).catch(() => null);
      if (known === null) await storage.remove(id);
    }
  };
  const sweepQuietly = () => sweep().catch((error: unknown) => log.warn({ err: error }, 'old recordings could not be removed'));
  const timer = setInterval(() => void sweepQuietly(), everyMs);
  timer.unref();
  const first = sweepQuietly();

  return {
    keptUntil,
    remove,
    async close(): Promise<void> {
      clearInterval(timer);
      await first;
    },
  };
}
