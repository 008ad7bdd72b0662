import {
  decideSuggestion,
  listReaders,
  listThreads,
  openThread,
  reply,
  resolveThread,
  standingDecision,
} from '../../shared/feedback.ts';
import { bringChange } from '../../shared/variants.ts';
import { forbidden } from '../errors.ts';
import type { Handle } from '../http/handle.ts';
import type { Planning } from '../planning/index.ts';
import type { Bringing } from './bringing.ts';
import type { Decisions } from './decisions.ts';
import type { News } from './news.ts';
import { checkMayDecide, checkMayWrite } from './policy.ts';
import type { Threads } from './threads.ts';

/** A thread is reached through its lesson: who does not see the lesson is told that there is no such thread. */
export function registerRoutes(
  handle: Handle,
  deps: { threads: Threads; decisions: Decisions; bringing: Bringing; planning: Planning; news: News },
) {
  const { threads, decisions, bringing, planning, news } = deps;

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

  handle(bringChange, async ({ params, body }, { caller }) => {
    const access = await planning.lessons.access(params.lessonId, caller);
    const from = await planning.lessons.relative(params.lessonId, params.relativeId, caller);
    checkMayWrite(access);
    if (!planning.lessons.mayTakeOver(from)) throw forbidden('What you only observe you cannot bring elsewhere.');
    const { thread, isNew } = await bringing.bring(access, from, caller.accountId, body);
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
    if (isNew && body.resolved) await news.resolved(access, caller.accountId, thread);
    else if (isNew) await news.reopened(access, caller.accountId, thread, standingDecision(before));
    return thread;
  });

  handle(decideSuggestion, async ({ params, body }, { caller }) => {
    const access = await planning.lessons.access(await threads.lessonOf(params.threadId), caller);
    checkMayDecide(access);
    const isNew = await decisions.decide(access, caller.accountId, params.threadId, body);
    const thread = await threads.get(access, caller.accountId, params.threadId);
    if (isNew) await news.decided(access, caller.accountId, thread);
    return thread;
  });

  handle(listReaders, async ({ params }, { caller }) => {
    const access = await planning.lessons.access(params.lessonId, caller);
    return { items: await planning.lessons.readers(access) };
  });
}
