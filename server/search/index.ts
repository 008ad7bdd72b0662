import type { Logger } from 'pino';
import { search } from '../../shared/search.ts';
import type { Db } from '../database/schema.ts';
import type { Handle } from '../http/handle.ts';
import type { Planning } from '../planning/index.ts';
import type { Programme } from '../programme/index.ts';
import type { Documents } from '../realtime/documentTypes.ts';
import { find } from './find.ts';
import { startPlanIndex } from './planIndex.ts';

export interface Search {
  /** Resolves when all plans can be found as they are on disk now. */
  inStep: () => Promise<void>;
  close: () => Promise<void>;
}

export interface SearchDeps {
  db: Db;
  handle: Handle;
  programme: Programme;
  planning: Planning;
  documents: Documents;
  /** How often it is looked for plans that were written in, in milliseconds. */
  intervalMs?: number | undefined;
  log: Logger;
}

const defaultIntervalMs = 2_000;

/** The room of search: what can be found, and by whom (SPEC.md). */
export function createSearch({ db, handle, programme, planning, documents, intervalMs, log }: SearchDeps): Search {
  handle(search, async ({ query }, { caller }) => {
    const [lessons, needs] = await Promise.all([planning.lessons.seenBy(caller), programme.needs.seenBy(caller)]);
    return find(db, query, { accountId: caller.accountId, lessons, needs });
  });
  return startPlanIndex({ db, documents, intervalMs: intervalMs ?? defaultIntervalMs, log });
}
