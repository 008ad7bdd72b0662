import type { Request, Response } from 'express';
import { sql } from 'kysely';
import type { z } from 'zod';
import type { Session } from '../../shared/identity.ts';
import { gathered } from '../database/gathered.ts';
import type { Db } from '../database/schema.ts';
import type { Caller } from '../http/caller.ts';
import type { TokenCookie } from '../http/cookie.ts';
import { describeDevice } from './device.ts';
import { hashToken, newToken } from './tokens.ts';

/** A session ends when it was not used for so long. Every use puts the end off, written at most once a minute. */
const lifetime = sql<Date>`now() + interval '30 days'`;

/** Signed-in browsers. The token is in the browser's cookie alone; the database has its hash. */
export function createSessions(db: Db, cookie: TokenCookie) {
  /** Running sessions by the hashes of their tokens, in hexadecimal digits. */
  const find = gathered(
    (hashes: string[]) =>
      db
        .selectFrom('sessions')
        .select(['id', 'account_id', 'token_hash', sql<boolean>`last_seen_at < now() - interval '1 minute'`.as('stale')])
        .where('token_hash', '=', sql<Buffer>`any(${hashes.map((hash) => Buffer.from(hash, 'hex'))}::bytea[])`)
        .where('expires_at', '>', sql<Date>`now()`)
        .execute(),
    ({ token_hash }) => token_hash.toString('hex'),
  );

  /** Puts the end of sessions off, since they have been used. */
  const putOff = gathered(
    (ids: string[]) =>
      db
        .updateTable('sessions')
        .set({ last_seen_at: sql<Date>`now()`, expires_at: lifetime })
        .where('id', '=', sql<string>`any(${ids}::uuid[])`)
        .returning('id')
        .execute(),
    ({ id }) => id,
  );

  /** Ends the session of a request's browser, and answers whose it was. */
  const endOwn = async (request: Request): Promise<string | null> => {
    const token = cookie.read(request.headers.cookie);
    if (token === undefined) return null;
    const ended = await db
      .deleteFrom('sessions')
      .where('token_hash', '=', hashToken(token))
      .returning('account_id')
      .executeTakeFirst();
    return ended?.account_id ?? null;
  };

  return {
    endOwn,

    async authenticate(cookieHeader: string | undefined): Promise<Caller | null> {
      const token = cookie.read(cookieHeader);
      if (token === undefined || token === '') return null;
      const [session] = await find(hashToken(token).toString('hex'));
      if (session === undefined) return null;
      if (session.stale) await putOff(session.id);
      return { accountId: session.account_id, sessionId: session.id };
    },

    /** Signs an account in under a new session (A04) and answers whose session in this browser ended by it, if any. */
    async start(accountId: string, request: Request, response: Response): Promise<string | null> {
      const replaced = await endOwn(request);
      const token = newToken();
      await db
        .insertInto('sessions')
        .values({
          account_id: accountId,
          token_hash: hashToken(token),
          device: describeDevice(request.headers['user-agent']),
          expires_at: lifetime,
        })
        .execute();
      await db
        .deleteFrom('sessions')
        .where('expires_at', '<', sql<Date>`now()`)
        .execute();
      cookie.write(response, token);
      return replaced;
    },

    async endAll(accountId: string): Promise<void> {
      await db.deleteFrom('sessions').where('account_id', '=', accountId).execute();
    },

    async list({ accountId, sessionId }: Caller): Promise<z.output<typeof Session>[]> {
      const sessions = await db
        .selectFrom('sessions')
        .select(['id', 'device', 'created_at', 'last_seen_at'])
        .where('account_id', '=', accountId)
        .where('expires_at', '>', sql<Date>`now()`)
        .orderBy('last_seen_at', 'desc')
        .execute();
      return sessions.map(({ id, device, created_at, last_seen_at }) => ({
        id,
        device,
        createdAt: created_at.toISOString(),
        lastSeenAt: last_seen_at.toISOString(),
        current: id === sessionId,
      }));
    },

    async endedAmong(callers: readonly Caller[]): Promise<Set<string>> {
      const asked = callers.map(({ sessionId }) => sessionId);
      if (asked.length === 0) return new Set();
      const running = await db
        .selectFrom('sessions')
        .select('id')
        .where('id', 'in', asked)
        .where('expires_at', '>', sql<Date>`now()`)
        .execute();
      const alive = new Set(running.map(({ id }) => id));
      return new Set(asked.filter((id) => !alive.has(id)));
    },
  };
}
