import type { Spell } from '../../shared/planTrail.ts';
import { placesChanged } from '../../shared/planTrail.ts';
import type { PlanNode } from '../../shared/planNode.ts';
import type { Db } from '../database/schema.ts';
import { unpackContent } from './planContent.ts';
import { writersBetween } from './versionAuthors.ts';

/** A look back goes over at most so many versions; where there are more, spells are joined. */
const mostVersions = 12;

interface Moment {
  seq: number;
  content: PlanNode;
}

/**
 * Who has written where since a moment, from the versions kept meanwhile (rule V13). One writer wrote everywhere: nothing is compared.
 * @param now The plan as it is; read only when there is somebody to tell apart.
 */
export async function spellsSince(
  db: Db,
  lesson: { id: string; documentId: string },
  seen: Moment,
  now: () => Promise<Moment>,
): Promise<Spell[]> {
  const all = await writersBetween(db, lesson.documentId, seen.seq, Number.MAX_SAFE_INTEGER);
  if (all.length === 0) return [];
  if (all.length === 1) return [{ authors: all, places: null }];
  const last = await now();
  const kept = await versionsBetween(db, lesson.id, seen.seq, last.seq);
  const spells: Spell[] = [];
  let before = seen;
  for (const step of [...thinned(kept), null]) {
    const after = step === null ? last : { seq: step.seq, content: await contentOf(db, step.id) };
    const places = placesChanged(before.content, after.content);
    if (places.length > 0) {
      const noted = await authorsNoted(db, kept, before.seq, after.seq);
      const found = await writersBetween(db, lesson.documentId, before.seq, after.seq);
      const authors = [...new Set([...found, ...noted])];
      // Where the log no longer knows, it was one of all.
      spells.push({ authors: authors.length > 0 ? authors : all, places });
    }
    before = after;
  }
  return spells;
}

async function versionsBetween(db: Db, lessonId: string, from: number, to: number): Promise<{ id: string; seq: number }[]> {
  return db
    .selectFrom('plan_versions')
    .select(['id', 'seq'])
    .where('lesson_id', '=', lessonId)
    .where('seq', '>', from)
    .where('seq', '<', to)
    .orderBy('seq')
    .orderBy('created_at')
    .execute();
}

async function contentOf(db: Db, id: string): Promise<PlanNode> {
  const row = await db.selectFrom('plan_versions').select('content').where('id', '=', id).executeTakeFirst();
  return row === undefined ? { type: 'doc' } : unpackContent(row.content);
}

/** The authors of the versions after `from` up to `to`, without the first of all, which also tells of what was seen before. */
async function authorsNoted(db: Db, kept: readonly { id: string; seq: number }[], from: number, to: number): Promise<string[]> {
  const ids = kept.filter(({ seq }, index) => index > 0 && seq > from && seq <= to).map(({ id }) => id);
  if (ids.length === 0) return [];
  const rows = await db
    .selectFrom('plan_version_authors')
    .select('account_id')
    .distinct()
    .where('version_id', 'in', ids)
    .execute();
  return rows.map((row) => row.account_id);
}

/** So many at even distances, with the newest. */
function thinned<T>(all: readonly T[]): T[] {
  const every = Math.max(1, Math.ceil(all.length / mostVersions));
  return all.filter((_one, index) => (all.length - 1 - index) % every === 0);
}
