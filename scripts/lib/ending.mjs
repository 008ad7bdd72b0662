import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** @type {Set<() => void>} */
const atEnd = new Set();

process.on('exit', () => atEnd.forEach((end) => end()));

/**
 * Does something when the script ends, however it ends short of being killed.
 * @param {() => void} end
 * @returns {() => void} which forgets it.
 */
export function whenEnding(end) {
  atEnd.add(end);
  return () => void atEnd.delete(end);
}

/**
 * Makes a folder that is gone when the script ends.
 * @param {string} name
 */
export function temporaryFolder(name) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), `tongke-${name}-`));
  whenEnding(() => fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}
