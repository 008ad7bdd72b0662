import type { Logger } from 'pino';
import { standingDecision, type Decision, type Thread } from '../../shared/feedback.ts';
import type { NotificationKind } from '../../shared/notifications.ts';
import type { Notifications } from '../notifications/index.ts';
import type { LessonAccess, Planning } from '../planning/index.ts';
import { mentionedIn } from './mentions.ts';
import { readersAmong, type Watchers } from './watchers.ts';

/** Tells of what happened to a thread: to open pages of the lesson, and to the inboxes of those concerned. */
export interface News {
  opened: (access: LessonAccess, actorId: string, thread: Thread) => Promise<void>;
  replied: (access: LessonAccess, actorId: string, thread: Thread) => Promise<void>;
  resolved: (access: LessonAccess, actorId: string, thread: Thread) => Promise<void>;
  /** `withdrawn` is the decision that held until then: whoever suggested and whoever decided hear that it does not any longer. */
  reopened: (access: LessonAccess, actorId: string, thread: Thread, withdrawn: Decision | null) => Promise<void>;
  decided: (access: LessonAccess, actorId: string, thread: Thread) => Promise<void>;
}

/** How much of a quote or comment an inbox shows, in characters. */
const excerptLength = 120;

/**
 * Makes the teller. It never fails: what it tells of is already written, and an error would make the client send it again.
 */
export function createNews(deps: { notifications: Notifications; planning: Planning; watchers: Watchers; log: Logger }): News {
  const { notifications, planning, watchers, log } = deps;

  const write = async (
    kind: NotificationKind,
    { lesson }: LessonAccess,
    actorId: string,
    thread: Thread,
    concerned: readonly string[],
  ) => {
    const readers = await readersAmong(planning, lesson.id, concerned);
    await notifications.notify({
      to: [...readers],
      kind,
      actorId,
      data: {
        lesson: lesson.title,
        threadKind: thread.kind,
        quote: thread.anchor.type === 'lesson' ? '' : excerpt(standingDecision(thread)?.replaced ?? thread.anchor.quote),
        text: excerpt(textOf(kind, thread)),
      },
      path: `/lessons/${lesson.id}?thread=${thread.id}`,
    });
  };
  const tell = async (access: LessonAccess, thread: Thread, toInboxes: () => Promise<void>) => {
    try {
      await watchers.tell(access.lesson.id, thread.id);
      await toInboxes();
    } catch (error) {
      log.error({ err: error, thread: thread.id }, 'a change of a thread could not be told');
    }
  };
  /** Who is named in the last comment hears of that, and the others of the comment. */
  const tellComment = async (
    kind: 'feedback.thread' | 'feedback.reply',
    access: LessonAccess,
    actorId: string,
    thread: Thread,
    concerned: readonly string[],
  ) => {
    const people = [...(await planning.lessons.readers(access)), ...thread.comments.map(({ author }) => author)];
    const mentioned = mentionedIn(thread.comments.at(-1)?.body ?? '', people);
    await write('feedback.mention', access, actorId, thread, mentioned);
    const others = concerned.filter((accountId) => !mentioned.includes(accountId));
    await write(kind, access, actorId, thread, others);
  };
  const authors = (thread: Thread) => thread.comments.map(({ author }) => author.id);
  const planners = ({ lesson }: LessonAccess) => planning.lessons.planners(lesson.id);

  return {
    opened: (access, actorId, thread) =>
      tell(access, thread, async () => tellComment('feedback.thread', access, actorId, thread, await planners(access))),
    replied: (access, actorId, thread) =>
      tell(access, thread, async () =>
        tellComment('feedback.reply', access, actorId, thread, [...authors(thread), ...(await planners(access))]),
      ),
    resolved: (access, actorId, thread) =>
      tell(access, thread, () => write('feedback.resolved', access, actorId, thread, authors(thread).slice(0, 1))),
    reopened: (access, actorId, thread, withdrawn) =>
      tell(access, thread, async () => {
        if (withdrawn === null) return;
        await write('feedback.reopened', access, actorId, thread, [...authors(thread).slice(0, 1), withdrawn.by.id]);
      }),
    decided: (access, actorId, thread) =>
      tell(access, thread, async () => {
        const outcome = standingDecision(thread)?.outcome;
        // Who wrote the words hears of it like who brought them, if they see the lesson.
        const wrote = thread.source?.authors.map(({ id }) => id) ?? [];
        if (outcome !== undefined) await write(`feedback.${outcome}`, access, actorId, thread, [...authors(thread), ...wrote]);
      }),
  };
}

/** What the inbox quotes of a thread: the words that entered the plan, the reason, or what was said. */
function textOf(kind: NotificationKind, { comments, wording, decisions }: Thread): string {
  const first = comments[0]?.body || (wording ?? '');
  const decision = decisions.at(-1);
  if (kind === 'feedback.adopted' || kind === 'feedback.adapted') return decision?.wording ?? first;
  if (kind === 'feedback.declined') return decision?.reason ?? first;
  if (kind === 'feedback.resolved' || kind === 'feedback.reopened' || comments.length === 1) return first;
  return comments.at(-1)?.body ?? first;
}

function excerpt(text: string): string {
  const characters = [...text];
  return characters.length <= excerptLength ? text : `${characters.slice(0, excerptLength - 1).join('')}…`;
}
