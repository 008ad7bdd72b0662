import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { gathered } from '../database/gathered.ts';
import type { Db } from '../database/schema.ts';
import { notFound } from '../errors.ts';
import type { DocumentConnection } from './documentConnection.ts';
import type { DocumentLog } from './documentLog.ts';
import type { FoundDocument } from './documentSocket.ts';
import { findHeads, loadStored, storeSnapshot, type DocumentHead } from './documentStore.ts';
import type { DocumentKind, DocumentLimits } from './documentTypes.ts';
import { LiveDocument } from './liveDocument.ts';

export interface LiveDocuments {
  /** Looks a document up without loading it; null when there is none. */
  find: (documentId: string) => Promise<FoundDocument | null>;
  /** Works with a document, which is loaded if need be and stays so meanwhile. @throws notFound */
  use: <T>(documentId: string, work: (live: LiveDocument) => Promise<T>) => Promise<T>;
  close: () => void;
}

export const defaultLimits: DocumentLimits = {
  stateBytes: 8 * 1024 * 1024,
  frameBytes: 12 * 1024 * 1024,
  connections: 200,
  depth: 64,
};

/** How long a document that nobody uses stays in memory, in milliseconds. */
const defaultGrace = 30_000;
/** Between putting one document away and the next, in milliseconds: those that are left when the bell rings must not hold up others. */
const rest = 20;
/** A document that is put away is compacted if its log has at least so many entries. */
const leastWorthCompacting = 50;
const restarting = 1012;

interface Slot {
  head: DocumentHead;
  loading: Promise<LiveDocument>;
  live: LiveDocument | null;
  users: number;
  timer: NodeJS.Timeout | undefined;
}

/** The documents in memory: each is loaded once, however many ask for it, and put away when nobody does (rules L1–L4). */
export function createLiveDocuments(deps: {
  db: Db;
  kinds: ReadonlyMap<string, DocumentKind>;
  documentLog: DocumentLog;
  /** How long a document that nobody uses stays in memory, in milliseconds. */
  graceMs?: number | undefined;
  log: Logger;
}): LiveDocuments {
  const { db, kinds, documentLog, graceMs = defaultGrace, log } = deps;
  const slots = new Map<string, Slot>();
  /** Settles when nothing is being put away. */
  let puttingAway: Promise<void> = Promise.resolve();
  const askHead = gathered(
    (ids: string[]) => findHeads(db, ids),
    ({ id }) => id,
  );

  const load = async (id: string, head: DocumentHead, kind: DocumentKind): Promise<LiveDocument> => {
    // What an earlier copy of the document has still to write must be read too.
    await documentLog.settled(id);
    const started = performance.now();
    const stored = await loadStored(db, id);
    const live: LiveDocument = new LiveDocument({
      id,
      kind,
      limits: { ...defaultLimits, ...kind.limits },
      epoch: head.epoch,
      stored,
      documentLog,
      storeSnapshot: (seq, state, vector) => storeSnapshot(db, id, seq, state, vector),
      discard: () => discard(live),
      log,
    });
    const ms = Math.round(performance.now() - started);
    log.info({ documentId: id, bytes: stored.bytes, updates: stored.logLength, ms }, 'document loaded');
    return live;
  };

  const hold = (id: string, head: DocumentHead, kind: DocumentKind): Slot => {
    const known = slots.get(id);
    if (known !== undefined) return known;
    const slot: Slot = { head, loading: load(id, head, kind), live: null, users: 0, timer: undefined };
    slot.loading.then(
      (live) => (slot.live = live),
      () => slots.delete(id),
    );
    slots.set(id, slot);
    return slot;
  };

  const acquire = async (
    id: string,
    head: DocumentHead,
    kind: DocumentKind,
  ): Promise<{ live: LiveDocument; release: () => void }> => {
    const slot = hold(id, head, kind);
    slot.users++;
    clearTimeout(slot.timer);
    const live = await slot.loading;
    const release = () => {
      slot.users--;
      if (slot.users > 0 || slots.get(id) !== slot) return;
      slot.timer = setTimeout(() => void putAway(id, slot), graceMs).unref();
    };
    return { live, release };
  };

  const putAway = async (id: string, slot: Slot) => {
    const live = await slot.loading;
    await live.stored();
    puttingAway = puttingAway.then(() => drop(id, slot, live));
  };

  const drop = async (id: string, slot: Slot, live: LiveDocument) => {
    const used = () => slot.users > 0 || slots.get(id) !== slot;
    if (used()) return;
    await live.compactor.run(leastWorthCompacting);
    if (used()) return;
    slots.delete(id);
    live.destroy();
    log.info({ documentId: id }, 'document put away');
    await sleep(rest, undefined, { ref: false });
  };

  const discard = (live: LiveDocument) => {
    if (slots.get(live.id)?.live !== live) return;
    clearTimeout(slots.get(live.id)?.timer);
    slots.delete(live.id);
    live.closeAll(restarting, 'reload');
    live.destroy();
  };

  const lookUp = async (id: string): Promise<{ head: DocumentHead; kind: DocumentKind } | null> => {
    const head = slots.get(id)?.head ?? (await askHead(id))[0];
    if (head === undefined) return null;
    const kind = kinds.get(head.kind);
    if (kind === undefined) throw new Error(`no kind of document is called ${head.kind}`);
    return { head, kind };
  };

  return {
    async find(id) {
      const found = await lookUp(id);
      if (found === null) return null;
      const { head, kind } = found;
      return {
        kind,
        epoch: head.epoch,
        async open(connect) {
          const { live, release } = await acquire(id, head, kind);
          try {
            const connection: DocumentConnection = connect(live);
            connection.onClosed(release);
            return connection;
          } catch (error) {
            release();
            throw error;
          }
        },
      };
    },
    async use(id, work) {
      const found = await lookUp(id);
      if (found === null) throw notFound();
      const { live, release } = await acquire(id, found.head, found.kind);
      try {
        return await work(live);
      } finally {
        release();
      }
    },
    close() {
      for (const slot of slots.values()) {
        clearTimeout(slot.timer);
        slot.live?.destroy();
      }
      slots.clear();
    },
  };
}
