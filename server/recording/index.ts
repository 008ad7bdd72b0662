import type { Logger } from 'pino';
import type { Readiness } from '../../shared/health.ts';
import type { Classroom } from '../classroom/index.ts';
import type { Db } from '../database/schema.ts';
import type { Handle } from '../http/handle.ts';
import type { Identity } from '../identity/index.ts';
import type { Media } from '../media/index.ts';
import type { Programme } from '../programme/index.ts';
import type { Gateway } from '../realtime/gateway.ts';
import { createConsents } from './consents.ts';
import { registerRecordingEvents } from './events.ts';
import { createFfmpeg, type FfmpegPrograms } from './ffmpeg.ts';
import { createLiveRecordings } from './liveRecordings.ts';
import { startProcessing } from './processing.ts';
import { createRecordings } from './recordings.ts';
import { startRetention } from './retention.ts';
import { registerRecordingRoutes } from './routes.ts';
import { createStorage } from './storage.ts';

export interface RecordingRoom {
  /** Whether classes can be recorded here, and why not. */
  readiness: () => Promise<Readiness>;
  /** Lets go of everything; recordings go on in the media process, and the next web process takes them up. */
  close: () => Promise<void>;
}

export interface RecordingDeps {
  db: Db;
  handle: Handle;
  gateway: Gateway;
  identity: Identity;
  programme: Programme;
  classroom: Classroom;
  media: Media;
  dataDir: string;
  ffmpeg: FfmpegPrograms;
  /** How many days a recording is kept; 0 keeps it until it is deleted by hand. */
  keepDays: number;
  log: Logger;
}

/** The room of the recordings: consent, start and stop, the way from segments to one film, and who may watch it. */
export function createRecording(deps: RecordingDeps): RecordingRoom {
  const { db, handle, gateway, identity, programme, classroom, media, log } = deps;
  const ffmpeg = createFfmpeg(deps.ffmpeg);
  const storage = createStorage(deps.dataDir);
  const consents = createConsents({ db, identity });
  const recordings = createRecordings(db);
  const processing = startProcessing({ db, recordings, storage, ffmpeg, log });
  const retention = startRetention({ recordings, storage, processing, days: deps.keepDays, log });
  const live = createLiveRecordings({
    db,
    gateway,
    media,
    programme,
    classroom,
    consents,
    recordings,
    storage,
    ffmpeg,
    log,
    stopped: processing.look,
  });
  registerRecordingEvents({ db, gateway, programme, classroom, consents, live });
  registerRecordingRoutes({ handle, identity, classroom, recordings, storage, processing, retention });
  void ffmpeg.available().then((found) => {
    if (!found) log.warn({ reason: 'ffmpeg_missing' }, 'classes cannot be recorded');
  });
  live.restore().catch((error: unknown) => log.warn({ err: error }, 'recordings could not be taken up again'));
  return {
    readiness: async () =>
      (await ffmpeg.available())
        ? { ready: true, optional: true }
        : {
            ready: false,
            optional: true,
            reason: 'ffmpeg_missing',
            message:
              'Classes cannot be recorded: ffmpeg (with libx264 and AAC) is not installed. On Debian: apt-get install ffmpeg.',
          },
    close: async () => {
      await live.close();
      await retention.close();
      await processing.close();
    },
  };
}
