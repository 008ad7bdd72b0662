import { sql, type Transaction } from 'kysely';
import type { Database, Db } from '../database/schema.ts';
import { notFound } from '../errors.ts';
import { hashToken, newToken } from './tokens.ts';

/** Single-use links (A03). What one grants is the programme's business and stays unopened here. */
export function createInvitations(db: Db) {
  return {
    async issue(
      tx: Transaction<Database>,
      input: { grants: Record<string, unknown>; createdBy: string; expiresAt: Date },
    ): Promise<string> {
      const token = newToken();
      await tx
        .insertInto('invitations')
        .values({
          token_hash: hashToken(token),
          grants: JSON.stringify(input.grants),
          created_by: input.createdBy,
          expires_at: input.expiresAt,
        })
        .execute();
      return token;
    },

    async read(token: string): Promise<{ grants: Record<string, unknown>; createdBy: string; expiresAt: Date }> {
      const invitation = await db
        .selectFrom('invitations')
        .select(['grants', 'created_by as createdBy', 'expires_at as expiresAt'])
        .where('token_hash', '=', hashToken(token))
        .where('accepted_at', 'is', null)
        .where('expires_at', '>', sql<Date>`now()`)
        .executeTakeFirst();
      if (invitation === undefined) throw notFound();
      return invitation;
    },

    /** One statement finds and marks it, so that of two at the same moment the second finds nothing. */
    async redeem(tx: Transaction<Database>, token: string, accountId: string): Promise<Record<string, unknown>> {
      const redeemed = await tx
        .updateTable('invitations')
        .set({ accepted_at: sql<Date>`now()`, accepted_by: accountId })
        .where('token_hash', '=', hashToken(token))
        .where('accepted_at', 'is', null)
        .where('expires_at', '>', sql<Date>`now()`)
        .returning('grants')
        .executeTakeFirst();
      if (redeemed === undefined) throw notFound();
      return redeemed.grants;
    },
  };
}
