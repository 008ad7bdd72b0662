import { fileLimits, uploadFile, type StoredFile } from '../../shared/files.ts';
import type { Answer, Endpoint } from '../../shared/http.ts';
import { addressOf, failureOf } from './call.ts';
import { announced, CallError } from './callError.ts';

export interface UploadOptions {
  /** Chosen once for a file, so that it can be sent again after a lost answer or from offline without being stored twice. */
  id?: string;
  /** Told how much has been sent, from 0 to 1. */
  onProgress?: (part: number) => void;
  signal?: AbortSignal;
}

/**
 * Attaches a file to a lesson.
 * @throws CallError with the server's code, `file_too_large` without asking it, `offline`, `bad_answer`, or `cancelled`.
 */
export async function upload(lessonId: string, file: File, { id, ...options }: UploadOptions = {}): Promise<StoredFile> {
  const tooLarge = tooLargeToSend(file);
  if (tooLarge !== null) throw tooLarge;
  return (await sendFile(uploadFile, addressOf(uploadFile.path, { lessonId }, { id }), file, options)).file;
}

/** What is said of a file that is larger than the server takes, before it is sent; null of any other. */
export function tooLargeToSend({ size }: File): CallError | null {
  if (size <= fileLimits.bytes) return null;
  return new CallError('file_too_large', 413, 'This file is too large.', { megabytes: fileLimits.bytes / 1024 / 1024 });
}

/**
 * Sends a file as a form to an endpoint that takes one. A line may be slow, so there is no limit on the time as long as something moves.
 * @throws CallError with the server's code, `offline`, `bad_answer`, or `cancelled`.
 */
export function sendFile<E extends Endpoint>(
  { method }: E,
  address: string,
  file: File,
  { onProgress, signal }: Omit<UploadOptions, 'id'> = {},
): Promise<Answer<E>> {
  const form = new FormData();
  form.append('file', file, file.name);
  // fetch cannot tell how much has been sent.
  const request = new XMLHttpRequest();
  const answer = new Promise<Answer<E>>((resolve, reject) => {
    request.upload.addEventListener('progress', ({ loaded, total }) => onProgress?.(total === 0 ? 0 : loaded / total));
    request.addEventListener('load', () => {
      const { status, response } = request as { status: number; response: unknown };
      if (status >= 200 && status < 300 && response !== null) resolve(response as Answer<E>);
      else reject(failureOf(status, response));
    });
    request.addEventListener('error', () => reject(announced(new CallError('offline', 0, 'The server could not be reached.'))));
    request.addEventListener('abort', () => reject(new CallError('cancelled', 0, 'The upload was cancelled.')));
  });
  request.open(method, address);
  request.responseType = 'json';
  request.send(form);
  const stop = () => request.abort();
  signal?.addEventListener('abort', stop);
  if (signal?.aborted === true) stop();
  return answer.finally(() => signal?.removeEventListener('abort', stop));
}
