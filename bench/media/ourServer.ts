import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pino from 'pino';
import { openClassSession } from '../../shared/classroom.ts';
import { listLessons } from '../../shared/planning.ts';
import { parseConfig } from '../../server/config.ts';
import { startEmbeddedPostgres } from '../../server/database/embedded.ts';
import { migrate } from '../../server/database/migrate.ts';
import { openDatabase } from '../../server/database/open.ts';
import { createPlatform } from '../../server/platform.ts';
import { createApi, type Api } from '../../test/support/api.ts';
import { signIn } from '../../shared/identity.ts';
import type { Served } from './bareServer.ts';

/** A class of the demo, open, and two of its people signed in. */
export interface ServedClass extends Served {
  lead: Api;
  local: Api;
  device: Api;
  observer: Api;
}

/** A whole installation with the demo and the built client, and a class open on one of its lessons. */
export async function startOurServer(settings: Record<string, string> = {}): Promise<ServedClass> {
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'tongke-bench-'));
  const postgres = await startEmbeddedPostgres({ dataDir, durable: false });
  const database = await openDatabase({ connection: postgres.connection, durable: false });
  await migrate(database.pool);
  const platform = await createPlatform({
    config: parseConfig({
      PORT: '0',
      DATA_DIR: dataDir,
      DEMO: 'true',
      MEDIA_PORT: '0',
      MEDIA_WORKERS: '1',
      MEDIASOUP_WORKER_BIN: process.env['MEDIASOUP_WORKER_BIN'],
      ...settings,
    }),
    database,
    log: pino({ level: 'warn' }),
    version: 'bench',
    clientDir: path.resolve('dist/client'),
  });
  const enter = async (role: 'rear' | 'mentor' | 'recipient' | 'stationed') => {
    const api = createApi(platform.url);
    await api.call(signIn, { body: { email: `${role}@demo.tongke.example`, password: 'tongke-demo' } });
    return api;
  };
  const [lead, observer] = [await enter('rear'), await enter('mentor')];
  const [local, device] = [await enter('recipient'), await enter('stationed')];
  const [lesson] = (await lead.call(listLessons)).items;
  if (lesson === undefined) throw new Error('the demo has no lesson');
  const { id } = await lead.call(openClassSession, { params: { lessonId: lesson.id }, body: {} });
  return {
    url: `${platform.url}/class/${id}`,
    lead,
    local,
    device,
    observer,
    close: async () => {
      await platform.close();
      await database.close();
      await postgres.close();
      fs.rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
