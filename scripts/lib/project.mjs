import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the checkout. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');

/** The folder for what is costly to make and the same for every checkout of this user. */
export function cacheFolder() {
  const own = process.env.XDG_CACHE_HOME;
  return path.join(own && path.isAbsolute(own) ? own : path.join(os.homedir(), '.cache'), 'tongke');
}

/**
 * The words after `node` that run a program of an installed package.
 * @param {string} name The package, or a path to a program in it.
 * @returns {string[]}
 */
export function program(name) {
  const modules = path.join(root, 'node_modules');
  if (name.includes('/')) return [path.join(modules, name)];
  const { bin } = JSON.parse(fs.readFileSync(path.join(modules, name, 'package.json'), 'utf8'));
  return [path.join(modules, name, typeof bin === 'string' ? bin : bin[name])];
}

/**
 * A hash of files and of everything below folders, by path and content.
 * @param {string[]} files Paths below `base`; what does not exist counts as absent.
 * @param {string} [base]
 */
export function hashFiles(files, base = root) {
  const hash = createHash('sha256');
  const add = (/** @type {string} */ name) => {
    const file = path.join(base, name);
    const stat = fs.statSync(file, { throwIfNoEntry: false });
    if (stat?.isDirectory()) {
      for (const entry of fs.readdirSync(file).toSorted()) add(`${name}/${entry}`);
    } else if (stat) {
      hash.update(`${name}\0${stat.size}\0`).update(fs.readFileSync(file));
    }
  };
  for (const name of files) add(name);
  return hash.digest('hex').slice(0, 16);
}
