import type { Logger } from 'pino';
import type { Db } from '../database/schema.ts';
import type { FileStorage } from './storage.ts';

/** Bytes are written before their row; those that have none after so long, in milliseconds, will never have one. */
const graceMs = 60 * 60_000;

/**
 * Removes bytes that no row knows: what a crash or a lost database left between writing a file and entering it.
 * @returns how many files that were
 */
export async function sweepStorage(deps: { db: Db; storage: FileStorage; log: Logger }, now = new Date()): Promise<number> {
  const { db, storage, log } = deps;
  let removed = 0;
  for await (const { key, writtenAt } of storage.list()) {
    if (now.getTime() - writtenAt.getTime() < graceMs) continue;
    const row = await db.selectFrom('files').select('id').where('content', '=', key).executeTakeFirst();
    if (row !== undefined) continue;
    await storage.remove(key);
    removed += 1;
  }
  if (removed > 0) log.info({ removed }, 'files without a row removed');
  return removed;
}
