import path from 'node:path';
import type { Readable } from 'node:stream';
import type { Transaction } from 'kysely';
import type { Logger } from 'pino';
import type { StoredFile } from '../../shared/files.ts';
import type { LessonRights } from '../../shared/planning.ts';
import type { Database, Db } from '../database/schema.ts';
import type { Caller } from '../http/caller.ts';
import type { Handle } from '../http/handle.ts';
import type { Identity } from '../identity/index.ts';
import type { Programme } from '../programme/index.ts';
import { openDiskStorage } from './diskStorage.ts';
import { createFileRecords, type NewFile } from './files.ts';
import { registerRoutes } from './routes.ts';
import { sweepStorage } from './sweep.ts';

/** What files need to know of lessons, which are made of a later room. */
export interface LessonSight {
  /** @throws notFound when unknown or not visible to the caller. */
  access: (lessonId: string, caller: Caller) => Promise<{ lesson: { id: string; teamId: string }; rights: LessonRights }>;
  /** Those of the lessons that the caller can see. */
  seenAmong: (lessonIds: readonly string[], caller: Caller) => Promise<string[]>;
  /** Whether a class that goes on shows the file to the caller, who may see none of its lessons: the device of a classroom. */
  shownInClass: (fileId: string, caller: Caller) => Promise<boolean>;
}

/** Files, as other rooms use them. Who may do what is theirs to ask. */
export interface Files {
  /**
   * Stores a file from bytes or a stream and makes it one of the lesson's.
   * @throws AppError `file_too_large`, `storage_full`, `invalid_input`, conflict `lesson_files_full`, `organisation_files_full`, `id_taken`
   */
  put: (file: NewFile) => Promise<StoredFile>;
  /** @throws notFound */
  readFile: (fileId: string) => Promise<{ file: StoredFile; content: Readable }>;
  /** The files of a lesson, the newest first. */
  ofLesson: (lessonId: string) => Promise<StoredFile[]>;
  /**
   * Makes files of one lesson files of another too, as when a plan is copied. Ids that are not files of the first lesson are left out,
   * so that a plan which names a foreign file gives no access to it.
   */
  linkToLesson: (tx: Transaction<Database>, link: { fileIds: readonly string[]; from: string; to: string }) => Promise<void>;
  /** Resolves when nothing of it is at work any more. */
  close: () => Promise<void>;
}

export interface FilesDeps {
  db: Db;
  handle: Handle;
  identity: Identity;
  programme: Programme;
  lessons: LessonSight;
  dataDir: string;
  /** How many bytes the people of one organisation may keep, and how many of the disk stay free. */
  organisationBytes: number;
  reserveBytes: number;
  log: Logger;
}

/** The room of files: attachments and images of lessons. */
export async function createFiles(deps: FilesDeps): Promise<Files> {
  const { db, handle, lessons, log } = deps;
  const storage = await openDiskStorage({ folder: path.join(deps.dataDir, 'files'), reserve: deps.reserveBytes });
  const records = createFileRecords({ ...deps, storage });
  // It is in nobody's way, and nobody waits for it.
  const swept = sweepStorage({ db, storage, log }).catch((error: unknown) =>
    log.warn({ err: error }, 'files could not be swept'),
  );
  registerRoutes({ db, handle, lessons, records, storage });
  return {
    put: records.put,
    async readFile(fileId) {
      const row = await records.get(fileId);
      return { file: await records.presentOne(row), content: await storage.read(row.content) };
    },
    ofLesson: records.ofLesson,
    linkToLesson: records.linkToLesson,
    close: async () => void (await swept),
  };
}
