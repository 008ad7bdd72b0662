import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

/** The `main` of a process of ours in a folder, and what node needs to run it: TypeScript in development, JavaScript once built. */
export function programIn(folder: string): { main: string; loader: string[] } {
  const typescript = import.meta.url.endsWith('.ts');
  return {
    main: path.join(folder, typescript ? 'main.ts' : 'main.js'),
    loader: typescript ? ['--import', pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href] : [],
  };
}
