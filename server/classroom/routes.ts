import {
  cancelClassSession,
  endClassSession,
  getClassSession,
  listClassSessions,
  listLessonClassSessions,
  openClassSession,
  openPlannedClassSession,
} from '../../shared/classroom.ts';
import { getClassBoard } from '../../shared/classroom/board.ts';
import { getClassRecord, listStepTimes } from '../../shared/classroom/record.ts';
import { listAttendance } from './attendance.ts';
import type { ClassroomDeps } from './index.ts';
import { listLines } from './line.ts';
import type { LiveClasses } from './liveClasses.ts';
import { readRecord, readStepTimes } from './record.ts';
import type { Sessions } from './sessions.ts';
import { shownFiles } from './shown.ts';
import { listSteps } from './steps.ts';

const done = { done: true } as const;

/** Registers the endpoints of shared/classroom.ts. */
export function registerClassRoutes(
  { db, handle, identity, planning }: ClassroomDeps,
  sessions: Sessions,
  classes: LiveClasses,
): void {
  handle(listClassSessions, async (_input, { caller }) => ({ items: await sessions.upcoming(caller) }));

  handle(listLessonClassSessions, async ({ params }, { caller }) => ({
    items: await sessions.ofLesson(params.lessonId, caller),
  }));

  handle(openClassSession, ({ params, body }, { caller }) =>
    sessions.create(params.lessonId, body.scheduledFor === null ? null : new Date(body.scheduledFor), caller),
  );

  handle(openPlannedClassSession, ({ params }, { caller }) => sessions.openPlanned(params.sessionId, caller));

  handle(cancelClassSession, async ({ params }, { caller }) => {
    await sessions.cancel(params.sessionId, caller);
    return done;
  });

  handle(getClassSession, async ({ params }, { caller }) => {
    const found = await sessions.accessInClass(params.sessionId, caller);
    const now = new Date();
    return {
      ...(await sessions.viewOne(found)),
      steps: await listSteps(db, found.row.id, found.row, now),
      attendance: await listAttendance(db, identity, found.row.id, now),
      line: await listLines(db, identity, found.row, now),
      media: await classes.received(found.row.id),
    };
  });

  handle(getClassRecord, async ({ params }, { caller }) => {
    const { row } = await sessions.access(params.sessionId, caller);
    return readRecord(db, identity, row.id);
  });

  handle(listStepTimes, async ({ params }, { caller }) => {
    const { lesson } = await planning.lessons.access(params.lessonId, caller);
    return { items: await readStepTimes(db, lesson.id) };
  });

  handle(getClassBoard, async ({ params }, { caller }) => {
    const { row } = await sessions.access(params.sessionId, caller);
    const documentId = await classes.boards.documentOf(row.id);
    const writtenPages = documentId === null ? 0 : await classes.boards.writtenPages(documentId);
    return { documentId, writtenPages, shownFiles: await shownFiles(db, row.id) };
  });

  handle(endClassSession, async ({ params }, { caller }) => {
    await sessions.managed(params.sessionId, caller);
    await classes.mayEnd(params.sessionId, caller.accountId);
    await classes.end(params.sessionId, caller.accountId);
    return done;
  });
}
