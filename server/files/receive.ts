import type { Readable } from 'node:stream';
import busboy from 'busboy';
import type { Request } from 'express';
import { fileLimits } from '../../shared/files.ts';
import { invalidInput, type AppError } from '../errors.ts';
import { fileTooLarge } from './storage.ts';

/** After so long without a byte, in milliseconds, the sender is taken to be gone. */
const idleMs = 60_000;
/** What a form may add to its file. */
const formBytes = 64 * 1024;

/**
 * Reads the one file of a form while it arrives, and answers what became of it. Whatever goes wrong, the request can be answered: what
 * still comes in is thrown away.
 * @param store Takes the content to its end or fails; it has cleaned up when it settles.
 * @throws AppError `file_too_large` before anything is read where the form says its size, `invalid_input` for what is no form with a file
 */
export async function receiveFile<T>(request: Request, store: (name: string, content: Readable) => Promise<T>): Promise<T> {
  if (Number(request.headers['content-length'] ?? 0) > fileLimits.bytes + formBytes) throw fileTooLarge(fileLimits.bytes);
  const parser = openParser(request);
  let storing: Promise<T> | undefined;
  request.setTimeout(idleMs, () => request.destroy());
  try {
    await new Promise<void>((resolve, reject) => {
      parser.on('file', (field, content, { filename }) => {
        // Its errors are those of the form, which are heard of below.
        content.on('error', () => undefined);
        if (field !== 'file') {
          reject(malformed());
          return;
        }
        storing = storeNamed(filename, content, store);
        storing.catch(reject);
      });
      parser.on('close', resolve);
      parser.on('error', () => reject(malformed()));
      request.on('error', () => reject(malformed()));
      request.on('close', () => request.complete || reject(malformed()));
      request.pipe(parser);
    });
    if (storing === undefined) throw malformed();
    return await storing;
  } catch (error) {
    request.unpipe(parser);
    parser.destroy();
    request.resume();
    // A half-written file is gone before the answer goes out.
    await storing?.catch(() => undefined);
    throw error;
  }
}

function openParser(request: Request): busboy.Busboy {
  try {
    return busboy({
      headers: request.headers,
      // Browsers send names as UTF-8; the parser's own default garbles Chinese.
      defParamCharset: 'utf8',
      preservePath: true,
      limits: { files: 1, fields: 4, parts: 6, fieldSize: 1024, headerPairs: 20 },
    });
  } catch {
    throw malformed();
  }
}

async function storeNamed<T>(
  name: string | undefined,
  content: Readable,
  store: (name: string, content: Readable) => Promise<T>,
) {
  return store(checkName(name ?? ''), content);
}

/**
 * A name is a name: no path, no control characters, none that turn the reading direction round (F06).
 * @throws AppError `invalid_input`
 */
export function checkName(given: string): string {
  const name = given.normalize('NFC').trim();
  const hidden = /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;
  const isPath = /[/\\]|^\.{1,2}$|\.\.%(2f|5c)/i;
  if (name === '' || name.length > fileLimits.name || hidden.test(name) || isPath.test(name)) {
    throw invalidInput([{ path: 'file.name', message: 'not a name for a file' }]);
  }
  return name;
}

const malformed = (): AppError => invalidInput([{ path: 'file', message: 'not a form with one file' }]);
