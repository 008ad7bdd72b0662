import fs from 'node:fs/promises';
import path from 'node:path';

export type RecordingStorage = ReturnType<typeof createStorage>;

/** Where the media of recordings lies: a folder each, under the recording's id, which only this user may enter. */
export function createStorage(dataDir: string) {
  const root = path.join(dataDir, 'recordings');
  const of = (id: string, ...names: string[]) => path.join(root, id, ...names);
  return {
    root,
    /** What the recorder writes. */
    segments: (id: string) => of(id, 'segments'),
    /** What lies in between while one file is made. */
    work: (id: string) => of(id, 'work'),
    video: (id: string) => of(id, 'recording.mp4'),

    async exists(file: string): Promise<boolean> {
      return fs.access(file).then(
        () => true,
        () => false,
      );
    },

    /** Removes what the finished file was made from. */
    async removeSources(id: string): Promise<void> {
      await fs.rm(of(id, 'work'), { recursive: true, force: true });
      await fs.rm(of(id, 'segments'), { recursive: true, force: true });
    },

    remove: (id: string): Promise<void> => fs.rm(of(id), { recursive: true, force: true }),

    /** The recordings that something lies here of. */
    ids: (): Promise<string[]> => fs.readdir(root).catch(() => []),
  };
}
