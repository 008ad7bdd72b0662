import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Failure } from './run.mjs';

/** @type {Set<() => void>} */
const atEnd = new Set();
const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);

/**
 * Runs a script: a known failure is shown as its sentence alone, anything else with its stack; either way the exit status is 1.
 * @param {() => Promise<number | void>} work Its exit status.
 */
export async function main(work) {
  process.on('exit', () => atEnd.forEach((end) => end()));
  for (const signal of signals) process.on(signal, interrupted);
  try {
    process.exitCode = (await work()) ?? 0;
  } catch (error) {
    console.error(error instanceof Failure ? `\n${error.message}` : error);
    process.exitCode = 1;
  }
  // Nothing that was left open may keep a finished script.
  process.exit();
}

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

/**
 * Hands every signal to a program of ours, which ends by itself, and so do we then.
 * @param {(signal: NodeJS.Signals) => void} forward
 */
export function forwardSignals(forward) {
  for (const signal of signals) {
    process.off(signal, interrupted);
    process.on(signal, forward);
  }
}

/** @param {NodeJS.Signals} signal */
function interrupted(signal) {
  console.error('\nStopped. Nothing is lost: the next run carries on.');
  process.exit(128 + os.constants.signals[signal]);
}
