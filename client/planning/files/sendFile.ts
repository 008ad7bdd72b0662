import { uploadFile, type StoredFile } from '../../../shared/files.ts';
import { addressOf, failureOf } from '../../connection/call.ts';
import { CallError } from '../../connection/callError.ts';

/** A file on its way to a lesson. */
export interface Sending {
  lessonId: string;
  file: File;
  /** Chosen here, so that sending again after a lost answer stores nothing twice. */
  id: string;
  /** Told the share that has been sent, from 0 to 1. */
  onProgress: (share: number) => void;
  signal: AbortSignal;
}

/**
 * Sends a file to a lesson; the one place where files leave this device.
 * @throws CallError with the server's code, or `offline`; DOMException `AbortError` when it was cancelled.
 */
export function sendFile({ lessonId, file, id, onProgress, signal }: Sending): Promise<StoredFile> {
  // fetch cannot tell how much has been sent.
  const request = new XMLHttpRequest();
  const body = new FormData();
  body.append('file', file, file.name);
  return new Promise((resolve, reject) => {
    request.open('POST', addressOf(uploadFile.path, { lessonId }, { id }));
    request.responseType = 'json';
    request.upload.onprogress = ({ loaded, total }) => onProgress(total === 0 ? 0 : loaded / total);
    request.onload = () => {
      const answer: unknown = request.response;
      if (request.status >= 200 && request.status < 300 && answer !== null) resolve((answer as { file: StoredFile }).file);
      else reject(failureOf(request.status, answer));
    };
    request.onerror = () => reject(new CallError('offline', 0, 'The server could not be reached.'));
    request.onabort = () => reject(new DOMException('The upload was cancelled.', 'AbortError'));
    signal.addEventListener('abort', () => request.abort(), { once: true });
    request.send(body);
  });
}
