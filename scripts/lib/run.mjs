import { spawn } from 'node:child_process';
import { whenEnding } from './ending.mjs';

/** Something that went wrong in a way the user can act upon: its sentence is shown alone, without a stack. */
export class Failure extends Error {}

/**
 * @typedef {object} RunOptions
 * @property {string} [cwd]
 * @property {Record<string, string | undefined>} [env] Instead of ours.
 * @property {number} [timeout] Milliseconds after which the program and its children are killed.
 * @property {boolean} [show] Lets it write to our terminal instead of keeping its output.
 * @property {number} [lines] How many of its last lines a failure tells.
 * @property {(line: string) => void} [onLine] Hears each line it writes.
 */

/**
 * Runs a program to its end and answers what it wrote to standard output.
 * @param {string} command
 * @param {string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<string>}
 * @throws {Failure} when it cannot be started, fails or takes too long; the end of what it said comes along.
 */
export function run(command, args, options = {}) {
  const { cwd, env = process.env, timeout, show = false, lines = 15, onLine } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env,
      detached: timeout !== undefined,
      stdio: show ? 'inherit' : ['ignore', 'pipe', 'pipe'],
    });
    const forget = whenEnding(() => kill(child, 'SIGTERM'));
    let output = '';
    let said = '';
    /** @type {'' | 'timeout'} */
    let reason = '';
    child.stdout?.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
      output += text;
      said = (said + text).slice(-200 * lines);
      if (onLine) for (const line of text.split('\n')) if (line.trim()) onLine(line.trim());
    });
    child.stderr?.setEncoding('utf8').on('data', (/** @type {string} */ text) => (said = (said + text).slice(-200 * lines)));
    const timer =
      timeout !== undefined &&
      setTimeout(() => {
        reason = 'timeout';
        kill(child, 'SIGKILL');
      }, timeout);
    const words = `${command} ${args[0] ?? ''}`.trim();
    child.once('error', (error) => reject(new Failure(`${words} cannot be started: ${error.message}`)));
    child.once('close', (code, signal) => {
      forget();
      if (timer) clearTimeout(timer);
      if (code === 0) return resolve(output);
      const how = reason
        ? `took longer than ${Number(timeout) / 1000} s`
        : signal
          ? `was ended by ${signal}`
          : `failed (exit status ${code})`;
      return reject(new Failure(`${words} ${how}${said.trim() ? `:\n${lastLines(said, lines)}` : '.'}`));
    });
  });
}

/**
 * Ends a program, with its children where it has a process group of its own.
 * @param {import('node:child_process').ChildProcess} child
 * @param {NodeJS.Signals} signal
 */
function kill(child, signal) {
  try {
    if (child.pid) process.kill(-child.pid, signal);
  } catch {
    child.kill(signal);
  }
}

/** @param {string} text @param {number} count */
function lastLines(text, count) {
  return text
    .trimEnd()
    .split('\n')
    .slice(-count)
    .map((line) => `    ${line}`)
    .join('\n');
}
