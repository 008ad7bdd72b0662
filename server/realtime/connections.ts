import type { Logger } from 'pino';
import type { Caller } from '../http/caller.ts';

/** Why an open connection has to end. */
export type EndReason = 'signed_out' | 'term_ended' | 'removed';

/** One open socket of any kind. `stillAllowed` is asked again for what this very connection shows (a document, say). */
export interface OpenConnection {
  caller: Caller;
  stillAllowed?: () => Promise<boolean>;
  end: (reason: EndReason) => void;
}

export interface Connections {
  /** Watches a connection until the returned function is called. */
  add: (connection: OpenConnection) => () => void;
  /** Checks at once, all connections or those of some accounts. Called when a session, role or term changes. */
  recheck: (accountIds?: readonly string[]) => Promise<void>;
  close: () => void;
}

/** So many are asked at once: those of one class are answered together, and others do not wait behind hundreds of questions. */
const askedAtOnce = 60;

/**
 * Watches every open socket and ends those whose session, role or term has ended (S05): at once when a change is
 * announced by `recheck`, and within `intervalMs` when a term runs out by the calendar or another process made the change.
 * While the database cannot answer nobody is thrown out; writes in between are refused by their own checks.
 */
export function createConnections(options: {
  /** For each caller whose access as a whole has ended: the session id and the reason. */
  endedAmong: (callers: readonly Caller[]) => Promise<Map<string, EndReason>>;
  intervalMs: number;
  log: Logger;
}): Connections {
  const open = new Set<OpenConnection>();

  const check = async (chosen: OpenConnection[]) => {
    if (chosen.length === 0) return;
    const ended = await options.endedAmong(uniqueCallers(chosen));
    for (const connection of chosen) {
      const reason = ended.get(connection.caller.sessionId);
      if (reason !== undefined) connection.end(reason);
    }
    const asked = chosen.filter(({ caller, stillAllowed }) => stillAllowed !== undefined && !ended.has(caller.sessionId));
    for (let at = 0; at < asked.length; at += askedAtOnce) {
      await Promise.all(
        asked.slice(at, at + askedAtOnce).map(async (connection) => {
          if ((await connection.stillAllowed?.()) === false) connection.end('removed');
        }),
      );
    }
  };
  const recheck = async (accountIds?: readonly string[]) => {
    const wanted = accountIds === undefined ? null : new Set(accountIds);
    await check([...open].filter((connection) => wanted === null || wanted.has(connection.caller.accountId)));
  };

  let running = false;
  const timer = setInterval(() => {
    if (running) return;
    running = true;
    recheck()
      .catch((error: unknown) => options.log.warn({ err: error }, 'open connections could not be rechecked'))
      .finally(() => (running = false));
  }, options.intervalMs);
  timer.unref();

  return {
    add(connection) {
      open.add(connection);
      return () => void open.delete(connection);
    },
    recheck,
    close: () => clearInterval(timer),
  };
}

function uniqueCallers(connections: OpenConnection[]): Caller[] {
  return [...new Map(connections.map(({ caller }) => [caller.sessionId, caller])).values()];
}
