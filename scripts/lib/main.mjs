import os from 'node:os';
import { Failure } from './run.mjs';

const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);

/**
 * Runs a script: a known failure is shown as its sentence alone, anything else with its stack; either way the exit status is 1.
 * @param {() => Promise<number | void>} work Its exit status.
 */
export async function main(work) {
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
