import type { Selectable } from 'kysely';
import type { ClassRole, ClassSession } from '../../shared/classroom.ts';
import type { Database, Db } from '../database/schema.ts';
import { conflict, forbidden, notFound } from '../errors.ts';
import type { Caller } from '../http/caller.ts';
import type { Notifications } from '../notifications/index.ts';
import type { LessonAccess, Planning } from '../planning/index.ts';
import { countPresent, leave } from './attendance.ts';
import type { Devices } from './devices.ts';
import { classAlreadyOpen, classEnded } from './errors.ts';
import { mayManage, rolesInClass } from './policy.ts';
import { takeOverSeats } from './seating.ts';
import { copyRunSheet, lockSession, stampStep } from './steps.ts';

export type SessionRow = Selectable<Database['class_sessions']>;

/** A class session that the caller can see, with what they may do in it. */
export interface SessionAccess {
  row: SessionRow;
  access: LessonAccess;
  /** What they may be in it, the likeliest first. */
  as: readonly ClassRole[];
}

export type Sessions = ReturnType<typeof createSessions>;

/** A class that was planned for about now is the one that opening from the lesson means. */
const aboutNowMs = 12 * 60 * 60 * 1000;

/** Class sessions as rows: planned, opened with the plan's run-sheet, listed, ended. */
export function createSessions(deps: { db: Db; planning: Planning; notifications: Notifications; devices: Devices }) {
  const { db, planning } = deps;

  const rowOf = async (sessionId: string): Promise<SessionRow> => {
    const row = await db.selectFrom('class_sessions').selectAll().where('id', '=', sessionId).executeTakeFirst();
    if (row === undefined) throw notFound();
    return row;
  };

  /** @throws notFound when unknown or of a lesson that the caller cannot see */
  const access = async (sessionId: string, caller: Caller): Promise<SessionAccess> => {
    const row = await rowOf(sessionId);
    return asPerson(row, await planning.lessons.access(row.lesson_id, caller));
  };

  /** The same for people and for the device of a classroom, which sees classes of its school until they end (SPEC-joining 5.2). */
  const accessInClass = async (sessionId: string, caller: Caller): Promise<SessionAccess> => {
    const row = await rowOf(sessionId);
    const lessons = row.state === 'ended' ? null : await deps.devices.lessonsOf(caller.accountId);
    if (lessons === null) return asPerson(row, await planning.lessons.access(row.lesson_id, caller));
    const lesson = lessons.find(({ id }) => id === row.lesson_id);
    if (lesson === undefined) throw notFound();
    return asDevice(row, lesson);
  };

  /** The same, for those who may manage it. @throws notFound, forbidden */
  const managed = async (sessionId: string, caller: Caller): Promise<SessionAccess> => {
    const found = await access(sessionId, caller);
    if (!mayManage(found.as)) throw forbidden();
    return found;
  };

  const openRow = async (lesson: LessonAccess['lesson'], caller: Caller, plannedId: string | null): Promise<SessionRow> => {
    const runSheet = await planning.plans.runSheet(lesson.documentId);
    const now = new Date();
    const opened = { state: 'open', opened_by: caller.accountId, opened_at: now, seen_at: now } as const;
    const row = await db
      .transaction()
      .execute(async (tx) => {
        const open = await (
          plannedId === null
            ? tx.insertInto('class_sessions').values({ lesson_id: lesson.id, ...opened })
            : tx.updateTable('class_sessions').set(opened).where('id', '=', plannedId).where('state', '=', 'planned')
        )
          .returningAll()
          .executeTakeFirst();
        if (open === undefined) throw notFound();
        await copyRunSheet(tx, open.id, runSheet);
        await takeOverSeats(tx, open.id, lesson.id);
        return open;
      })
      .catch(async (error: unknown) => {
        throw isOpenTwice(error) ? classAlreadyOpen(await openIdOf(lesson.id)) : error;
      });
    await planning.plans.keepVersion(lesson, caller.accountId);
    await deps.notifications.notify({
      to: await planning.lessons.planners(lesson.id),
      kind: 'class.opened',
      actorId: caller.accountId,
      data: { lesson: lesson.title, sessionId: row.id },
      path: `/class/${row.id}`,
    });
    return row;
  };

  const openIdOf = async (lessonId: string): Promise<string> => {
    const { id } = await db
      .selectFrom('class_sessions')
      .select('id')
      .where('lesson_id', '=', lessonId)
      .where('state', '=', 'open')
      .executeTakeFirstOrThrow();
    return id;
  };

  const plannedAboutNow = async (lessonId: string): Promise<string | null> => {
    const rows = await db
      .selectFrom('class_sessions')
      .select(['id', 'scheduled_for'])
      .where('lesson_id', '=', lessonId)
      .where('state', '=', 'planned')
      .execute();
    const distance = (at: Date | null) => Math.abs((at?.getTime() ?? 0) - Date.now());
    const [nearest] = rows.sort((a, b) => distance(a.scheduled_for) - distance(b.scheduled_for));
    return nearest !== undefined && distance(nearest.scheduled_for) <= aboutNowMs ? nearest.id : null;
  };

  const view = async (found: readonly SessionAccess[]): Promise<ClassSession[]> => {
    const counts = await countPresent(
      db,
      found.map(({ row }) => row.id),
    );
    return found.map(({ row, access: { lesson }, as: mine }) => {
      return {
        id: row.id,
        lessonId: lesson.id,
        lessonTitle: lesson.title,
        subject: lesson.subject,
        grade: lesson.grade,
        state: row.state,
        scheduledFor: row.scheduled_for?.toISOString() ?? null,
        openedAt: row.opened_at?.toISOString() ?? null,
        endedAt: row.ended_at?.toISOString() ?? null,
        roles: row.state === 'ended' ? [] : [...mine],
        present: counts.get(row.id) ?? 0,
        mayManage: mayManage(mine),
      };
    });
  };
  const viewOne = async (found: SessionAccess): Promise<ClassSession> => {
    const [one] = await view([found]);
    if (one === undefined) throw notFound();
    return one;
  };

  return {
    access,
    accessInClass,
    managed,
    viewOne,

    /** Opens a class from a lesson, or plans one. @throws conflict `class_already_open` */
    async create(lessonId: string, scheduledFor: Date | null, caller: Caller): Promise<ClassSession> {
      const lessonAccess = await planning.lessons.access(lessonId, caller);
      if (!lessonAccess.rights.openClass || !mayManage(rolesInClass(lessonAccess.roles))) throw forbidden();
      const row =
        scheduledFor === null
          ? await openRow(lessonAccess.lesson, caller, await plannedAboutNow(lessonId))
          : await db
              .insertInto('class_sessions')
              .values({ lesson_id: lessonId, state: 'planned', scheduled_for: scheduledFor, opened_by: caller.accountId })
              .returningAll()
              .executeTakeFirstOrThrow();
      return viewOne(asPerson(row, lessonAccess));
    },

    /** Opens a planned class; one that is open already is answered as it is. @throws conflict */
    async openPlanned(sessionId: string, caller: Caller): Promise<ClassSession> {
      const found = await managed(sessionId, caller);
      if (found.row.state === 'ended') throw classEnded();
      if (found.row.state === 'open') return viewOne(found);
      return viewOne({ ...found, row: await openRow(found.access.lesson, caller, sessionId) });
    },

    /** Takes back a class that was never opened. @throws conflict `class_was_opened` */
    async cancel(sessionId: string, caller: Caller): Promise<void> {
      await managed(sessionId, caller);
      const removed = await db
        .deleteFrom('class_sessions')
        .where('id', '=', sessionId)
        .where('state', '=', 'planned')
        .executeTakeFirst();
      if (removed.numDeletedRows === 0n)
        throw conflict('class_was_opened', 'This class has been opened. It can be ended, not taken back.');
    },

    /** Open classes, today's and those to come, of every lesson the caller can see. */
    async upcoming(caller: Caller): Promise<ClassSession[]> {
      const ofSchool = await deps.devices.lessonsOf(caller.accountId);
      const lessons =
        ofSchool === null
          ? new Map((await planning.lessons.visible(caller)).map((seen) => [seen.lesson.id, seen]))
          : new Map(ofSchool.map((lesson) => [lesson.id, lesson]));
      if (lessons.size === 0) return [];
      const rows = await db
        .selectFrom('class_sessions')
        .selectAll()
        .where('lesson_id', 'in', [...lessons.keys()])
        .where((eb) =>
          eb.or([
            eb('state', '=', 'open'),
            eb.and([eb('state', '=', 'planned'), eb('scheduled_for', '>', new Date(Date.now() - aboutNowMs))]),
          ]),
        )
        .orderBy('state')
        .orderBy('scheduled_for')
        .execute();
      return view(
        rows.flatMap((row) => {
          const seen = lessons.get(row.lesson_id);
          if (seen === undefined) return [];
          return 'lesson' in seen ? asPerson(row, seen) : asDevice(row, seen);
        }),
      );
    },

    async ofLesson(lessonId: string, caller: Caller): Promise<ClassSession[]> {
      const lessonAccess = await planning.lessons.access(lessonId, caller);
      const rows = await db
        .selectFrom('class_sessions')
        .selectAll()
        .where('lesson_id', '=', lessonId)
        .orderBy('created_at', 'desc')
        .execute();
      return view(rows.map((row) => asPerson(row, lessonAccess)));
    },

    /** Ends an open class: stamps the current step and everybody's leaving. Answers false when it was not open any more. */
    end: (sessionId: string, now: Date): Promise<boolean> =>
      db.transaction().execute(async (tx) => {
        const session = await lockSession(tx, sessionId);
        if (session.state !== 'open') return false;
        await stampStep(tx, sessionId, session, now);
        await leave(tx, sessionId, now);
        // The clock of the step stops with the class, or its summary would count on whenever it is read.
        const ended = { state: 'ended', ended_at: now, step_started_at: null, answering_code: null } as const;
        await tx.updateTable('class_sessions').set(ended).where('id', '=', sessionId).execute();
        return true;
      }),

    /** Writes down that the server knows of these classes at this moment. */
    async seen(sessionIds: readonly string[]): Promise<void> {
      if (sessionIds.length === 0) return;
      await db.updateTable('class_sessions').set({ seen_at: new Date() }).where('id', 'in', sessionIds).execute();
    },
  };
}

const asPerson = (row: SessionRow, access: LessonAccess): SessionAccess => ({ row, access, as: rolesInClass(access.roles) });

/** The device of a classroom has no role in the team and no right to the lesson: it is there, and nothing else. */
const asDevice = (row: SessionRow, lesson: LessonAccess['lesson']): SessionAccess => ({
  row,
  access: { lesson, roles: new Set(), rights: { editPlan: false, comment: false, manage: false, openClass: false } },
  as: ['device'],
});

/** PostgreSQL's unique violation (23505) of the index that allows one open class a lesson. */
function isOpenTwice(error: unknown): boolean {
  const { code, constraint } = error as { code?: unknown; constraint?: unknown };
  return code === '23505' && constraint === 'class_sessions_open';
}
