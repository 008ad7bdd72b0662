import fs from 'node:fs/promises';
import path from 'node:path';
import type { OwnRecording, recordingEvents } from '../../shared/recording.ts';
import type { Page } from '../classroom/support.ts';
import { childrenOf, commandOf, mediaPidOf } from '../media/processes.ts';
import type { TestPlatform } from '../support/platform.ts';

/** A finished recording of a class with a film of its own; the bytes stand for one unless a file is given. */
export async function keepRecording(
  platform: Pick<TestPlatform, 'database' | 'dataDir'>,
  { sessionId, accountId, film, chapters = [] }: { sessionId: string; accountId: string; film?: string; chapters?: object[] },
): Promise<string> {
  const { id } = await platform.database.db
    .insertInto('recordings')
    .values({
      session_id: sessionId,
      state: 'ready',
      started_by: accountId,
      stopped_at: new Date(),
      seconds: 60,
      bytes: 26,
      progress: 1,
      chapters: JSON.stringify(chapters),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const folder = path.join(platform.dataDir, 'recordings', id);
  await fs.mkdir(folder, { recursive: true });
  const file = path.join(folder, 'recording.mp4');
  await (film === undefined ? fs.writeFile(file, 'abcdefghijklmnopqrstuvwxyz') : fs.copyFile(film, file));
  return id;
}

type Request = keyof (typeof recordingEvents)['requests'];

/** Asks something of the recording, and answers the code of the error when it is refused. */
export async function askRecording(page: Page, name: Request, extra: object = {}): Promise<OwnRecording | string> {
  const outcome = await page.send(name, { epoch: page.epoch(), ...extra });
  return outcome.ok ? (outcome.value as OwnRecording) : outcome.error.code;
}

/** Kills the recorder of an installation in the middle of its work. */
export function killRecorder({ dataDir }: Pick<TestPlatform, 'dataDir'>): void {
  const recorder = childrenOf(mediaPidOf(dataDir)).find((pid) => commandOf(pid).includes('recorder/main'));
  if (recorder === undefined) throw new Error('there is no recorder');
  process.kill(recorder, 'SIGKILL');
}
