import { linkFile, listFiles, readFile, uploadFile } from '../../shared/files.ts';
import type { Db } from '../database/schema.ts';
import { forbidden, notFound } from '../errors.ts';
import type { Caller } from '../http/caller.ts';
import type { Handle } from '../http/handle.ts';
import type { FileRecords, FileRow } from './files.ts';
import type { LessonSight } from './index.ts';
import { receiveFile } from './receive.ts';
import { sendFile } from './serve.ts';
import type { FileStorage } from './storage.ts';

export interface RoutesDeps {
  db: Db;
  handle: Handle;
  lessons: LessonSight;
  records: FileRecords;
  storage: FileStorage;
}

/** The endpoints of shared/files.ts. A file is reached through its lessons: who sees none of them is told that there is no such file. */
export function registerRoutes({ db, handle, lessons, records, storage }: RoutesDeps): void {
  /** @throws notFound */
  const seen = async (fileId: string, caller: Caller): Promise<{ row: FileRow; lessonId: string }> => {
    const row = await records.get(fileId);
    const [lessonId] = await lessons.seenAmong(await records.lessonsOf(fileId), caller);
    if (lessonId === undefined) throw notFound();
    return { row, lessonId };
  };

  /** @throws notFound, forbidden */
  const edited = async (lessonId: string, caller: Caller) => {
    const { lesson, rights } = await lessons.access(lessonId, caller);
    if (!rights.editPlan) throw forbidden('Files are attached by those who write the plan.');
    return lesson;
  };

  handle(uploadFile, async ({ params, query }, { caller, request }) => {
    const lesson = await edited(params.lessonId, caller);
    const { accountId } = caller;
    const file = await receiveFile(request, (name, content) => records.put({ lesson, accountId, name, content, id: query.id }));
    return { file };
  });

  handle(listFiles, async ({ params }, { caller }) => {
    const { lesson } = await lessons.access(params.lessonId, caller);
    return { items: await records.ofLesson(lesson.id) };
  });

  handle(linkFile, async ({ params }, { caller }) => {
    const { row, lessonId } = await seen(params.fileId, caller);
    const lesson = await edited(params.lessonId, caller);
    await db.transaction().execute((tx) => records.linkToLesson(tx, { fileIds: [row.id], from: lessonId, to: lesson.id }));
    return { file: await records.presentOne(row) };
  });

  /** @throws notFound */
  const readable = async (fileId: string, caller: Caller): Promise<FileRow> => {
    const row = await records.get(fileId);
    const [lessonId] = await lessons.seenAmong(await records.lessonsOf(fileId), caller);
    if (lessonId === undefined && !(await lessons.shownInClass(fileId, caller))) throw notFound();
    return row;
  };

  handle(readFile, async ({ params, query }, { caller, request, response }) => {
    const row = await readable(params.fileId, caller);
    await sendFile(row, { request, response, storage, download: query.download === '1' });
  });
}
