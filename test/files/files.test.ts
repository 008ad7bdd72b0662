import { randomUUID } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDiskStorage } from '../../server/files/diskStorage.ts';
import { sweepStorage } from '../../server/files/sweep.ts';
import { fileAddress, linkFile, listFiles } from '../../shared/files.ts';
import { updateMember } from '../../shared/programme.ts';
import type { Lesson } from '../../shared/planning.ts';
import { startLesson } from '../planning/support.ts';
import { startPlatform, type TestPlatform } from '../support/platform.ts';
import { buildWorld, type World } from '../support/world.ts';
import { attach, png, sendForm } from './support.ts';

let platform: TestPlatform;
let world: World;
let lesson: Lesson;

beforeAll(async () => {
  platform = await startPlatform();
  world = await buildWorld(platform);
  lesson = await startLesson(world, world.people.rear);
});
afterAll(() => platform.close());

const bytesOf = async (response: Response) => Buffer.from(await response.arrayBuffer());

describe('a file of a lesson', () => {
  it('is found to be what it is, keeps its Chinese name, and comes back byte for byte', async () => {
    const { rear, recipient, observer } = world.people;
    const bytes = png(320, 200);
    const file = await attach(rear, lesson.id, { name: '折纸 “四分之一”.png', bytes });
    expect(file).toMatchObject({ name: '折纸 “四分之一”.png', size: bytes.length, type: 'image/png', width: 320, height: 200 });
    expect(file.by.name).toBe(rear.name);
    const response = await recipient.raw(fileAddress(file.id));
    expect(response.status).toBe(200);
    expect((await bytesOf(response)).equals(bytes)).toBe(true);
    expect((await recipient.call(listFiles, { params: { lessonId: lesson.id } })).items.map(({ id }) => id)).toContain(file.id);
    expect((await observer.raw(fileAddress(file.id))).status).toBe(404);
  });

  it('is attached by those who write the plan only', async () => {
    for (const role of ['mentor', 'coordinator'] as const) {
      const refused = attach(world.people[role], lesson.id, { name: 'a.txt', bytes: Buffer.from('a') });
      await expect(refused).rejects.toMatchObject({ status: 403, code: 'forbidden' });
    }
    await expect(attach(world.people.observer, lesson.id, { name: 'a', bytes: Buffer.from('a') })).rejects.toThrow('404');
  });

  it('is closed to other organisations, to those signed out, and after the term (R01)', async () => {
    const { coordinator, stationed } = world.people;
    const file = await attach(stationed, lesson.id, { name: '学情.pdf', bytes: Buffer.from('%PDF-1.7 …') });
    const address = fileAddress(file.id);
    const other = await buildWorld(platform);
    const unknown = await (await other.people.rear.raw(fileAddress(randomUUID()))).text();
    const foreign = await other.people.rear.raw(address);
    expect([foreign.status, await foreign.text()]).toEqual([404, unknown]);
    expect((await platform.api().raw(address)).status).toBe(401);
    expect((await stationed.raw(address)).status).toBe(200);
    await coordinator.call(updateMember, { params: { memberId: stationed.memberId }, body: { endsOn: '2020-02-01' } });
    expect((await stationed.raw(address)).status).toBe(404);
    await coordinator.call(updateMember, { params: { memberId: stationed.memberId }, body: { endsOn: null } });
  });

  it('is stored once, however often it is sent under the id that the client chose', async () => {
    const { rear, recipient } = world.people;
    const chosen = { name: '教具.txt', bytes: Buffer.from('圆片、纸条'), id: randomUUID() };
    const [first, again] = await Promise.all([attach(rear, lesson.id, chosen), attach(rear, lesson.id, chosen)]);
    expect(again).toEqual(first);
    expect(await attach(rear, lesson.id, chosen)).toEqual(first);
    const other = await startLesson(world, rear);
    const taken = { status: 409, code: 'id_taken' };
    await expect(attach(rear, lesson.id, { ...chosen, bytes: Buffer.from('别的') })).rejects.toMatchObject(taken);
    await expect(attach(recipient, lesson.id, chosen)).rejects.toMatchObject(taken);
    await expect(attach(rear, other.id, chosen)).rejects.toMatchObject(taken);
    expect((await rear.raw(fileAddress(first.id))).status).toBe(200);
    expect(await contents()).toBe(await rows());
  });

  it('is sent in ranges, and not again to those who have it', async () => {
    const { rear } = world.people;
    const bytes = Buffer.from('0123456789');
    const { id } = await attach(rear, lesson.id, { name: 'digits.txt', bytes });
    const get = (headers: Record<string, string>, method = 'GET') => rear.raw(fileAddress(id), { headers, method });
    const part = await get({ range: 'bytes=2-4' });
    expect([part.status, await part.text(), part.headers.get('content-range')]).toEqual([206, '234', 'bytes 2-4/10']);
    const end = await get({ range: 'bytes=-3' });
    expect([end.status, await end.text()]).toEqual([206, '789']);
    expect((await get({ range: 'bytes=10-' })).status).toBe(416);
    expect([(await get({ range: 'lines=1-2' })).status, (await get({ range: 'bytes=0-1,3-4' })).status]).toEqual([200, 200]);
    const whole = await get({});
    const etag = whole.headers.get('etag') ?? '';
    expect(await whole.text()).toBe('0123456789');
    const known = await get({ 'if-none-match': etag, 'cache-control': 'max-age=0' });
    expect([known.status, await known.text()]).toEqual([304, '']);
    expect(await (await get({ range: 'bytes=0-1', 'if-range': '"another"' })).text()).toBe('0123456789');
    expect(await (await get({ range: 'bytes=0-1', 'if-range': etag })).text()).toBe('01');
    const head = await get({}, 'HEAD');
    expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, '10', '']);
    expect(whole.headers.get('cache-control')).toBe('private, max-age=31536000, immutable');
    expect(whole.headers.get('vary')).toContain('Cookie');
  });

  it('becomes a file of another lesson when a plan is copied, and only for files of the first', async () => {
    const { rear, observer } = world.people;
    const file = await attach(rear, lesson.id, { name: '板书.png', bytes: png(10, 10) });
    const other = await buildWorld(platform);
    const theirs = await startLesson(other, other.people.rear);
    const foreign = await attach(other.people.rear, theirs.id, { name: '机密.txt', bytes: Buffer.from('机密') });
    const copy = await startLesson(world, rear);
    const { db } = platform.database;
    const fileIds = [file.id, foreign.id, randomUUID(), 'no id'];
    await db.transaction().execute((tx) => platform.files.linkToLesson(tx, { fileIds, from: lesson.id, to: copy.id }));
    const params = { lessonId: copy.id };
    expect((await rear.call(listFiles, { params })).items.map(({ id }) => id)).toEqual([file.id]);
    // The same by hand, as after pasting; twice does no harm.
    const second = await startLesson(world, rear);
    await rear.call(linkFile, { params: { lessonId: second.id, fileId: file.id } });
    await rear.call(linkFile, { params: { lessonId: second.id, fileId: file.id } });
    expect((await rear.call(listFiles, { params: { lessonId: second.id } })).items).toHaveLength(1);
    const refused = rear.call(linkFile, { params: { lessonId: second.id, fileId: foreign.id } });
    await expect(refused).rejects.toMatchObject({ status: 404 });
    expect((await observer.raw(fileAddress(file.id))).status).toBe(404);
  });

  it('is taken in and read back by other rooms from bytes or a stream', async () => {
    const { rear } = world.people;
    const { id } = await platform.files.put({
      lesson: { id: lesson.id, teamId: world.teamId },
      accountId: rear.id,
      name: 'import.gif',
      content: Buffer.concat([Buffer.from('GIF89a'), Buffer.from([7, 0, 5, 0]), Buffer.alloc(40)]),
    });
    const { file, content } = await platform.files.readFile(id);
    expect(file).toMatchObject({ type: 'image/gif', width: 7, height: 5 });
    expect((await content.toArray()).reduce<number>((sum, part) => sum + (part as Buffer).length, 0)).toBe(file.size);
  });
});

describe('what is no image', () => {
  const script = '<script>document.title = "executed"</script>';
  it.each([
    ['picture.png', `<svg xmlns="http://www.w3.org/2000/svg">${script}</svg>`],
    ['picture.svg', `<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg">${script}</svg>`],
    ['page.html', `<!doctype html>${script}`],
    ['half.png', '\u0089PNG\r\n\u001a\n'],
    ['empty.jpg', ''],
  ])('is a download under a strict policy, whatever it is called: %s (F02)', async (name, text) => {
    const { rear } = world.people;
    const file = await attach(rear, lesson.id, { name, bytes: Buffer.from(text, 'latin1') });
    expect(file).not.toHaveProperty('width');
    const { headers } = await rear.raw(fileAddress(file.id));
    expect(headers.get('content-type')).toBe('application/octet-stream');
    expect(headers.get('content-disposition')).toContain('attachment;');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toBe("default-src 'none'; sandbox; frame-ancestors 'none'");
  });

  it('counts as such when it would unpack to more than a phone has memory for (F04)', async () => {
    const { rear } = world.people;
    const file = await attach(rear, lesson.id, { name: 'bomb.png', bytes: png(60_000, 60_000) });
    expect(file.type).toBe('image/png');
    expect(file).not.toHaveProperty('width');
    expect((await rear.raw(fileAddress(file.id))).headers.get('content-disposition')).toContain('attachment;');
  });

  it('is offered under its own name in any script', async () => {
    const { rear } = world.people;
    const { id } = await attach(rear, lesson.id, {
      name: "林老师's 教案(1).docx",
      bytes: Buffer.from('PK\u0003\u0004', 'latin1'),
    });
    const { headers } = await rear.raw(fileAddress(id, true));
    expect(headers.get('content-type')).toContain('wordprocessingml');
    const [, encoded = ''] = /filename\*=UTF-8''(\S+)$/.exec(headers.get('content-disposition') ?? '') ?? [];
    expect(decodeURIComponent(encoded)).toBe("林老师's 教案(1).docx");
    expect(headers.get('content-disposition')).not.toMatch(/[^\x20-\x7e]/);
  });
});

describe('the sweep', () => {
  it('removes bytes that never got a row, and nothing else', async () => {
    const { rear } = world.people;
    const file = await attach(rear, lesson.id, { name: 'kept.txt', bytes: Buffer.from('kept') });
    const key = randomUUID();
    const shelf = path.join(platform.dataDir, 'files', key.slice(0, 2));
    await fs.mkdir(shelf, { recursive: true });
    await fs.writeFile(path.join(shelf, key), 'left over');
    const storage = await openDiskStorage({ folder: path.join(platform.dataDir, 'files'), reserve: 0 });
    const deps = { db: platform.database.db, storage, log: pino({ level: 'silent' }) };
    expect(await sweepStorage(deps)).toBe(0);
    const later = new Date(Date.now() + 2 * 60 * 60_000);
    expect(await sweepStorage(deps, later)).toBe(1);
    expect(await sweepStorage(deps, later)).toBe(0);
    expect((await rear.raw(fileAddress(file.id))).status).toBe(200);
  });
});

describe('a name', () => {
  it.each([
    '..',
    '../../etc/passwd',
    '..%2f..%2fetc%2fpasswd',
    'C:\\temp\\a.txt',
    'a\u0000.png',
    'gpj.\u202eexe',
    '名'.repeat(4096),
  ])('that is none is refused: %#(F06)', async (name) => {
    const response = await sendRaw(name);
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('invalid_input');
  });

  it('of an address that is none finds nothing (F06)', async () => {
    const { rear } = world.people;
    for (const address of ['..%2f..%2fetc%2fpasswd', '%00', 'a'.repeat(4096), `${randomUUID()}%00`]) {
      const { status } = await rear.raw(`/api/files/${address}`);
      expect([400, 404, 414, 431]).toContain(status);
    }
  });

  const sendRaw = (name: string) => {
    const body = `--x\r\nContent-Disposition: form-data; name="file"; filename="${name.replaceAll('\\', '\\\\')}"\r\n\r\nabc\r\n--x--\r\n`;
    return world.people.rear.raw(`/api/lessons/${lesson.id}/files`, {
      method: 'POST',
      headers: { 'content-type': 'multipart/form-data; boundary=x' },
      body,
    });
  };
});

describe('room', () => {
  it('that is the database’s is not given to files, and nothing half stays (D05)', async () => {
    const tight = await startPlatform({ settings: { DISK_RESERVE_MB: '1000000000' } });
    const { people, ...rest } = await buildWorld(tight);
    const own = await startLesson({ people, ...rest }, people.rear);
    const refused = attach(people.rear, own.id, { name: 'a.txt', bytes: Buffer.from('a') });
    await expect(refused).rejects.toMatchObject({ status: 507, code: 'storage_full' });
    expect(await fs.readdir(path.join(tight.dataDir, 'files'))).toEqual(['incoming']);
    await tight.close();
  });

  it('of an organisation is shared by its people, and told when it is used up', async () => {
    const small = await startPlatform({ settings: { FILES_PER_ORGANISATION_MB: '1' } });
    const own = await buildWorld(small);
    const { rear, recipient } = own.people;
    const { id } = await startLesson(own, rear);
    const most = Buffer.alloc(700_000, 1);
    // Two at once fit alone, and not together.
    const both = await Promise.all(['a', 'b'].map((name) => sendForm(rear, id, { name, bytes: most })));
    expect(new Set(both.map(({ status }) => status))).toEqual(new Set([200, 409]));
    const refused = attach(rear, id, { name: 'c', bytes: most });
    await expect(refused).rejects.toMatchObject({ code: 'organisation_files_full', details: { megabytes: 1 } });
    // The people of the school have room of their own.
    await attach(recipient, id, { name: 'd', bytes: most });
    await small.close();
  });
});

/** How many files are in the storage, and how many the database knows. */
async function contents(): Promise<number> {
  const names = await fs.readdir(path.join(platform.dataDir, 'files'), { recursive: true });
  return names.filter((name) => name.includes('-')).length;
}

async function rows(): Promise<number> {
  return (await platform.database.db.selectFrom('files').select('id').execute()).length;
}
