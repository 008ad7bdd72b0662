import type { Request } from 'express';
import busboy from 'busboy';
import { largestImport } from '../../../shared/exchange.ts';
import { importErrors } from './errors.ts';

/** A file as it was sent, in memory: nothing of an upload that is broken off is left anywhere (F04). */
export interface Upload {
  name: string;
  bytes: Buffer;
}

/**
 * Reads the one file of a multipart request.
 * @throws AppError `no_file`, `too_large`, `damaged_file`
 */
export function readUpload(request: Request): Promise<Upload> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error) => {
      request.unpipe();
      request.resume();
      reject(error);
    };
    if (Number(request.headers['content-length'] ?? 0) > largestImport + 64 * 1024) {
      fail(importErrors.too_large());
      return;
    }
    let parser: busboy.Busboy;
    try {
      const limits = { files: 1, fields: 4, fieldSize: 1_000, parts: 8, fileSize: largestImport };
      parser = busboy({ headers: request.headers, defParamCharset: 'utf8', limits });
    } catch {
      fail(importErrors.no_file());
      return;
    }
    let upload: Upload | undefined;
    parser.on('file', (_field, stream, { filename }) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('limit', () => fail(importErrors.too_large()));
      stream.on('end', () => (upload = { name: plainName(filename), bytes: Buffer.concat(chunks) }));
    });
    parser.on('error', () => fail(importErrors.damaged_file()));
    parser.on('close', () => (upload === undefined ? fail(importErrors.no_file()) : resolve(upload)));
    request.on('aborted', () => fail(importErrors.damaged_file()));
    request.pipe(parser);
  });
}

/** The last part of a name, without what no file name has (F06). */
function plainName(name: string | undefined): string {
  const last = (name ?? '').split(/[/\\]/).at(-1) ?? '';
  // oxlint-disable-next-line no-control-regex -- control characters are exactly what is taken out.
  return last.replaceAll(/[\u0000-\u001f\u007f]/g, '').slice(0, 200);
}
