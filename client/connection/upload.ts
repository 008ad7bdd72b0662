import { fileLimits, uploadFile, type StoredFile } from '../../shared/files.ts';
import type { Answer } from '../../shared/http.ts';
import { addressOf } from './call.ts';
import { announced, CallError } from './callError.ts';

export interface UploadOptions {
  /** Chosen once for a file, so that it can be sent again after a lost answer or from offline without being stored twice. */
  id?: string;
  /** Told how much has been sent, from 0 to 1. */
  onProgress?: (part: number) => void;
  signal?: AbortSignal;
}

/**
 * Attaches a file to a lesson. A line may be slow, so there is no limit on the time as long as something moves.
 * @throws CallError with the server's code, `file_too_large` without asking it, `offline`, or `cancelled`.
 */
export async function upload(lessonId: string, file: File, { id, onProgress, signal }: UploadOptions = {}): Promise<StoredFile> {
  if (file.size > fileLimits.bytes) {
    throw new CallError('file_too_large', 413, 'This file is too large.', { megabytes: fileLimits.bytes / 1024 / 1024 });
  }
  const form = new FormData();
  form.append('file', file, file.name);
  const request = new XMLHttpRequest();
  const answer = new Promise<StoredFile>((resolve, reject) => {
    request.upload.addEventListener('progress', ({ loaded, total }) => onProgress?.(total === 0 ? 0 : loaded / total));
    request.addEventListener('load', () => {
      const error = readError(request);
      if (error === null) resolve((JSON.parse(request.responseText) as Answer<typeof uploadFile>).file);
      else reject(announced(error));
    });
    request.addEventListener('error', () => reject(announced(new CallError('offline', 0, 'The server could not be reached.'))));
    request.addEventListener('abort', () => reject(new CallError('cancelled', 0, 'The upload was cancelled.')));
  });
  request.open(uploadFile.method, addressOf(uploadFile.path, { lessonId }, { id }));
  request.send(form);
  const stop = () => request.abort();
  signal?.addEventListener('abort', stop);
  if (signal?.aborted === true) stop();
  return answer.finally(() => signal?.removeEventListener('abort', stop));
}

function readError({ status, responseText }: XMLHttpRequest): CallError | null {
  if (status === 200) return null;
  try {
    const { error } = JSON.parse(responseText) as { error: { code: string; message: string; details?: Record<string, unknown> } };
    return new CallError(error.code, status, error.message, error.details);
  } catch {
    return new CallError('bad_answer', status, `The server answered ${status}.`);
  }
}
