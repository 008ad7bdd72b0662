import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { whenEnding } from './ending.mjs';

/** The locks of this very process: its number alone may be that of a dead one, as happens in containers. */
const held = new Set();

/**
 * Does some work while no other process does the same. A lock whose holder has died counts for nothing.
 * @template T
 * @param {string} file The lock; a path ending in `.lock`.
 * @param {() => Promise<T>} work
 * @param {() => void} [onWait] Called once when somebody else is at it.
 * @returns {Promise<T>}
 */
export async function locked(file, work, onWait) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  let told = false;
  while (!take(file)) {
    if (!told) onWait?.();
    told = true;
    await sleep(250);
  }
  held.add(file);
  const release = () => fs.rmSync(file, { force: true });
  const forget = whenEnding(release);
  try {
    return await work();
  } finally {
    forget();
    release();
    held.delete(file);
  }
}

/** @param {string} file */
function take(file) {
  // Linking a complete file into place is one step: nobody ever sees a lock that does not yet say whose it is.
  const own = `${file}.${process.pid}`;
  fs.writeFileSync(own, String(process.pid));
  try {
    fs.linkSync(own, file);
    return true;
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw error;
    if (!held.has(file) && !holderLives(file)) fs.rmSync(file, { force: true });
    return false;
  } finally {
    fs.rmSync(own, { force: true });
  }
}

/** @param {string} file */
function holderLives(file) {
  try {
    const pid = Number(fs.readFileSync(file, 'utf8'));
    return pid !== process.pid && process.kill(pid, 0);
  } catch (error) {
    // Not allowed to signal it: it is alive and somebody else's. Gone meanwhile, or no such process: try again.
    return isCode(error, 'EPERM');
  }
}

/** @param {unknown} error @param {string} code */
function isCode(error, code) {
  return error instanceof Error && 'code' in error && error.code === code;
}
