import { isShowable, type Shown, type ShownNow } from '../../shared/classroom/board.ts';
import type { Db } from '../database/schema.ts';
import { conflict, notFound } from '../errors.ts';
import type { Files } from '../files/index.ts';
import type { Identity } from '../identity/index.ts';

export interface ShownDeps {
  db: Db;
  identity: Identity;
  files: Pick<Files, 'ofLesson'>;
}

/** What a person shows: by ids, which are checked before anybody else sees it. */
export type Showing = { kind: 'nothing' } | { kind: 'board'; pageId: string } | { kind: 'file'; fileId: string; page: number };

/** Writes down what fills the stage from now on, and answers it as everybody is told of it (SPEC-board.md, B7). */
export async function show(
  deps: ShownDeps,
  { sessionId, lessonId, accountId }: { sessionId: string; lessonId: string; accountId: string },
  showing: Showing,
): Promise<ShownNow> {
  if (showing.kind === 'file') await checkFile(deps, lessonId, showing.fileId);
  await deps.db
    .insertInto('class_shown')
    .values({
      session_id: sessionId,
      account_id: accountId,
      kind: showing.kind,
      page_id: showing.kind === 'board' ? showing.pageId : null,
      file_id: showing.kind === 'file' ? showing.fileId : null,
      page: showing.kind === 'file' ? showing.page : null,
    })
    .execute();
  return shownNow(deps, sessionId);
}

/** What fills the stage of a class. */
export async function shownNow({ db, identity }: Pick<ShownDeps, 'db' | 'identity'>, sessionId: string): Promise<ShownNow> {
  const row = await rowsOf(db, sessionId).limit(1).executeTakeFirst();
  if (row === undefined) return { what: { kind: 'nothing' }, by: null, at: null };
  const people = await identity.accounts.people([row.account_id]);
  return { what: whatIn(row), by: people.get(row.account_id) ?? null, at: row.at.toISOString() };
}

/** The page of the board that was shown last, if any was. */
export async function lastBoardPage(db: Db, sessionId: string): Promise<string | undefined> {
  const row = await rowsOf(db, sessionId).where('class_shown.kind', '=', 'board').limit(1).executeTakeFirst();
  return row?.page_id ?? undefined;
}

/** The files that were shown in a class, in the order in which they first were. */
export async function shownFiles(db: Db, sessionId: string): Promise<{ fileId: string; name: string }[]> {
  const rows = await rowsOf(db, sessionId).where('class_shown.kind', '=', 'file').execute();
  const names = new Map(rows.reverse().map(({ file_id, name }) => [file_id ?? '', name ?? '']));
  return [...names].map(([fileId, name]) => ({ fileId, name }));
}

/** Whether a class of one of these lessons that goes on has been shown a file. */
export async function wasShown(db: Db, fileId: string, lessonIds: readonly string[]): Promise<boolean> {
  if (lessonIds.length === 0) return false;
  const row = await db
    .selectFrom('class_shown')
    .innerJoin('class_sessions', 'class_sessions.id', 'class_shown.session_id')
    .select('class_shown.id')
    .where('file_id', '=', fileId)
    .where('state', '=', 'open')
    .where('lesson_id', 'in', lessonIds)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** @throws notFound for a file of another lesson, conflict `not_showable` */
async function checkFile({ files }: ShownDeps, lessonId: string, fileId: string): Promise<void> {
  const file = (await files.ofLesson(lessonId)).find(({ id }) => id === fileId);
  if (file === undefined) throw notFound();
  if (!isShowable(file)) throw conflict('not_showable', 'Images and PDF files can be shown in class. Please save others as PDF.');
}

/** The latest first. */
function rowsOf(db: Db, sessionId: string) {
  return db
    .selectFrom('class_shown')
    .leftJoin('files', 'files.id', 'class_shown.file_id')
    .select(['class_shown.account_id', 'kind', 'page_id', 'file_id', 'page', 'at', 'files.name', 'files.type'])
    .where('class_shown.session_id', '=', sessionId)
    .orderBy('class_shown.id', 'desc');
}

interface Row {
  kind: Shown['kind'];
  page_id: string | null;
  file_id: string | null;
  page: number | null;
  name: string | null;
  type: string | null;
}

function whatIn({ kind, page_id, file_id, page, name, type }: Row): Shown {
  if (kind === 'board' && page_id !== null) return { kind, pageId: page_id };
  if (kind === 'file' && file_id !== null) return { kind, fileId: file_id, name: name ?? '', type: type ?? '', page: page ?? 1 };
  return { kind: 'nothing' };
}
