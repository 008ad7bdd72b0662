import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { sql, type Selectable, type Transaction } from 'kysely';
import type { Logger } from 'pino';
import { fileLimits, type StoredFile } from '../../shared/files.ts';
import type { Database, Db } from '../database/schema.ts';
import { AppError, conflict, notFound } from '../errors.ts';
import type { Identity } from '../identity/index.ts';
import type { Programme } from '../programme/index.ts';
import { inspectContent } from './contentType.ts';
import { checkName } from './receive.ts';
import { fileTooLarge, type FileStorage, type StoredContent } from './storage.ts';

export type FileRow = Selectable<Database['files']>;

/** A file on its way in. Callers have been authorised. */
export interface NewFile {
  lesson: { id: string; teamId: string };
  accountId: string;
  name: string;
  content: Readable | Uint8Array;
  /** Chosen by the client, so that sending again stores nothing twice. */
  id?: string | undefined;
}

export interface FilesDeps {
  db: Db;
  identity: Identity;
  programme: Programme;
  storage: FileStorage;
  /** How many bytes the people of one organisation may keep. */
  organisationBytes: number;
  log: Logger;
}

export type FileRecords = ReturnType<typeof createFileRecords>;

/** Files: their rows, whose they are, and which lessons they belong to (SPEC.md). */
export function createFileRecords({ db, identity, programme, storage, organisationBytes, log }: FilesDeps) {
  /**
   * Stores a file and makes it one of the lesson's.
   * @throws AppError `file_too_large`, `storage_full`, `invalid_input` for its name, conflict `lesson_files_full`,
   * `organisation_files_full`, `id_taken`; nothing is stored then.
   */
  const put = async ({ lesson, accountId, name: given, content, id = randomUUID() }: NewFile): Promise<StoredFile> => {
    const name = checkName(given);
    const organisationId = await programme.organisationIn(accountId, lesson.teamId);
    if (content instanceof Uint8Array && content.length > fileLimits.bytes) throw fileTooLarge(fileLimits.bytes);
    const source = content instanceof Uint8Array ? Readable.from([content]) : content;
    const stored = await storage.write(source, fileLimits.bytes);
    try {
      const { type, image } = await inspectContent((position, length) => storage.peek(stored.key, position, length), name);
      const row = await db.transaction().execute(async (tx) => {
        const before = await findSame(tx, { id, accountId, lessonId: lesson.id, stored });
        if (before !== null) return before;
        await checkQuotas(tx, { lessonId: lesson.id, organisationId, size: stored.size, organisationBytes });
        const made = await tx
          .insertInto('files')
          .values({
            id,
            content: stored.key,
            name,
            size: stored.size,
            type,
            width: image?.width ?? null,
            height: image?.height ?? null,
            sha256: stored.sha256,
            organisation_id: organisationId,
            created_by: accountId,
          })
          .returningAll()
          .executeTakeFirstOrThrow();
        await tx.insertInto('lesson_files').values({ lesson_id: lesson.id, file_id: id }).execute();
        return made;
      });
      if (row.content !== stored.key) await storage.remove(stored.key);
      else log.info({ fileId: row.id, type, size: row.size }, 'file stored');
      return await presentOne(row);
    } catch (error) {
      // After any other error the rows may be there nevertheless; if they are not, the next sweep removes the bytes.
      if (error instanceof AppError) await storage.remove(stored.key);
      throw error;
    }
  };

  /** @throws notFound */
  const get = async (fileId: string): Promise<FileRow> => {
    const row = await db.selectFrom('files').selectAll().where('id', '=', fileId).executeTakeFirst();
    if (row === undefined) throw notFound();
    return row;
  };

  /** The lessons that a file belongs to. */
  const lessonsOf = async (fileId: string): Promise<string[]> => {
    const rows = await db.selectFrom('lesson_files').select('lesson_id').where('file_id', '=', fileId).execute();
    return rows.map((row) => row.lesson_id);
  };

  /** The newest first. */
  const ofLesson = async (lessonId: string): Promise<StoredFile[]> => {
    const rows = await db
      .selectFrom('files')
      .innerJoin('lesson_files', 'lesson_files.file_id', 'files.id')
      .selectAll('files')
      .where('lesson_files.lesson_id', '=', lessonId)
      .orderBy('lesson_files.added_at', 'desc')
      .orderBy('files.id')
      .execute();
    return present(rows);
  };

  /** Makes files of one lesson files of another too; those that are not files of the first are left out. */
  const linkToLesson = async (tx: Transaction<Database>, link: { fileIds: readonly string[]; from: string; to: string }) => {
    await tx
      .insertInto('lesson_files')
      .columns(['lesson_id', 'file_id'])
      .expression((eb) =>
        eb
          .selectFrom('lesson_files')
          .select([sql<string>`${link.to}::uuid`.as('lesson_id'), 'file_id'])
          .where('lesson_id', '=', link.from)
          .where('file_id', '=', sql<string>`any(${uuidsAmong(link.fileIds)}::uuid[])`),
      )
      .onConflict((clash) => clash.doNothing())
      .execute();
  };

  const present = async (rows: readonly FileRow[]): Promise<StoredFile[]> => {
    const people = await identity.accounts.people([...new Set(rows.map((row) => row.created_by))]);
    return rows.map((row) => ({
      id: row.id,
      name: row.name,
      size: row.size,
      type: row.type,
      ...(row.width === null || row.height === null ? {} : { width: row.width, height: row.height }),
      by: people.get(row.created_by) ?? { id: row.created_by, name: '', colour: 0 },
      at: row.created_at.toISOString(),
    }));
  };

  const presentOne = async (row: FileRow): Promise<StoredFile> => {
    const [file] = await present([row]);
    if (file === undefined) throw notFound();
    return file;
  };

  return { put, get, lessonsOf, ofLesson, linkToLesson, presentOne };
}

/** The file that this very upload made before, if it did. @throws conflict `id_taken` when the id means another file. */
async function findSame(
  tx: Transaction<Database>,
  { id, accountId, lessonId, stored }: { id: string; accountId: string; lessonId: string; stored: StoredContent },
): Promise<FileRow | null> {
  // Two sendings of one file that cross wait for each other here.
  await sql`select pg_advisory_xact_lock(hashtextextended(${id}, 0))`.execute(tx);
  const row = await tx.selectFrom('files').selectAll().where('id', '=', id).executeTakeFirst();
  if (row === undefined) return null;
  const link = await tx
    .selectFrom('lesson_files')
    .select('file_id')
    .where('lesson_id', '=', lessonId)
    .where('file_id', '=', id)
    .executeTakeFirst();
  if (link !== undefined && row.created_by === accountId && row.sha256.equals(stored.sha256)) return row;
  throw conflict('id_taken', 'This file could not be stored under the id it was given.');
}

/** @throws conflict `lesson_files_full`, `organisation_files_full` */
async function checkQuotas(
  tx: Transaction<Database>,
  given: { lessonId: string; organisationId: string; size: number; organisationBytes: number },
): Promise<void> {
  // One at a time, or two files that fit alone would be stored where they do not fit together.
  await tx.selectFrom('organisations').select('id').where('id', '=', given.organisationId).forNoKeyUpdate().execute();
  const total = sql<number>`coalesce(sum(files.size), 0)::bigint`.as('bytes');
  const ofLesson = await tx
    .selectFrom('files')
    .innerJoin('lesson_files', 'lesson_files.file_id', 'files.id')
    .select(total)
    .where('lesson_files.lesson_id', '=', given.lessonId)
    .executeTakeFirstOrThrow();
  if (ofLesson.bytes + given.size > fileLimits.lessonBytes) {
    throw conflict('lesson_files_full', 'The files of this lesson take up all the room that a lesson has.', {
      megabytes: Math.floor(fileLimits.lessonBytes / 1024 / 1024),
    });
  }
  const ofOrganisation = await tx
    .selectFrom('files')
    .select(total)
    .where('organisation_id', '=', given.organisationId)
    .executeTakeFirstOrThrow();
  if (ofOrganisation.bytes + given.size > given.organisationBytes) {
    throw conflict('organisation_files_full', 'The files of your organisation take up all the room that it has.', {
      megabytes: Math.floor(given.organisationBytes / 1024 / 1024),
    });
  }
}

/** Ids out of a plan can be anything. */
const uuidsAmong = (ids: readonly string[]) => ids.filter((id) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id));
