import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { notFound } from '../errors.ts';
import { fileTooLarge, storageFull, type FileStorage } from './storage.ts';

export interface DiskOptions {
  folder: string;
  /** How many bytes of the disk are left to others: the database must not stop because of attachments. */
  reserve: number;
}

/** What a disk says when it can take no more. */
const full: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/**
 * Keeps files in a folder of the local disk, one process a folder. Bytes arrive in `incoming` and get their name when they are
 * whole and synced; what a crash left in `incoming` is removed at the start.
 */
export async function openDiskStorage({ folder, reserve }: DiskOptions): Promise<FileStorage> {
  const incoming = path.join(folder, 'incoming');
  await fs.rm(incoming, { recursive: true, force: true });
  await fs.mkdir(incoming, { recursive: true, mode: 0o700 });
  // Two letters of the key, so that no folder grows without end.
  const shelfOf = (key: string) => path.join(folder, key.slice(0, 2));
  const placeOf = (key: string) => path.join(shelfOf(key), key);

  const checkRoom = async (bytes: number): Promise<void> => {
    const { bavail, bsize } = await fs.statfs(folder);
    if (bavail * bsize < reserve + bytes) throw storageFull();
  };

  return {
    async write(content, mostBytes) {
      await checkRoom(mostBytes);
      const key = randomUUID();
      const arriving = path.join(incoming, key);
      const meter = createMeter(mostBytes);
      const target = createWriteStream(arriving, { flags: 'wx', mode: 0o600, flush: true });
      const closed = new Promise<void>((resolve) => target.once('close', resolve));
      try {
        await pipeline(content, meter.stream, target);
        await fs.mkdir(shelfOf(key), { recursive: true, mode: 0o700 });
        await fs.rename(arriving, placeOf(key));
        await syncFolder(shelfOf(key));
        await syncFolder(folder);
      } catch (error) {
        // It may still be about to be opened, and would be made after it was removed.
        target.destroy();
        await closed;
        await fs.rm(arriving, { force: true });
        throw full.has((error as NodeJS.ErrnoException).code ?? '') ? storageFull() : error;
      }
      return { key, ...meter.read() };
    },

    async read(key, range) {
      const file = await fs.open(placeOf(key)).catch((error: NodeJS.ErrnoException) => {
        throw error.code === 'ENOENT' ? notFound() : error;
      });
      return createReadStream('', { fd: file, ...range });
    },

    async peek(key, position, length) {
      const file = await fs.open(placeOf(key));
      try {
        const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
        return buffer.subarray(0, bytesRead);
      } finally {
        await file.close();
      }
    },

    remove: (key) => fs.rm(placeOf(key), { force: true }),

    async *list() {
      for (const shelf of await fs.readdir(folder)) {
        if (!/^[0-9a-f]{2}$/.test(shelf)) continue;
        for (const key of await fs.readdir(path.join(folder, shelf))) {
          const { mtime } = await fs.stat(placeOf(key));
          yield { key, writtenAt: mtime };
        }
      }
    },
  };
}

/** Counts and hashes what passes, and stops it when it becomes too much. */
function createMeter(mostBytes: number): { stream: Transform; read: () => { size: number; sha256: Buffer } } {
  const hash = createHash('sha256');
  let size = 0;
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, next) {
      size += chunk.length;
      if (size > mostBytes) {
        next(fileTooLarge(mostBytes));
        return;
      }
      hash.update(chunk);
      next(null, chunk);
    },
  });
  return { stream, read: () => ({ size, sha256: hash.digest() }) };
}

/** A file whose name is not on disk is not there after a power cut. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await fs.open(folder);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
