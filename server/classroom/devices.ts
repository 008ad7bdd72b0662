import { randomInt, randomUUID } from 'node:crypto';
import { ipKeyGenerator } from 'express-rate-limit';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { ClassroomDevice, OwnDevice } from '../../shared/devices.ts';
import type { Db } from '../database/schema.ts';
import { conflict, notFound, tooMany } from '../errors.ts';
import type { Caller } from '../http/caller.ts';
import type { Identity } from '../identity/index.ts';
import type { LessonAccess, Planning } from '../planning/index.ts';
import type { Programme } from '../programme/index.ts';

/** A code is good for so long; then the device shows another. */
const codeMs = 10 * 60_000;
/** When a device was last there is written down at most this often. */
const seenEveryMs = 60_000;
const windowSeconds = 15 * 60;
const wrongCodes = 8;
const newCodes = 40;

export type Devices = ReturnType<typeof createDevices>;

/** What a device's browser turns out to be: still waiting, or an account to be signed in as. */
export type KnownDevice = { own: Extract<OwnDevice, { state: 'waiting' }> } | { name: string; school: string; accountId: string };

const wrongCode = () => conflict('wrong_code', 'No classroom device shows this code. Check it on the screen: it changes.');

/**
 * Classroom devices (SPEC-joining 5): what the browser of a classroom shows until somebody of the school pairs it, and the
 * account that it has from then on.
 */
export function createDevices({ db, identity, programme, planning }: DevicesDeps) {
  const guessing = new RateLimiterMemory({ points: wrongCodes, duration: windowSeconds });
  const asking = new RateLimiterMemory({ points: newCodes, duration: windowSeconds });

  const present = async (rows: readonly PairedRow[], schools: Map<string, ClassroomDevice['school']>) => {
    const people = await identity.accounts.people([...new Set(rows.map((row) => row.paired_by))]);
    return rows.flatMap((row): ClassroomDevice[] => {
      const school = schools.get(row.organisation_id);
      const pairedBy = people.get(row.paired_by);
      if (school === undefined || pairedBy === undefined) return [];
      const { id, name, paired_at, seen_at } = row;
      return [{ id, name, school, pairedBy, pairedAt: paired_at.toISOString(), seenAt: seen_at?.toISOString() ?? null }];
    });
  };
  const paired = () =>
    db
      .selectFrom('classroom_devices')
      .select(['id', 'account_id', 'organisation_id', 'name', 'paired_by', 'paired_at', 'seen_at'])
      .where('paired_at', 'is not', null)
      .$narrowType<PairedRow>();
  const schoolsOf = async (caller: Caller) =>
    new Map((await programme.schools(caller)).map((school) => [school.id, school] as const));

  /** A code that no other device shows; ten or so tries always find one. */
  const freshCode = async (write: (code: string) => Promise<boolean>): Promise<string> => {
    for (;;) {
      const code = String(randomInt(1_000_000)).padStart(6, '0');
      if (await write(code)) return code;
    }
  };

  return {
    /**
     * Whose a browser's token is. One that is unknown, or has none, gets a row and a token of its own; `issue` hands it out.
     * @throws tooMany for too many new ones from one address
     */
    async own(token: string | undefined, address: string | undefined, issue: (token: string) => void): Promise<KnownDevice> {
      const row =
        token === undefined
          ? undefined
          : await db
              .selectFrom('classroom_devices')
              .leftJoin('organisations', 'organisations.id', 'classroom_devices.organisation_id')
              .selectAll('classroom_devices')
              .select('organisations.name as school')
              .where('token_hash', '=', identity.tokens.hash(token))
              .executeTakeFirst();
      if (row !== undefined && row.account_id !== null) {
        if (Date.now() - (row.seen_at?.getTime() ?? 0) > seenEveryMs) {
          await db.updateTable('classroom_devices').set({ seen_at: new Date() }).where('id', '=', row.id).execute();
        }
        return { name: row.name ?? '', school: row.school ?? '', accountId: row.account_id };
      }
      if (row !== undefined && row.code !== null && (row.code_expires_at?.getTime() ?? 0) > Date.now()) {
        return { own: { state: 'waiting', code: row.code, expiresAt: (row.code_expires_at ?? new Date()).toISOString() } };
      }
      const expiresAt = new Date(Date.now() + codeMs);
      if (row !== undefined) {
        const code = await freshCode(async (fresh) => {
          const changed = { code: fresh, code_expires_at: expiresAt };
          if (await shown(db, fresh)) return false;
          await db.updateTable('classroom_devices').set(changed).where('id', '=', row.id).execute();
          return true;
        });
        return { own: { state: 'waiting', code, expiresAt: expiresAt.toISOString() } };
      }
      await consume(asking, ipKeyGenerator(address ?? ''));
      await db
        .deleteFrom('classroom_devices')
        .where('paired_at', 'is', null)
        .where('code_expires_at', '<', new Date(Date.now() - codeMs))
        .execute();
      const made = identity.tokens.make();
      const code = await freshCode(async (fresh) => {
        const created = await db
          .insertInto('classroom_devices')
          .values({ token_hash: identity.tokens.hash(made), code: fresh, code_expires_at: expiresAt })
          .onConflict((row) => row.column('code').doNothing())
          .returning('id')
          .executeTakeFirst();
        return created !== undefined;
      });
      issue(made);
      return { own: { state: 'waiting', code, expiresAt: expiresAt.toISOString() } };
    },

    /**
     * Makes a waiting device the school's.
     * @throws notFound for a school that is not the caller's, conflict `wrong_code`, tooMany
     */
    async pair(
      input: { code: string; organisationId: string; name: string },
      caller: Caller,
      address: string | undefined,
    ): Promise<ClassroomDevice> {
      const schools = await schoolsOf(caller);
      if (!schools.has(input.organisationId)) throw notFound();
      const place = `${caller.accountId} ${ipKeyGenerator(address ?? '')}`;
      await consume(guessing, place);
      const id = await db.transaction().execute(async (tx) => {
        const row = await tx
          .selectFrom('classroom_devices')
          .select('id')
          .where('code', '=', input.code)
          .where('code_expires_at', '>', new Date())
          .where('paired_at', 'is', null)
          .forUpdate()
          .executeTakeFirst();
        if (row === undefined) throw wrongCode();
        const email = `device-${randomUUID()}@device.invalid`;
        const accountId = await identity.accounts.create(tx, { email, name: input.name, password: identity.tokens.make() });
        await tx
          .updateTable('classroom_devices')
          .set({
            code: null,
            code_expires_at: null,
            account_id: accountId,
            organisation_id: input.organisationId,
            name: input.name,
            paired_by: caller.accountId,
            paired_at: new Date(),
          })
          .where('id', '=', row.id)
          .execute();
        return row.id;
      });
      await guessing.delete(place);
      const [device] = await present(await paired().where('id', '=', id).execute(), schools);
      if (device === undefined) throw notFound();
      return device;
    },

    /** The devices of the caller's schools, the newest first, and those schools. */
    async list(caller: Caller): Promise<{ items: ClassroomDevice[]; schools: ClassroomDevice['school'][] }> {
      const schools = await schoolsOf(caller);
      if (schools.size === 0) return { items: [], schools: [] };
      const rows = await paired()
        .where('organisation_id', 'in', [...schools.keys()])
        .orderBy('paired_at', 'desc')
        .execute();
      return { items: await present(rows, schools), schools: [...schools.values()] };
    },

    /** Takes a device out of use; its account stays in the records of the classes it was in. @throws notFound */
    async remove(deviceId: string, caller: Caller): Promise<void> {
      const schools = await schoolsOf(caller);
      const row = await paired().where('id', '=', deviceId).executeTakeFirst();
      if (row === undefined || !schools.has(row.organisation_id)) throw notFound();
      await db.deleteFrom('classroom_devices').where('id', '=', deviceId).execute();
      await identity.sessions.endAll(row.account_id);
    },

    /** The lessons of the school whose device an account is; null for everybody else's account. */
    async lessonsOf(accountId: string): Promise<LessonAccess['lesson'][] | null> {
      const row = await paired().where('account_id', '=', accountId).executeTakeFirst();
      if (row === undefined) return null;
      return planning.lessons.ofTeams(await programme.teams.atSchool(row.organisation_id));
    },

    /** Those of the accounts that are devices in use. */
    async among(accountIds: readonly string[]): Promise<Set<string>> {
      if (accountIds.length === 0) return new Set();
      const rows = await paired()
        .where('account_id', 'in', [...new Set(accountIds)])
        .execute();
      return new Set(rows.map((row) => row.account_id));
    },
  };
}

export interface DevicesDeps {
  db: Db;
  identity: Identity;
  programme: Programme;
  planning: Planning;
}

/** A device in use, as the constraints of its table have it. */
interface PairedRow {
  id: string;
  account_id: string;
  organisation_id: string;
  name: string;
  paired_by: string;
  paired_at: Date;
  seen_at: Date | null;
}

async function shown(db: Db, code: string): Promise<boolean> {
  return (await db.selectFrom('classroom_devices').select('id').where('code', '=', code).executeTakeFirst()) !== undefined;
}

async function consume(limiter: RateLimiterMemory, key: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (refusal) {
    if (refusal instanceof RateLimiterRes) throw tooMany(Math.max(1, Math.ceil(refusal.msBeforeNext / 1000)));
    throw refusal;
  }
}
