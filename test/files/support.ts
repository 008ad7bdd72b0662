import { deflateSync, crc32 } from 'node:zlib';
import type { StoredFile } from '../../shared/files.ts';
import type { ErrorBody } from '../../shared/http.ts';
import { ApiError, type Api } from '../support/api.ts';

/** A file as a person chooses it. */
export interface Chosen {
  name: string;
  bytes: Uint8Array<ArrayBuffer>;
  id?: string;
}

/** Sends a file to a lesson as a browser's form does. */
export async function sendForm(by: Api, lessonId: string, { name, bytes, id }: Chosen): Promise<Response> {
  const form = new FormData();
  form.append('file', new Blob([bytes]), name);
  const query = id === undefined ? '' : `?id=${id}`;
  return by.raw(`/api/lessons/${lessonId}/files${query}`, { method: 'POST', body: form });
}

/** Attaches a file to a lesson. @throws ApiError */
export async function attach(by: Api, lessonId: string, chosen: Chosen): Promise<StoredFile> {
  const response = await sendForm(by, lessonId, chosen);
  const answer: unknown = await response.json();
  if (!response.ok) throw new ApiError(response.status, answer as ErrorBody);
  return (answer as { file: StoredFile }).file;
}

/** A whole, grey PNG; the picture it claims to be may be larger than the one it holds. */
export function png(width: number, height: number): Buffer<ArrayBuffer> {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 0], 8);
  const rows = Buffer.alloc((Math.min(width, 64) + 1) * Math.min(height, 64), 0x80);
  const parts = [chunk('IHDR', header), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))];
  return Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), ...parts]);
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
}
