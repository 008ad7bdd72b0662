import type { Logger } from 'pino';

/** The web process's side of the media process: a supervised child that outlives it. */
export interface Media {
  /** Null while classes can have pictures and sound; else a stable code that says why not, and a sentence. */
  missing: () => { reason: string; message: string } | null;
  close: () => Promise<void>;
}

export interface MediaOptions {
  dataDir: string;
  port: number;
  listenIp: string;
  announcedAddress: string | undefined;
  workers: number;
  workerBin: string | undefined;
  log: Logger;
}

export async function startMedia(_options: MediaOptions): Promise<Media> {
  return { missing: () => ({ reason: 'media_missing', message: 'The media engine is being built.' }), close: async () => {} };
}
