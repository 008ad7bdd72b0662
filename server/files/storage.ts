import type { Readable } from 'node:stream';
import { AppError } from '../errors.ts';

/** Bytes that are in the storage, durably. */
export interface StoredContent {
  key: string;
  size: number;
  sha256: Buffer;
}

/** A part of some bytes, both ends included. */
export interface ByteRange {
  start: number;
  end: number;
}

/**
 * Where the bytes of files are: on a local disk now, elsewhere later. It knows nothing of names, lessons or people. What is under a
 * key never changes.
 */
export interface FileStorage {
  /**
   * Writes a stream to its end under a new key. Resolves when the bytes would survive a power cut; when it fails nothing is left behind.
   * @throws AppError `file_too_large` from `mostBytes` on, `storage_full`
   */
  write: (content: Readable, mostBytes: number) => Promise<StoredContent>;
  /** @throws AppError `not_found` when there is nothing under the key. */
  read: (key: string, range?: ByteRange) => Promise<Readable>;
  /** Some of the bytes; fewer than asked for at the end. */
  peek: (key: string, position: number, length: number) => Promise<Buffer>;
  /** Does nothing when there is nothing under the key. */
  remove: (key: string) => Promise<void>;
  /** All keys, with when they were written. */
  list: () => AsyncIterable<{ key: string; writtenAt: Date }>;
}

/** The file is larger than one may be; `details.megabytes` says how large that is. */
export const fileTooLarge = (mostBytes: number) =>
  new AppError('file_too_large', 413, 'This file is larger than the server accepts.', {
    megabytes: Math.floor(mostBytes / 1024 / 1024),
  });

/** There is no room for more files on the server. */
export const storageFull = () =>
  new AppError('storage_full', 507, 'The server has no room for more files. Please tell your coordinator.');
