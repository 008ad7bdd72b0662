import { expect, vi } from 'vitest';
import type { DocumentCast } from '../support/documentCast.ts';
import { eventually } from '../support/eventually.ts';
import { connectRaw, type RawClient } from '../support/rawDocumentClient.ts';

/** A document with a neighbour who must not notice anything, and someone with hand-made frames. */
export async function setStage({ server, one, two }: DocumentCast, text = '') {
  const documentId = await server.addDocument(one, text);
  const neighbour = server.open(documentId, one);
  await eventually(() => expect(neighbour.text()).toBe(text));
  const raw = await connectRaw(server.url, documentId, two.cookie, { query: 'ack=1' });
  await raw.opened;
  await eventually(() => expect(raw.text()).toBe(text));
  const closes = vi.fn();
  neighbour.provider.on('connection-close', closes);
  const unharmed = async (expected: string) => {
    neighbour.doc.getText('text').insert(0, '。');
    await eventually(async () => expect((await server.stored(documentId)).getText('text').toJSON()).toBe(`。${expected}`));
    expect(closes).not.toHaveBeenCalled();
  };
  return { documentId, neighbour, raw, unharmed };
}

/** Waits until the server has refused what `raw` sent, and why. */
export async function refused(raw: RawClient, code: string, closeCode: number): Promise<void> {
  expect(await raw.closed).toBe(closeCode);
  expect(raw.refusals).toEqual([code]);
}
