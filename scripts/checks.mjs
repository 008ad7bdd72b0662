import { program, root } from './lib/project.mjs';
import { Failure, run } from './lib/run.mjs';
import { step } from './lib/step.mjs';

/**
 * @typedef {object} Check
 * @property {string} name
 * @property {string} [failure] What is wrong.
 */

/** Checks the types of everything. */
export const checkTypes = () => check('Types', 'typescript/bin/tsc', ['--noEmit']);

/** Checks lint rules and format. */
export const checkStyle = async () => [
  await check('Lint', 'oxlint', ['--type-aware', '--deny-warnings']),
  await check('Format', 'prettier', ['--check', '--log-level', 'warn', '.']),
];

/** Checks that nothing is left that nobody uses. */
export const checkUnused = () => check('Unused code', 'knip', []);

/**
 * @param {string} name
 * @param {string} command
 * @param {string[]} args
 * @returns {Promise<Check>}
 */
async function check(name, command, args) {
  try {
    await step(name, () => run(process.execPath, [...program(command), ...args], { cwd: root, lines: 500 }));
    return { name };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { name, failure: error.message };
  }
}
