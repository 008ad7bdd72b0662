import type { Logger } from 'pino';
import type { Thread } from '../../shared/feedback.ts';
import type { NotificationKind } from '../../shared/notifications.ts';
import type { Notifications } from '../notifications/index.ts';
import type { LessonAccess, Planning } from '../planning/index.ts';
import { readersAmong, type Watchers } from './watchers.ts';

/** Tells of what happened to a thread: to open pages of the lesson, and to the inboxes of those concerned. */
export interface News {
  opened: (access: LessonAccess, actorId: string, thread: Thread) => Promise<void>;
  replied: (access: LessonAccess, actorId: string, thread: Thread) => Promise<void>;
  resolved: (access: LessonAccess, actorId: string, thread: Thread) => Promise<void>;
  reopened: (access: LessonAccess, actorId: string, thread: Thread) => Promise<void>;
}

/** How much of a quote or comment an inbox shows, in characters. */
const excerptLength = 120;

/**
 * Makes the teller. It never fails: what it tells of is already written, and an error would make the client send it again.
 */
export function createNews(deps: { notifications: Notifications; planning: Planning; watchers: Watchers; log: Logger }): News {
  const { notifications, planning, watchers, log } = deps;

  const tell = async (
    kind: NotificationKind | null,
    { lesson }: LessonAccess,
    actorId: string,
    thread: Thread,
    concerned: readonly string[],
  ) => {
    try {
      await watchers.tell(lesson.id, thread.id);
      if (kind === null) return;
      const readers = await readersAmong(planning, lesson.id, concerned);
      await notifications.notify({
        to: [...readers],
        kind,
        actorId,
        data: {
          lesson: lesson.title,
          threadKind: thread.kind,
          quote: thread.anchor.type === 'plan' ? excerpt(thread.anchor.quote) : '',
          text: excerpt((kind === 'feedback.resolved' ? thread.comments[0] : thread.comments.at(-1))?.body ?? ''),
        },
        path: `/lessons/${lesson.id}?thread=${thread.id}`,
      });
    } catch (error) {
      log.error({ err: error, thread: thread.id }, 'a change of a thread could not be told');
    }
  };
  const authors = (thread: Thread) => thread.comments.map(({ author }) => author.id);
  const planners = ({ lesson }: LessonAccess) => planning.lessons.planners(lesson.id);

  return {
    opened: async (access, actorId, thread) => tell('feedback.thread', access, actorId, thread, await planners(access)),
    replied: async (access, actorId, thread) =>
      tell('feedback.reply', access, actorId, thread, [...authors(thread), ...(await planners(access))]),
    resolved: (access, actorId, thread) => tell('feedback.resolved', access, actorId, thread, authors(thread).slice(0, 1)),
    reopened: (access, actorId, thread) => tell(null, access, actorId, thread, []),
  };
}

function excerpt(text: string): string {
  const characters = [...text];
  return characters.length <= excerptLength ? text : `${characters.slice(0, excerptLength - 1).join('')}…`;
}
