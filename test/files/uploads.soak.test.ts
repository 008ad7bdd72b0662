import fs from 'node:fs/promises';
import http from 'node:http';
import path from 'node:path';
import { expect, it } from 'vitest';
import { startLesson, until } from '../planning/support.ts';
import { startPlatform } from '../support/platform.ts';
import { buildWorld } from '../support/world.ts';
import { attach } from './support.ts';

it('a thousand uploads that break off leave no file behind, and the next one goes through (F04)', async () => {
  const platform = await startPlatform();
  const world = await buildWorld(platform);
  const { rear } = world.people;
  const { id } = await startLesson(world, rear);
  const breakOff = async (index: number) => {
    const request = http.request(`${platform.url}/api/lessons/${id}/files`, {
      method: 'POST',
      headers: { cookie: rear.cookie(), 'content-type': 'multipart/form-data; boundary=x', 'content-length': 5_000_000 },
    });
    const ended = new Promise<void>((resolve) => request.once('close', resolve));
    request.on('error', () => undefined);
    request.write(`--x\r\nContent-Disposition: form-data; name="file"; filename="${index}"\r\n\r\n${'x'.repeat(index * 500)}`);
    await new Promise((resolve) => setTimeout(resolve, index % 50));
    request.destroy();
    await ended;
  };
  for (let from = 0; from < 1_000; from += 25) {
    await Promise.all(Array.from({ length: 25 }, (_each, index) => breakOff(from + index)));
  }
  const folder = path.join(platform.dataDir, 'files');
  await until(async () => (await fs.readdir(path.join(folder, 'incoming'))).length === 0, 'no half file is left');
  expect(await fs.readdir(folder)).toEqual(['incoming']);
  expect((await attach(rear, id, { name: 'whole.txt', bytes: Buffer.from('whole') })).size).toBe(5);
  await platform.close();
});
