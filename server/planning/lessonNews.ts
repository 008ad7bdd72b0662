import type { Logger } from 'pino';
import { lessonEvents } from '../../shared/planning.ts';
import type { Gateway } from '../realtime/gateway.ts';
import type { Db } from '../database/schema.ts';
import type { People } from './people.ts';

export type LessonNews = ReturnType<typeof createLessonNews>;

/** Tells the open pages of everybody who sees a lesson that it has changed: its card, state, people or taken parts. */
export function createLessonNews({ db, gateway, people, log }: { db: Db; gateway: Gateway; people: People; log: Logger }) {
  /**
   * Who sees the lesson is asked at each change. It never fails: what it tells of is already done.
   * @param former Accounts that saw it until now, such as somebody taken off.
   */
  return async (lessonId: string, former: readonly string[] = []): Promise<void> => {
    try {
      const lesson = await db.selectFrom('lessons').select(['id', 'team_id']).where('id', '=', lessonId).executeTakeFirst();
      if (lesson === undefined) return;
      const readers = await people.readerIds({ id: lesson.id, teamId: lesson.team_id });
      for (const accountId of new Set([...readers, ...former])) {
        gateway.push(lessonEvents, `account:${accountId}`, 'lesson:changed', { lessonId });
      }
    } catch (error) {
      log.error({ err: error, lessonId }, 'a change of a lesson could not be told');
    }
  };
}
