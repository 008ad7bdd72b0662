import { listThreads, openThread, reply, resolveThread } from '../../shared/feedback.ts';
import { forbidden } from '../errors.ts';
import type { Handle } from '../http/handle.ts';
import type { Planning } from '../planning/index.ts';
import type { News } from './news.ts';
import { checkMayWrite } from './policy.ts';
import type { Threads } from './threads.ts';

/** A thread is reached through its lesson: who does not see the lesson is told that there is no such thread. */
export function registerRoutes(
  handle: Handle,
  { threads, planning, news }: { threads: Threads; planning: Planning; news: News },
) {
  handle(listThreads, async ({ params }, { caller }) => {
    const access = await planning.lessons.access(params.lessonId, caller);
    return { items: await threads.list(access, caller.accountId) };
  });

  handle(openThread, async ({ params, body }, { caller }) => {
    const access = await planning.lessons.access(params.lessonId, caller);
    checkMayWrite(access);
    const { thread, isNew } = await threads.open(access, caller.accountId, body);
    if (isNew) await news.opened(access, caller.accountId, thread);
    return thread;
  });

  handle(reply, async ({ params, body }, { caller }) => {
    const access = await planning.lessons.access(await threads.lessonOf(params.threadId), caller);
    checkMayWrite(access);
    const { thread, isNew } = await threads.reply(access, caller.accountId, params.threadId, body);
    if (isNew) await news.replied(access, caller.accountId, thread);
    return thread;
  });

  handle(resolveThread, async ({ params, body }, { caller }) => {
    const access = await planning.lessons.access(await threads.lessonOf(params.threadId), caller);
    const before = await threads.get(access, caller.accountId, params.threadId);
    if (!before.mayResolve) throw forbidden('Only its author and those who edit the plan may resolve a thread.');
    const { thread, isNew } = await threads.resolve(access, caller.accountId, params.threadId, body.resolved);
    if (isNew) await news[body.resolved ? 'resolved' : 'reopened'](access, caller.accountId, thread);
    return thread;
  });
}
