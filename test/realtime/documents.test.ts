import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { DocumentServer, type Writer } from '../support/documents.ts';

let server: DocumentServer;
let writer: Writer;

beforeAll(async () => {
  server = await DocumentServer.start();
  writer = await server.addWriter();
});
afterAll(async () => {
  await server.close();
  expect(server.errors).toEqual([]);
});

test('two stock clients write at once and end up with the same text, which is stored', async () => {
  const documentId = await server.addDocument(writer, '开头');
  const one = server.open(documentId, writer);
  const two = server.open(documentId, await server.addWriter('周老师'));
  await vi.waitFor(() => expect([one.text(), two.text()]).toEqual(['开头', '开头']));
  for (let index = 0; index < 50; index++) {
    one.doc.getText('text').insert(0, `a${index}`);
    two.doc.getText('text').insert(two.text().length, `b${index}`);
  }
  await vi.waitFor(() => expect(one.text()).toHaveLength(2 + 2 * (10 * 2 + 40 * 3)));
  await vi.waitFor(() => expect(two.text()).toBe(one.text()));
  await vi.waitFor(async () => expect((await server.stored(documentId)).getText('text').toString()).toBe(one.text()));
});
