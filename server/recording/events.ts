import { recordingEvents, type OwnRecording } from '../../shared/recording.ts';
import type { Classroom, ClassPlace } from '../classroom/index.ts';
import type { Db } from '../database/schema.ts';
import { forbidden, notFound } from '../errors.ts';
import type { Caller } from '../http/caller.ts';
import type { Programme } from '../programme/index.ts';
import type { ClientSocket, Gateway } from '../realtime/gateway.ts';
import type { Consents } from './consents.ts';
import type { LiveRecordings } from './liveRecordings.ts';
import { mayAnswerForSchool, mayRecord } from './policy.ts';

export interface EventsDeps {
  db: Db;
  gateway: Gateway;
  programme: Programme;
  classroom: Classroom;
  consents: Consents;
  live: LiveRecordings;
}

/** Answers the events of shared/recording.ts. Each reads: whose place is it, may they, do it, answer. */
export function registerRecordingEvents({ db, gateway, programme, classroom, consents, live }: EventsDeps): void {
  const answersForSchool = async ({ sessionId }: ClassPlace, caller: Caller): Promise<boolean> => {
    const [{ access }, school] = await Promise.all([classroom.accessInClass(sessionId, caller), live.schoolOf(sessionId)]);
    if (school === null) return false;
    const own = await programme.organisationIn(caller.accountId, access.lesson.teamId).catch(() => null);
    return mayAnswerForSchool(access.roles, own === school.id);
  };

  const own = async (place: ClassPlace, { caller }: ClientSocket): Promise<OwnRecording> => {
    const [recording, answers, answerForSchool] = await Promise.all([
      live.describe(place.sessionId),
      consents.inClass(place.sessionId),
      answersForSchool(place, caller),
    ]);
    const mine = answers.get(caller.accountId) ?? null;
    return { recording, mine, may: { record: mayRecord(place.seat.role), answerForSchool } };
  };

  gateway.register(recordingEvents, {
    'recording:look': async ({ epoch }, socket) => own(await classroom.place(socket, epoch), socket),

    'recording:start': async ({ epoch }, socket) => {
      const place = await classroom.place(socket, epoch);
      if (!mayRecord(place.seat.role)) throw forbidden();
      const { sessionId } = place;
      const { accountId } = socket.caller;
      await consents.answer(sessionId, accountId, true);
      await live.start(sessionId, accountId, await currentStep(db, sessionId));
      return own(place, socket);
    },

    'recording:stop': async ({ epoch }, socket) => {
      const place = await classroom.place(socket, epoch);
      if (!mayRecord(place.seat.role)) throw forbidden();
      await live.stop(place.sessionId, socket.caller.accountId);
      return own(place, socket);
    },

    'recording:consent': async ({ epoch, given }, socket) => {
      const place = await classroom.place(socket, epoch);
      await consents.answer(place.sessionId, socket.caller.accountId, given);
      await live.compare(place.sessionId);
      return own(place, socket);
    },

    'recording:school-consent': async ({ epoch, given }, socket) => {
      const place = await classroom.place(socket, epoch);
      if (!(await answersForSchool(place, socket.caller))) throw forbidden();
      const school = await live.schoolOf(place.sessionId);
      if (school === null) throw notFound();
      await consents.answerForSchool(school.id, socket.caller.accountId, given);
      await live.compareSchool(school.id);
      return own(place, socket);
    },
  });
}

/** The step at which a class is. */
async function currentStep(db: Db, sessionId: string): Promise<{ id: string; name: string } | null> {
  const row = await db
    .selectFrom('class_sessions')
    .innerJoin('class_steps', (join) =>
      join.onRef('class_steps.session_id', '=', 'class_sessions.id').onRef('class_steps.id', '=', 'class_sessions.step_id'),
    )
    .select(['class_steps.id', 'class_steps.text'])
    .where('class_sessions.id', '=', sessionId)
    .executeTakeFirst();
  return row === undefined ? null : { id: row.id, name: row.text['name'] ?? '' };
}
