import { feedbackEvents } from '../../shared/feedback.ts';
import { AppError } from '../errors.ts';
import type { Planning } from '../planning/index.ts';
import type { ClientSocket } from '../realtime/gateway.ts';

/** The open pages that asked to hear of a lesson's threads. */
export interface Watchers {
  add: (lessonId: string, socket: ClientSocket) => void;
  remove: (lessonId: string, socket: ClientSocket) => void;
  /** Forgets a socket that has closed. */
  gone: (socket: ClientSocket) => void;
  /** Tells those of the watchers who still see the lesson; the others are not watchers any longer. */
  tell: (lessonId: string, threadId: string) => Promise<void>;
}

/**
 * Makes the register of watchers. Access is asked again before every push rather than remembered, so that watching
 * never outlives the access it was granted by.
 */
export function createWatchers(planning: Planning): Watchers {
  const watching = new Map<string, Map<string, ClientSocket>>();

  const remove = (lessonId: string, socket: ClientSocket) => {
    const sockets = watching.get(lessonId);
    sockets?.delete(socket.id);
    if (sockets?.size === 0) watching.delete(lessonId);
  };

  return {
    add(lessonId, socket) {
      const sockets = watching.get(lessonId) ?? new Map<string, ClientSocket>();
      watching.set(lessonId, sockets.set(socket.id, socket));
    },
    remove,
    gone: (socket) => [...watching.keys()].forEach((lessonId) => remove(lessonId, socket)),
    async tell(lessonId, threadId) {
      const sockets = [...(watching.get(lessonId)?.values() ?? [])];
      const readers = await readersAmong(
        planning,
        lessonId,
        sockets.map(({ caller }) => caller.accountId),
      );
      for (const socket of sockets) {
        if (readers.has(socket.caller.accountId)) socket.push(feedbackEvents, 'feedback:thread', { lessonId, threadId });
        else remove(lessonId, socket);
      }
    },
  };
}

/** Those of the accounts who can see a lesson now. */
export async function readersAmong(planning: Planning, lessonId: string, accountIds: readonly string[]): Promise<Set<string>> {
  const wanted = [...new Set(accountIds)];
  const sees = await Promise.all(wanted.map((accountId) => canRead(planning, lessonId, accountId)));
  return new Set(wanted.filter((_accountId, index) => sees[index]));
}

async function canRead(planning: Planning, lessonId: string, accountId: string): Promise<boolean> {
  try {
    // What an account may see does not depend on which of its sessions asks.
    await planning.lessons.access(lessonId, { accountId, sessionId: '' });
    return true;
  } catch (error) {
    if (error instanceof AppError) return false;
    throw error;
  }
}
