import path from 'node:path';
import type { Logger } from 'pino';
import type { Files } from '../../files/index.ts';
import type { Handle } from '../../http/handle.ts';
import type { Programme } from '../../programme/index.ts';
import type { Documents } from '../../realtime/documentTypes.ts';
import type { Lessons } from '../lessons.ts';
import type { Versions } from '../versions.ts';
import { createPdfPrinter } from './chromium.ts';
import { createExports } from './exports.ts';
import { createImports } from './imports.ts';
import { Jobs } from './jobs.ts';
import { registerExchangeRoutes } from './routes.ts';

export interface ExchangeDeps {
  handle: Handle;
  programme: Programme;
  lessons: Lessons;
  versions: Versions;
  documents: Documents;
  files: Files;
  dataDir: string;
  timeZone: string;
  /** A Chromium that draws PDFs: its path, `off`, or undefined to look for one. */
  chromium: string | undefined;
  log: Logger;
}

/** Plans in and out: files that are read into them, and files that are written of them (SPEC-exchange.md). */
export function createExchange(deps: ExchangeDeps): { close: () => Promise<void> } {
  const { handle, programme, lessons, versions, documents, files, log } = deps;
  const jobs = new Jobs({ folder: path.join(deps.dataDir, 'exchange'), log });
  const imports = createImports({ jobs, files, documents, versions });
  const exports = createExports({
    jobs,
    files,
    documents,
    printer: createPdfPrinter(deps.chromium),
    timeZone: deps.timeZone,
    log,
  });
  registerExchangeRoutes({ handle, programme, lessons, jobs, imports, exports });
  return { close: () => jobs.close() };
}
