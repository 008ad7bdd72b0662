import fs from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import zlib from 'node:zlib';
import type { RequestHandler } from 'express';

const brotli = promisify(zlib.brotliCompress);
const gzip = promisify(zlib.gzip);

type Encoding = 'br' | 'gzip';

const compressible = new Set(['.js', '.mjs', '.css', '.svg', '.json', '.map']);

/**
 * Serves the text files of a folder compressed. Each is compressed when first asked for and kept, since the files of a
 * build never change: a phone on a weak line gets a third of the bytes. What it cannot serve it leaves to the next handler.
 */
export function createCompressed(folder: string): RequestHandler {
  const names = new Set(fs.existsSync(folder) ? fs.readdirSync(folder, { recursive: true, encoding: 'utf8' }) : []);
  const kept = new Map<string, Promise<Buffer>>();

  return (request, response, next) => {
    const name = request.path.slice(1);
    const encoding = (['br', 'gzip'] as const).find((candidate) => request.acceptsEncodings(candidate) !== false);
    if (!['GET', 'HEAD'].includes(request.method) || encoding === undefined) return next();
    if (!names.has(name) || !compressible.has(path.extname(name))) return next();
    const key = `${encoding} ${name}`;
    const body = kept.get(key) ?? compress(path.join(folder, name), encoding);
    kept.set(key, body);
    body.then((bytes) => {
      response.setHeader('Cache-Control', 'public, max-age=31536000, immutable');
      response.setHeader('Content-Encoding', encoding);
      response.vary('Accept-Encoding');
      response.type(path.extname(name)).send(bytes);
    }, next);
  };
}

async function compress(file: string, encoding: Encoding): Promise<Buffer> {
  const bytes = await readFile(file);
  if (encoding === 'gzip') return gzip(bytes, { level: 9 });
  const { BROTLI_PARAM_QUALITY, BROTLI_PARAM_SIZE_HINT } = zlib.constants;
  return brotli(bytes, { params: { [BROTLI_PARAM_QUALITY]: 9, [BROTLI_PARAM_SIZE_HINT]: bytes.length } });
}
