import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { StartupError } from '../errors.ts';

/** Unix sockets may have at most 104 (macOS) or 108 (Linux) bytes of path. */
const longestPath = 100;

/**
 * Where the media process of a data folder listens: in the data folder, or, when that path is too long for a unix socket,
 * in a folder of this user's own below the system's temporary folder. Only this user may enter the folder (mode 0700).
 * @throws StartupError `media_socket_unsafe` when somebody else made that folder first.
 */
export function prepareSocketFile(dataDir: string): string {
  const inData = path.join(dataDir, 'media', 'media.sock');
  if (Buffer.byteLength(inData) <= longestPath) return prepare(inData);
  const tag = createHash('sha256').update(dataDir).digest('hex').slice(0, 16);
  return prepare(path.join(os.tmpdir(), `tongke-${os.userInfo().uid}-${tag}`, 'media.sock'));
}

function prepare(file: string): string {
  const folder = path.dirname(file);
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  const { uid } = os.userInfo();
  const stat = fs.lstatSync(folder);
  if (!stat.isDirectory() || (uid !== -1 && stat.uid !== uid)) {
    throw new StartupError(
      'media_socket_unsafe',
      `The folder ${folder} belongs to somebody else. Remove it, or choose a shorter DATA_DIR.`,
    );
  }
  fs.chmodSync(folder, 0o700);
  return file;
}
