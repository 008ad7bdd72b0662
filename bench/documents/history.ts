import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import * as Y from 'yjs';
import { sharesFrom } from '../../test/support/randomNumbers.ts';

/** Edits after the newest snapshot, which our server reads one by one. */
const edits = { sinceSnapshot: 400, aSession: 4_000 };

/**
 * Makes a folder with a document of `count` edits of one character each, as a group of people types them: in runs at one place,
 * a fifth of them taken back, from time to time somewhere else, under a new client id every 4,000 edits. It is made once and
 * kept in the temporary folder.
 */
export async function makeHistory(count: number): Promise<string> {
  const folder = path.join(os.tmpdir(), `tongke-bench-history-${count}-1`);
  if (await exists(path.join(folder, 'complete'))) return folder;
  await fs.mkdir(folder, { recursive: true });
  const doc = new Y.Doc();
  const updates: Uint8Array[] = [];
  const random = sharesFrom(20_260_901);
  const text = doc.getText('text');
  let at = 0;
  for (let edit = 0; edit < count; edit += 1) {
    if (edit % edits.aSession === 0) doc.clientID = 1_000_000 + edit;
    if (edit === count - edits.sinceSnapshot) {
      await fs.writeFile(path.join(folder, 'snapshot'), Y.encodeStateAsUpdate(doc));
      doc.on('update', (update: Uint8Array) => void updates.push(update));
    }
    if (random() < 0.03) at = Math.floor(random() * (text.length + 1));
    if (at > 0 && random() < 0.2) {
      at -= 1;
      text.delete(at, 1);
    } else {
      text.insert(at, characters[Math.floor(random() * characters.length)] as string);
      at += 1;
    }
  }
  await fs.writeFile(
    path.join(folder, 'updates'),
    JSON.stringify(updates.map((update) => Buffer.from(update).toString('base64'))),
  );
  await fs.writeFile(wholeHistory(folder), Y.encodeStateAsUpdate(doc));
  await fs.writeFile(path.join(folder, 'complete'), String(count - edits.sinceSnapshot));
  return folder;
}

/** The file that holds all of a history, which is how the peers keep it. */
export function wholeHistory(folder: string): string {
  return path.join(folder, 'whole');
}

/** A history as our database keeps it. */
export async function storedHistory(folder: string): Promise<{ snapshot: { seq: number; state: Buffer }; updates: Buffer[] }> {
  const seq = Number(await fs.readFile(path.join(folder, 'complete'), 'utf8'));
  const state = await fs.readFile(path.join(folder, 'snapshot'));
  const updates = JSON.parse(await fs.readFile(path.join(folder, 'updates'), 'utf8')) as string[];
  return { snapshot: { seq, state }, updates: updates.map((update) => Buffer.from(update, 'base64')) };
}

const characters = [...'学生说出分数的意义并能比较同分母大小 abcdefg。，'];

async function exists(file: string): Promise<boolean> {
  return fs.access(file).then(
    () => true,
    () => false,
  );
}
