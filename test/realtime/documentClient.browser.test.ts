import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { build } from 'vite';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { BrowserContext, Page } from 'playwright-core';
import type * as connection from '../support/documentPage.ts';
import { openDatabase, type OpenDatabase } from '../../server/database/open.ts';
import { startBrowser, type TestBrowser } from '../support/browser.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { DocumentServer, type Writer } from '../support/documentServer.ts';
import { eventually } from '../support/eventually.ts';

declare global {
  interface Window {
    connection: typeof connection;
    opened: connection.OpenDocument;
  }
}

let own: TestDatabase;
let database: OpenDatabase;
let server: DocumentServer;
let browser: TestBrowser;
let script: string;
let writer: Writer;
let documentId: string;

beforeAll(async () => {
  own = await createTestDatabase();
  database = await openDatabase({ connection: own.connection, durable: false });
  browser = await startBrowser();
  script = await bundle('test/support/documentPage.ts');
});
afterAll(async () => {
  await browser.close();
  await database.close();
  await own.drop();
});
afterEach(async () => {
  await server.close();
  expect(server.errors).toEqual([]);
});
beforeEach(async () => {
  server = await DocumentServer.start({ database });
  writer = await server.addWriter();
  documentId = await server.addDocument(writer, '学情：');
});

const html = `<!doctype html><title>plan</title><script type="module">
  window.connection = await import('/client.js');
</script>`;

async function bundle(entry: string): Promise<string> {
  const lib = { entry, formats: ['es' as const], fileName: 'client' };
  const built = await build({ configFile: false, logLevel: 'error', build: { write: false, minify: false, lib } });
  const [output] = [built].flat();
  if (output === undefined || !('output' in output)) throw new Error('nothing was built');
  return output.output[0].code;
}

/** A page that has the document open and nothing else; it can be loaded whether the server runs or not. */
async function openPage(): Promise<{ context: BrowserContext; page: Page }> {
  // Chromium does not know that a page which a test hands it comes from this machine.
  const context = await browser.browser.newContext({ permissions: ['local-network-access'] });
  const origin = server.url.replace('ws:', 'http:');
  const [name, value] = writer.cookie.split('=');
  await context.addCookies([{ name: name ?? '', value: value ?? '', url: origin }]);
  await context.route(`${origin}/`, (route) => route.fulfill({ contentType: 'text/html', body: html }));
  await context.route(`${origin}/client.js`, (route) => route.fulfill({ contentType: 'text/javascript', body: script }));
  const page = await context.newPage();
  await page.goto(`${origin}/`);
  await openDocument(page);
  return { context, page };
}

async function openDocument(page: Page): Promise<void> {
  await page.waitForFunction(() => 'connection' in window);
  await page.evaluate(
    (options) => {
      window.opened = window.connection.openDocument({ ...options, schemaVersion: 1 });
    },
    { documentId, accountId: writer.accountId },
  );
}

const stateOf = (page: Page) => page.evaluate(() => window.opened.state);
const textOf = (page: Page) => page.evaluate(() => window.opened.doc.getText('text').toJSON());
const write = (page: Page, text: string) =>
  page.evaluate((added) => {
    const root = window.opened.doc.getText('text');
    root.insert(root.length, added);
  }, text);
const storedText = async () => (await server.stored(documentId)).getText('text').toJSON();
const becomes = (page: Page, expected: Partial<Awaited<ReturnType<typeof stateOf>>>, timeout = 5_000) =>
  vi.waitFor(async () => expect(await stateOf(page)).toMatchObject(expected), timeout);

test('what is shown as saved is on the server, and the role and the room left are known', async () => {
  const { context, page } = await openPage();
  await becomes(page, { saveState: 'saved', ready: true, access: 'write', size: { limit: 8 * 1024 * 1024 } as never });
  await write(page, '三十二人');
  expect(await stateOf(page)).toMatchObject({ saveState: 'saving', hasUnsaved: true });
  await becomes(page, { saveState: 'saved', hasUnsaved: false });
  expect(await storedText()).toBe('学情：三十二人');
  await context.close();
});

test('what was written offline outlives a reload, is marked as not on the server, and merges when the server is back', async () => {
  const { context, page } = await openPage();
  await becomes(page, { saveState: 'saved' });
  const port = Number(new URL(server.url).port);
  await server.close();
  await becomes(page, { saveState: 'offline', hasUnsaved: false });
  await write(page, '离线写下');
  await becomes(page, { saveState: 'offline', hasUnsaved: true });
  await page.reload();
  await openDocument(page);
  await becomes(page, { saveState: 'offline', ready: true, hasUnsaved: true });
  expect(await textOf(page)).toBe('学情：离线写下');

  server = await DocumentServer.start({ database, port });
  await server.documents.change(documentId, writer.accountId, (doc) => doc.getText('text').insert(0, '【一班】'));
  await becomes(page, { saveState: 'saved', hasUnsaved: false }, 10_000);
  expect(await textOf(page)).toBe('【一班】学情：离线写下');
  expect(await storedText()).toBe('【一班】学情：离线写下');
  await context.close();
});

test('C1: what is written offline is shown as kept when the device has committed it, not before', async () => {
  const { context, page } = await openPage();
  await becomes(page, { saveState: 'saved', kept: true, keeping: false });
  await server.close();
  await becomes(page, { saveState: 'offline' });
  // A slow device: another transaction writes into the copy until it is let go.
  await page.evaluate(async () => {
    const name = (await indexedDB.databases()).find((database) => database.name?.startsWith('doc:'))?.name ?? '';
    const opening = indexedDB.open(name);
    await new Promise((resolve) => (opening.onsuccess = resolve));
    const updates = opening.result.transaction('updates', 'readwrite').objectStore('updates');
    let held = true;
    Object.assign(window, { letGo: () => (held = false) });
    const hold = () => {
      if (held) updates.getKey(0).onsuccess = hold;
    };
    hold();
  });
  await write(page, '甲');
  expect(await stateOf(page)).toMatchObject({ saveState: 'saving', hasUnsaved: true });
  await sleep(300);
  await write(page, '乙');
  expect(await stateOf(page)).toMatchObject({ saveState: 'saving' });
  await page.evaluate('letGo()');
  await becomes(page, { saveState: 'offline', keeping: false });
  await page.reload();
  await openDocument(page);
  await becomes(page, { saveState: 'offline', ready: true });
  expect(await textOf(page)).toBe('学情：甲乙');
  server = await DocumentServer.start({ database });
  await context.close();
});

test('D05: while the server cannot store, the page says so, and is saved without a reload once it can', async () => {
  const { context, page } = await openPage();
  await becomes(page, { saveState: 'saved' });
  await sql`create function refuse() returns trigger language plpgsql as $$ begin raise exception using errcode = '53100'; end $$`.execute(
    database.db,
  );
  await sql`create trigger refuse before insert on document_updates execute function refuse()`.execute(database.db);
  await write(page, '甲');
  await becomes(page, { saveState: 'unsaved', connected: true }, 8_000);
  await sql`drop function refuse cascade`.execute(database.db);
  await becomes(page, { saveState: 'saved' });
  expect(await storedText()).toBe('学情：甲');
  await context.close();
});

test('a role that changes while one writes is told, and what could not be saved is not shown as saved', async () => {
  const { context, page } = await openPage();
  await becomes(page, { access: 'write', saveState: 'saved' });
  server.access.set(writer.accountId, 'comment');
  await server.connections.recheck();
  await becomes(page, { access: 'comment' });
  await write(page, '还在写');
  await becomes(page, { saveState: 'unsaved', refusal: 'read_only', hasUnsaved: true });
  expect(await storedText()).toBe('学情：');
  await context.close();
});

test('a session that ends closes the document for good, and signing out removes every copy from the browser', async () => {
  const { context, page } = await openPage();
  await becomes(page, { saveState: 'saved' });
  const copies = () =>
    page.evaluate(async () => (await indexedDB.databases()).filter(({ name }) => name?.startsWith('doc:')).length);
  await eventually(async () => expect(await copies()).toBe(1));
  server.ended.set(writer.accountId, 'signed_out');
  await server.connections.recheck();
  await becomes(page, { ended: 'signed-out', connected: false });
  await page.evaluate(async (accountId) => {
    window.opened.close();
    await window.connection.forgetDocuments(accountId);
  }, writer.accountId);
  expect(await copies()).toBe(0);
  await context.close();
});
