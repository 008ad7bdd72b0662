import { pipeline } from 'node:stream/promises';
import type { Request, Response } from 'express';
import { AppError } from '../errors.ts';
import type { FileRow } from './files.ts';
import type { FileStorage } from './storage.ts';

/** Shown as a page of its own, a file may do nothing: no script, no style, no frame, no form. */
const ownPolicy = "default-src 'none'; sandbox; frame-ancestors 'none'";

/** A byte range that is not in the file. */
const outOfRange = () => new AppError('out_of_range', 416, 'The file has no such part.');

/**
 * Sends a file, or the one range of it that was asked for. Only images that were recognised are shown in their place; all else is a
 * download (F02). What is under an address never changes, so browsers may keep it; for the session that was allowed to see it.
 * @throws AppError `out_of_range`, notFound when its bytes are gone
 */
export async function sendFile(
  file: FileRow,
  { request, response, storage, download }: { request: Request; response: Response; storage: FileStorage; download: boolean },
): Promise<void> {
  const isImage = file.width !== null;
  response.setHeader('Content-Security-Policy', ownPolicy);
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader('Cache-Control', 'private, max-age=31536000, immutable');
  response.setHeader('Vary', 'Cookie');
  response.setHeader('ETag', `"${file.sha256.toString('base64url')}"`);
  response.setHeader('Accept-Ranges', 'bytes');
  response.setHeader('Content-Type', file.type);
  response.setHeader('Content-Disposition', disposition(isImage && !download ? 'inline' : 'attachment', file.name));
  if (request.fresh) {
    response.status(304).end();
    return;
  }
  const range = readRange(request, response, file.size);
  const length = range === null ? file.size : range.end - range.start + 1;
  if (range !== null) {
    response.status(206).setHeader('Content-Range', `bytes ${range.start}-${range.end}/${file.size}`);
  }
  response.setHeader('Content-Length', length);
  if (request.method === 'HEAD' || length === 0) {
    response.end();
    return;
  }
  const bytes = await storage.read(file.content, range ?? undefined);
  // Who goes away in the middle is no failure of ours.
  await pipeline(bytes, response).catch((error: unknown) => {
    if (!response.destroyed) throw error;
  });
}

/** The one range that was asked for; null for the whole file, also when several were. */
function readRange(request: Request, response: Response, size: number): { start: number; end: number } | null {
  const condition = request.headers['if-range'];
  if (condition !== undefined && condition !== response.getHeader('ETag')) return null;
  const ranges = request.range(size);
  if (ranges === -1) {
    for (const name of ['Cache-Control', 'ETag', 'Content-Disposition']) response.removeHeader(name);
    response.setHeader('Cache-Control', 'no-store');
    response.setHeader('Content-Range', `bytes */${size}`);
    throw outOfRange();
  }
  if (ranges === undefined || ranges === -2 || ranges.type !== 'bytes' || ranges.length !== 1) return null;
  return ranges[0] ?? null;
}

/** The header with a name in any script: plain for old clients, percent-encoded for the others (RFC 6266, RFC 8187). */
function disposition(kind: 'inline' | 'attachment', name: string): string {
  const plain = name.replaceAll(/[^\x20-\x7e]|["\\%]/g, '_');
  const encoded = encodeURIComponent(name).replaceAll(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
  return `${kind}; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
