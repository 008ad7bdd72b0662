import { createReadStream } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import {
  applyImport,
  cancelJob,
  getExportedFile,
  getImportPreview,
  getJob,
  getPrintPage,
  startExport,
  startImport,
} from '../../../shared/exchange.ts';
import { conflict, forbidden } from '../../errors.ts';
import type { Handle } from '../../http/handle.ts';
import type { Programme } from '../../programme/index.ts';
import type { Lessons } from '../lessons.ts';
import { mayPlan } from '../policy.ts';
import type { createExports } from './exports.ts';
import type { createImports } from './imports.ts';
import type { Jobs } from './jobs.ts';
import { readUpload } from './upload.ts';

export interface ExchangeRoutesDeps {
  handle: Handle;
  programme: Programme;
  lessons: Lessons;
  jobs: Jobs;
  imports: ReturnType<typeof createImports>;
  exports: ReturnType<typeof createExports>;
}

/** The endpoints of shared/exchange.ts. Whoever sees a plan may take it out; those who write it may put something in. */
export function registerExchangeRoutes({ handle, programme, lessons, jobs, imports, exports }: ExchangeRoutesDeps): void {
  handle(startImport, async (_input, { caller, request }) => {
    const { roles } = await programme.actor(caller);
    if (![...roles.values()].some(mayPlan)) throw forbidden('Files are imported by those who write plans.');
    jobs.check(caller.accountId);
    return imports.start(caller.accountId, await readUpload(request));
  });

  handle(getJob, async ({ params }, { caller }) => jobs.find(params.jobId, caller.accountId));

  handle(cancelJob, async ({ params }, { caller }) => {
    await jobs.cancel(params.jobId, caller.accountId);
    return { done: true as const };
  });

  handle(getImportPreview, async ({ params }, { caller }) => imports.preview(params.jobId, caller.accountId));

  handle(applyImport, async ({ params, body }, { caller }) => {
    const { lesson, rights } = await lessons.access(params.lessonId, caller);
    if (!rights.editPlan) throw forbidden('Only those who write the plan can import into it.');
    await imports.apply(lesson, caller.accountId, body.jobId, body.choices);
    return { done: true as const };
  });

  handle(startExport, async ({ params, body }, { caller }) => {
    const lesson = await lessons.presentOne(await lessons.access(params.lessonId, caller));
    return exports.start(lesson, caller.accountId, body.format, body.language);
  });

  handle(getExportedFile, async ({ params }, { caller, response }) => {
    const { kind, folder, outcome } = jobs.result(params.jobId, caller.accountId);
    if (kind !== 'export' || outcome.file === undefined) throw noFileMade();
    const { name, type, size } = outcome.file;
    response.setHeader('Content-Type', type);
    response.setHeader('Content-Length', size);
    response.setHeader('Content-Disposition', downloadAs(name));
    await pipeline(createReadStream(path.join(folder, 'result')), response).catch(() => response.destroy());
    return undefined;
  });

  handle(getPrintPage, async ({ params, query }, { caller, response }) => {
    const lesson = await lessons.presentOne(await lessons.access(params.lessonId, caller));
    const nonce = response.locals['nonce'] as string;
    response.type('html').send(await exports.page(lesson, query.sheet, query.language, nonce));
    return undefined;
  });
}

const noFileMade = () => conflict('job_not_done', 'This job has made no file.');

/** RFC 5987: the name in UTF-8, and one in ASCII for programs that do not know how to read it. */
export function downloadAs(name: string): string {
  const plain = name.replaceAll(/[^\u0020-\u007e]|["\\%]/g, '_');
  const encoded = encodeURIComponent(name).replaceAll(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
