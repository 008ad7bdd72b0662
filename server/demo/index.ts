import { enterDemo, listDemoPeople } from '../../shared/identity.ts';
import { loadDemo } from '../../shared/programme.ts';
import { offersDemoSignIn, type Config } from '../config.ts';
import type { Db } from '../database/schema.ts';
import { AppError, forbidden, notFound, StartupError } from '../errors.ts';
import type { Handle } from '../http/handle.ts';
import type { Identity } from '../identity/index.ts';
import type { Planning } from '../planning/index.ts';
import type { Documents } from '../realtime/documentTypes.ts';
import { createCast, findCast } from './cast.ts';
import { createLessons } from './createLessons.ts';
import { listPeople } from './people.ts';

export interface Demo {
  /**
   * Loads the demo in demo mode, and carries on with one that a killed process left half-way. Does nothing when it is there.
   * @throws StartupError `not_empty` when the data folder holds a real installation
   */
  start: () => Promise<void>;
}

export interface DemoDeps {
  db: Db;
  handle: Handle;
  identity: Identity;
  planning: Planning;
  documents: Documents;
  config: Config;
}

/** The demo installation: loading it, and entering as one of its people where that is offered. */
export function createDemo({ db, handle, identity, planning, documents, config }: DemoDeps): Demo {
  /** Where one may load the demo one may enter it: on loopback, or where the operator has said so. */
  const offered = offersDemoSignIn({ ...config, DEMO: true });
  const progress = () => db.selectFrom('installation').selectAll().executeTakeFirstOrThrow();

  const carryOut = async () => {
    // People and organisations come at once or not at all; lessons follow one by one, each found again if it is there.
    await db.transaction().execute(async (tx) => {
      const { demo_begun_at } = await tx.selectFrom('installation').selectAll().forUpdate().executeTakeFirstOrThrow();
      if (demo_begun_at !== null) return;
      await identity.accounts.claimEmpty(tx);
      await createCast(tx, identity);
      await tx.updateTable('installation').set({ demo_begun_at: new Date() }).execute();
    });
    if ((await progress()).demo_loaded_at !== null) return;
    await createLessons({ db, planning, documents, timeZone: config.TIME_ZONE }, await findCast(db));
    await db.updateTable('installation').set({ demo_loaded_at: new Date() }).execute();
  };
  let running: Promise<void> | null = null;
  const load = () => (running ??= carryOut().finally(() => (running = null)));

  const people = async () => (offered && (await progress()).demo_begun_at !== null ? listPeople(db) : []);

  handle(loadDemo, async () => {
    if (!offered) throw forbidden('The demo can only be loaded while the server is reachable from this machine alone.');
    await load();
    return { done: true as const };
  });
  handle(listDemoPeople, async () => ({ items: await people() }));
  handle(enterDemo, async ({ body }, { request, response }) => {
    const person = (await people()).find(({ id }) => id === body.personId);
    if (person === undefined) throw notFound();
    await identity.sessions.start(person.id, request, response);
    return identity.accounts.self(person.id);
  });

  return {
    start: async () => {
      const { demo_begun_at, demo_loaded_at } = await progress();
      if (demo_loaded_at === null && (config.DEMO || demo_begun_at !== null)) await load().catch(refuseStart);
    },
  };
}

function refuseStart(error: unknown): never {
  if (!(error instanceof AppError) || error.code !== 'not_empty') throw error;
  throw new StartupError(
    'not_empty',
    'The demo is only for an empty installation, and this one is in use. Start without --demo, or set DATA_DIR to another folder.',
    { cause: error },
  );
}
