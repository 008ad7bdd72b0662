import fs from 'node:fs/promises';
import http from 'node:http';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fileLimits, listFiles } from '../../shared/files.ts';
import type { Lesson } from '../../shared/planning.ts';
import { startLesson, until } from '../planning/support.ts';
import { startPlatform, type TestPlatform } from '../support/platform.ts';
import { buildWorld, type World } from '../support/world.ts';
import { attach, sendForm } from './support.ts';

let platform: TestPlatform;
let world: World;
let lesson: Lesson;

beforeAll(async () => {
  platform = await startPlatform();
  world = await buildWorld(platform);
});
beforeEach(async () => {
  lesson = await startLesson(world, world.people.rear);
});
afterAll(() => platform.close());

const incoming = () => fs.readdir(path.join(platform.dataDir, 'files', 'incoming'));
const stored = async () => (await world.people.rear.call(listFiles, { params: { lessonId: lesson.id } })).items;

/** A request whose body is written by hand. */
function open(headers: http.OutgoingHttpHeaders): {
  request: http.ClientRequest;
  answer: Promise<{ status: number; body: string }>;
} {
  const request = http.request(`${platform.url}/api/lessons/${lesson.id}/files`, {
    method: 'POST',
    headers: { cookie: world.people.rear.cookie(), 'content-type': 'multipart/form-data; boundary=x', ...headers },
  });
  const answer = new Promise<{ status: number; body: string }>((resolve, reject) => {
    request.on('error', reject);
    request.on('response', (response) => {
      let body = '';
      response.on('data', (part) => (body += String(part)));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
    });
  });
  return { request, answer };
}

const head = '--x\r\nContent-Disposition: form-data; name="file"; filename="a.bin"\r\n\r\n';

describe('an upload', () => {
  it('of the largest size goes through, and of one byte more does not', async () => {
    const { rear } = world.people;
    const bytes = Buffer.alloc(fileLimits.bytes + 1, 7);
    expect((await attach(rear, lesson.id, { name: 'most.bin', bytes: bytes.subarray(1) })).size).toBe(fileLimits.bytes);
    const refused = attach(rear, lesson.id, { name: 'more.bin', bytes });
    await expect(refused).rejects.toMatchObject({ status: 413, code: 'file_too_large', details: { megabytes: 25 } });
    expect(await incoming()).toEqual([]);
    expect(await stored()).toHaveLength(1);
  });

  it('that says it is too large is refused before its first byte', async () => {
    const { request, answer } = open({ 'content-length': fileLimits.bytes * 100 });
    request.flushHeaders();
    const { status, body } = await answer;
    expect(status).toBe(413);
    expect(body).toContain('"megabytes":25');
    request.destroy();
  });

  it('that does not say its size is stopped when it has become too large, and answered', async () => {
    const { request, answer } = open({ 'transfer-encoding': 'chunked' });
    request.write(head);
    const piece = Buffer.alloc(1024 * 1024, 7);
    for (let count = 0; count < 27; count++) {
      if (!request.write(piece)) await new Promise((resolve) => request.once('drain', resolve));
    }
    expect((await answer).status).toBe(413);
    request.destroy();
    expect(await incoming()).toEqual([]);
  });

  it.each([
    ['no form at all', 'application/octet-stream', 'abc'],
    ['a form without a boundary', 'multipart/form-data', 'abc'],
    ['nothing', 'multipart/form-data; boundary=x', ''],
    ['noise', 'multipart/form-data; boundary=x', '\u0000\u0001\u0002'.repeat(1000)],
    ['a part without an end', 'multipart/form-data; boundary=x', `${head}abc`],
    ['a head without an end', 'multipart/form-data; boundary=x', '--x\r\nContent-Disposition: form-data; name="fi'],
    ['a head of 100 kB', 'multipart/form-data; boundary=x', `--x\r\nX: ${'a'.repeat(100_000)}\r\n\r\nabc\r\n--x--\r\n`],
    [
      'a field instead of a file',
      'multipart/form-data; boundary=x',
      '--x\r\nContent-Disposition: form-data; name="file"\r\n\r\na\r\n--x--\r\n',
    ],
    ['a file of another name', 'multipart/form-data; boundary=x', `${head.replace('"file"', '"other"')}abc\r\n--x--\r\n`],
  ])('that is %s is refused, and leaves nothing (F04)', async (_what, type, body) => {
    const { rear } = world.people;
    const response = await rear.raw(`/api/lessons/${lesson.id}/files`, {
      method: 'POST',
      headers: { 'content-type': type },
      body,
    });
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('invalid_input');
    expect(await incoming()).toEqual([]);
    expect(await stored()).toEqual([]);
  });

  it('that breaks off, fifty times at once, leaves nothing and hurts nobody (F04)', async () => {
    const broken = Array.from({ length: 50 }, async (_each, index) => {
      const { request, answer } = open({ 'content-length': 2_000_000 });
      const ended = answer.catch(() => undefined);
      request.write(head + 'x'.repeat(index * 10_000));
      await new Promise((resolve) => setTimeout(resolve, 20 + (index % 7) * 10));
      request.destroy();
      await ended;
    });
    const between = sendForm(world.people.rear, lesson.id, { name: 'whole.txt', bytes: Buffer.from('whole') });
    await Promise.all(broken);
    expect((await between).status).toBe(200);
    await until(async () => (await incoming()).length === 0, 'no half file is left');
    expect((await stored()).map(({ name }) => name)).toEqual(['whole.txt']);
  });
});
