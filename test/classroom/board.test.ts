import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { endClassSession, openClassSession } from '../../shared/classroom.ts';
import { getClassBoard, type BoardDrawers } from '../../shared/classroom/board.ts';
import { addPage, boardRoot, listPages, mostPages } from '../../shared/boardDocument.ts';
import { askOwnDevice, pairDevice } from '../../shared/devices.ts';
import { documentClose } from '../../shared/documents.ts';
import { attach, png } from '../files/support.ts';
import { until } from '../media/support.ts';
import { startPlatform, type TestPlatform } from '../support/platform.ts';
import { connectRaw, type RawClient } from '../support/rawDocumentClient.ts';
import { buildWorld, type TestPerson, type World } from '../support/world.ts';
import { buildClass, buildLesson, createPages } from './support.ts';

let platform: TestPlatform;
let world: World;
const pages = createPages(() => platform);
let clients: RawClient[] = [];
beforeAll(async () => {
  platform = await startPlatform({ graceMs: 400, recheckMs: 200 });
  world = await buildWorld(platform);
});
afterEach(() => {
  pages.closeAll();
  for (const client of clients.splice(0)) client.close();
});
afterAll(() => platform.close());

const of = (sessionId: string) => ({ params: { sessionId } });
/** Somebody's own connection to a board, past whatever their page would let them do. */
const openBoard = async (person: TestPerson, documentId: string): Promise<RawClient> => {
  const client = await connectRaw(platform.url.replace(/^http/, 'ws'), documentId, person.cookie(), { query: 'ack=1&schema=1' });
  clients = [...clients, client];
  return client;
};
const synced = async (client: RawClient): Promise<RawClient> => {
  await client.opened;
  await until('the board is here', () => listPages(client.doc).length > 0);
  return client;
};
/** Draws one thing on the first page. */
const draw = (client: RawClient, id: string = randomUUID()): string => {
  client.write((doc) => listPages(doc)[0]?.elements.set(id, new Y.Map([['look', { type: 'line' }]])));
  return id;
};
const drawnOn = (documentId: string): Promise<string[]> =>
  platform.documents.read(documentId, (doc) => listPages(doc).flatMap(({ elements }) => [...elements.keys()]));
const arrives = (documentId: string, id: string) =>
  until('what was drawn is in the document', async () => (await drawnOn(documentId)).includes(id));

describe('the board of a class', () => {
  it('is one for everybody, with a page to write on, however many enter at once (B1)', async () => {
    const { sessionId } = await buildClass(world);
    const { rear, recipient, observer } = world.people;
    const [lead, local, watching] = await Promise.all([rear, recipient, observer].map((person) => pages.open(person)));
    const snapshots = await Promise.all([
      lead?.join(sessionId, 'lead'),
      local?.join(sessionId, 'local'),
      watching?.join(sessionId, 'observer'),
    ]);
    const ids = new Set(snapshots.map((snapshot) => snapshot?.board.documentId));
    expect(ids.size).toBe(1);
    expect(snapshots[0]?.board.drawers).toBe('teachers');
    expect(snapshots[0]?.shown).toEqual({ what: { kind: 'nothing' }, by: null, at: null });
    expect(await platform.documents.read([...ids][0] ?? '', (doc) => listPages(doc).length)).toBe(1);
  });

  it('is written by who may draw; what others send changes nothing, by any path (B3, S07)', async () => {
    const { sessionId } = await buildClass(world);
    const { rear, stationed, observer } = world.people;
    const lead = await pages.open(rear);
    const { board } = await lead.join(sessionId, 'lead');
    await (await pages.open(stationed)).join(sessionId, 'device');
    await (await pages.open(observer)).join(sessionId, 'observer');
    const [own, device, watching] = await Promise.all(
      [rear, stationed, observer].map(async (person) => synced(await openBoard(person, board.documentId))),
    );
    if (own === undefined || device === undefined || watching === undefined) throw new Error('not open');
    await arrives(board.documentId, draw(own));
    await until('the others see it', () => listPages(watching.doc)[0]?.elements.size === 1);
    expect(device.hello?.access).toBe('read');
    const tried = [draw(device), draw(watching)];
    await until('both are refused', () => device.refusals.length + watching.refusals.length === 2);
    expect([...device.refusals, ...watching.refusals]).toEqual(['read_only', 'read_only']);
    expect((await drawnOn(board.documentId)).filter((id) => tried.includes(id))).toEqual([]);
  });

  it('takes on who draws as the lead says, for connections that are open (B3, B4)', async () => {
    const { sessionId } = await buildClass(world);
    const { rear, recipient, stationed } = world.people;
    const lead = await pages.open(rear);
    const { board } = await lead.join(sessionId, 'lead');
    const localPage = await pages.open(recipient);
    await localPage.join(sessionId, 'local');
    await (await pages.open(stationed)).join(sessionId, 'device');
    const local = await synced(await openBoard(recipient, board.documentId));
    const device = await synced(await openBoard(stationed, board.documentId));
    const set = (drawers: BoardDrawers) => lead.ask('board:drawers', { epoch: lead.epoch(), drawers });
    const accesses = () => [local.hello?.access, device.hello?.access];
    for (const [drawers, expected] of [
      ['room', ['write', 'write']],
      ['lead', ['read', 'read']],
      ['teachers', ['write', 'read']],
    ] as const) {
      expect(await set(drawers)).toEqual({ ...board, drawers });
      await localPage.hears('board:changed', (told) => told.board.drawers === drawers);
      await until(`the connections know of ${drawers}`, () => accesses().join() === expected.join());
    }
    // It is the lead's to say, and an observer's never; a local teacher says it while no lead is here.
    const saying = () => localPage.ask('board:drawers', { epoch: localPage.epoch(), drawers: 'room' });
    await expect(saying()).rejects.toMatchObject({ code: 'forbidden' });
    lead.drop();
    await until('the lead is away', () => localPage.told('class:participant').some(({ participant }) => participant.away));
    expect(await saying()).toEqual({ ...board, drawers: 'room' });
  });

  it('is closed to who is not in the class, and to other worlds like one that does not exist (B2, S01)', async () => {
    const { sessionId } = await buildClass(world);
    const { rear, recipient } = world.people;
    const lead = await pages.open(rear);
    const { board } = await lead.join(sessionId, 'lead');
    const stranger = (await buildWorld(platform)).people.rear;
    for (const person of [recipient, stranger]) {
      expect(await (await openBoard(person, board.documentId)).closed).toBe(documentClose.notFound);
    }
    await expect(stranger.call(getClassBoard, of(sessionId))).rejects.toMatchObject({ status: 404 });
    // Leaving the class closes the board.
    const local = await pages.open(recipient);
    await local.join(sessionId, 'local');
    const open = await synced(await openBoard(recipient, board.documentId));
    await local.ask('class:leave', { epoch: local.epoch() });
    expect(await open.closed).toBe(documentClose.forbidden);
  });

  it('gets pages from the teachers, whom everybody follows, up to a limit (B5)', async () => {
    const { sessionId } = await buildClass(world);
    const { rear, recipient, observer } = world.people;
    const lead = await pages.open(rear);
    const { board } = await lead.join(sessionId, 'lead');
    const watching = await pages.open(observer);
    await watching.join(sessionId, 'observer');
    const { what } = await lead.ask('show:board', { epoch: lead.epoch() });
    const first = await platform.documents.read(board.documentId, (doc) => listPages(doc)[0]?.id);
    expect(what).toEqual({ kind: 'board', pageId: first });
    const added = await lead.ask('board:add-page', { epoch: lead.epoch() });
    expect(added.what).not.toEqual(what);
    await watching.hears('show:changed', ({ shown }) => JSON.stringify(shown.what) === JSON.stringify(added.what));
    await lead.ask('show:nothing', { epoch: lead.epoch() });
    // Opened again it is where it was; who comes later sees the same.
    expect((await lead.ask('show:board', { epoch: lead.epoch() })).what).toEqual(added.what);
    const local = await pages.open(recipient);
    const late = await local.join(sessionId, 'local');
    expect(late.shown).toMatchObject({ what: added.what, by: { id: rear.id } });
    for (const name of ['show:board', 'show:nothing', 'board:add-page'] as const) {
      await expect(watching.ask(name, { epoch: watching.epoch() })).rejects.toMatchObject({ code: 'forbidden' });
    }
    await expect(lead.ask('show:board', { epoch: lead.epoch(), pageId: 'unknown' })).rejects.toMatchObject({ code: 'not_found' });
    await platform.documents.change(board.documentId, rear.id, (doc) => {
      while (doc.getArray(boardRoot).length < mostPages) addPage(doc, randomUUID());
    });
    await expect(lead.ask('board:add-page', { epoch: lead.epoch() })).rejects.toMatchObject({ code: 'board_full' });
  });

  it('is still there for who comes back after everybody had left, and is only read when the class has ended (B6)', async () => {
    const { sessionId } = await buildClass(world);
    const { rear, recipient, mentor } = world.people;
    const lead = await pages.open(rear);
    const { board } = await lead.join(sessionId, 'lead');
    const drawn = draw(await synced(await openBoard(rear, board.documentId)));
    await arrives(board.documentId, drawn);
    await lead.ask('class:leave', { epoch: lead.epoch() });
    const again = await pages.open(recipient);
    expect((await again.join(sessionId, 'local')).board).toEqual(board);
    const open = await synced(await openBoard(recipient, board.documentId));
    expect(open.hello?.access).toBe('write');
    await rear.call(endClassSession, of(sessionId));
    await until('the board is read only', () => open.hello?.access === 'read');
    const late = draw(open);
    await until('it is refused', () => open.refusals.length === 1);
    expect(await drawnOn(board.documentId)).toEqual([drawn]);
    expect(late).not.toBe(drawn);
    expect(await mentor.call(getClassBoard, of(sessionId))).toEqual({
      documentId: board.documentId,
      writtenPages: 1,
      shownFiles: [],
    });
    expect((await synced(await openBoard(mentor, board.documentId))).hello?.access).toBe('read');
  });
});

describe('slides', () => {
  it('are files of the lesson that a browser can draw, at a page that everybody is told of (B7)', async () => {
    const lesson = await buildLesson(world);
    const { rear, recipient, observer } = world.people;
    const picture = await attach(rear, lesson.id, { name: '月饼.png', bytes: png(8, 6) });
    const slides = await attach(rear, lesson.id, { name: '分数.pdf', bytes: Buffer.from('%PDF-1.4\n') });
    const text = await attach(rear, lesson.id, { name: '说明.txt', bytes: Buffer.from('说明') });
    const other = await attach(rear, (await buildLesson(world)).id, { name: '别的.png', bytes: png(8, 6) });
    const { id: sessionId } = await rear.call(openClassSession, { params: { lessonId: lesson.id }, body: {} });
    const lead = await pages.open(rear);
    await lead.join(sessionId, 'lead');
    const watching = await pages.open(observer);
    await watching.join(sessionId, 'observer');
    const show = (fileId: string, page = 1) => lead.ask('show:file', { epoch: lead.epoch(), fileId, page });
    expect((await show(picture.id)).what).toEqual({
      kind: 'file',
      fileId: picture.id,
      name: '月饼.png',
      type: 'image/png',
      page: 1,
    });
    await show(slides.id);
    const { what, by } = await show(slides.id, 3);
    expect(what).toMatchObject({ fileId: slides.id, page: 3 });
    expect(by?.id).toBe(rear.id);
    await watching.hears('show:changed', ({ shown }) => shown.what.kind === 'file' && shown.what.page === 3);
    await expect(show(text.id)).rejects.toMatchObject({ code: 'not_showable' });
    for (const id of [other.id, randomUUID()]) await expect(show(id)).rejects.toMatchObject({ code: 'not_found' });
    await expect(watching.ask('show:file', { epoch: watching.epoch(), fileId: picture.id, page: 1 })).rejects.toMatchObject({
      code: 'forbidden',
    });
    // The device of the classroom, which knows no lesson, reads what the class is shown, and nothing else.
    const device = platform.api();
    const own = await device.call(askOwnDevice);
    const body = { code: own.state === 'waiting' ? own.code : '', organisationId: world.recipientId, name: '三（1）班大屏' };
    await recipient.call(pairDevice, { body });
    await device.call(askOwnDevice);
    const status = async (fileId: string) => (await device.raw(`/api/files/${fileId}`)).status;
    expect([await status(picture.id), await status(text.id), await status(other.id)]).toEqual([200, 404, 404]);
    // A page from before the latest join shows nothing any more (SPEC 2.6).
    const older = lead.epoch();
    await lead.join(sessionId, 'lead');
    await expect(lead.ask('show:nothing', { epoch: older })).rejects.toMatchObject({ code: 'stale_epoch' });
    await rear.call(endClassSession, of(sessionId));
    expect(await status(picture.id)).toBe(404);
    expect((await recipient.call(getClassBoard, of(sessionId))).shownFiles).toEqual([
      { fileId: picture.id, name: '月饼.png' },
      { fileId: slides.id, name: '分数.pdf' },
    ]);
  });
});
