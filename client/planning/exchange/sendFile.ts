import { startImport, type ExchangeJob } from '../../../shared/exchange.ts';
import type { ErrorBody } from '../../../shared/http.ts';
import { CallError } from '../../connection/call.ts';
import { announced } from '../../connection/callError.ts';

/** Sends a file to be read. @throws CallError with the server's code, `offline`, or `bad_answer`. */
export async function sendFile(file: File): Promise<ExchangeJob> {
  const form = new FormData();
  form.append('file', file, file.name);
  let response: Response;
  try {
    response = await fetch(startImport.path, { method: startImport.method, body: form });
  } catch {
    throw announced(new CallError('offline', 0, 'The server could not be reached.'));
  }
  const answer = (await response.json().catch(() => null)) as ExchangeJob | ErrorBody | null;
  if (answer === null) throw announced(new CallError('bad_answer', response.status, 'The answer could not be read.'));
  if ('state' in answer) return answer;
  if (answer.error === null) throw announced(new CallError('bad_answer', response.status, 'The answer could not be read.'));
  throw announced(new CallError(answer.error.code, response.status, answer.error.message, answer.error.details));
}
