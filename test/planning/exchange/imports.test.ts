import fs from 'node:fs/promises';
import path from 'node:path';
import { deflateRawSync } from 'node:zlib';
import JSZip from 'jszip';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { applyImport, cancelJob, getImportPreview, getJob, largestImport, type ImportChoice } from '../../../shared/exchange.ts';
import { listFiles } from '../../../shared/files.ts';
import { planRoot, readRunSheet } from '../../../shared/planDocument.ts';
import type { Lesson } from '../../../shared/planning.ts';
import { listVersions } from '../../../shared/versions.ts';
import { png } from '../../files/support.ts';
import type { Api } from '../../support/api.ts';
import { startPlatform, type TestPlatform } from '../../support/platform.ts';
import { buildWorld, type World } from '../../support/world.ts';
import { openPlan, sectionOf, startLesson, until, writeInto } from '../support.ts';
import { docxOf, finished, line, sendForm, sendImport } from './support.ts';

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

const folders = () => fs.readdir(path.join(platform.dataDir, 'exchange'));

/** Reads a file, and writes all of it into the plan as it was understood. */
async function importAll(
  by: Api,
  name: string,
  content: string | Uint8Array<ArrayBuffer>,
  how: ImportChoice['how'] = 'replace',
): Promise<void> {
  const { id: jobId } = await finished(by, await sendImport(by, name, content));
  const { parts } = await by.call(getImportPreview, { params: { jobId } });
  const choices = parts.map(({ id, into }) => ({ part: id, into, how }));
  await by.call(applyImport, { params: { lessonId: lesson.id }, body: { jobId, choices } });
}

/** A container whose one entry says that it unpacks to something else than it does. */
function container(entries: { name: string; content: Buffer; says?: number }[]): Buffer<ArrayBuffer> {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let at = 0;
  for (const { name, content, says } of entries) {
    const packed = deflateRawSync(content);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(8, 4);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(says ?? content.length, 18);
    fields.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([Buffer.from('PK\u0003\u0004', 'latin1'), fields, Buffer.from(name), packed]);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(at, 10);
    central.push(
      Buffer.concat([Buffer.from('PK\u0001\u0002', 'latin1'), Buffer.from([20, 0]), fields, place, Buffer.from(name)]),
    );
    locals.push(local);
    at += local.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(entries.length, 4);
  end.writeUInt16LE(entries.length, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...locals, directory, Buffer.from('PK\u0005\u0006', 'latin1'), end]);
}

const word = Buffer.from('<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>');

describe('files that are not what they should be are refused within five seconds (F03, F06)', () => {
  const entity = '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><d>&x;</d>';
  const cases: [string, string, () => Buffer<ArrayBuffer>, number, string][] = [
    [
      'a bomb that says how large it is',
      '弹.docx',
      () => container([{ name: 'word/document.xml', content: Buffer.alloc(40_000_000, 'a') }]),
      422,
      'unsafe_file',
    ],
    [
      'a bomb that lies',
      '弹.docx',
      () => container([{ name: 'word/document.xml', content: Buffer.alloc(40_000_000, 'a'), says: 1_000 }]),
      422,
      'unsafe_file',
    ],
    [
      'many small ones that are large together',
      '弹.docx',
      () =>
        container([
          { name: 'word/document.xml', content: word },
          ...Array.from({ length: 10 }, (_each, index) => ({ name: `word/${index}.xml`, content: Buffer.alloc(12_000_000) })),
        ]),
      422,
      'unsafe_file',
    ],
    [
      'a name that leads out',
      '外.docx',
      () =>
        container([
          { name: 'word/document.xml', content: word },
          { name: '../../etc/x', content: word },
        ]),
      422,
      'unsafe_file',
    ],
    [
      'XML with entities',
      '实.docx',
      () => container([{ name: 'word/document.xml', content: Buffer.from(entity) }]),
      422,
      'unsafe_file',
    ],
    [
      'entities in UTF-16',
      '实.docx',
      () => container([{ name: 'word/document.xml', content: Buffer.from(`\ufeff${entity}`, 'utf16le') }]),
      422,
      'unsafe_file',
    ],
    [
      'half a file',
      '半.docx',
      () => container([{ name: 'word/document.xml', content: word }]).subarray(0, 60),
      422,
      'damaged_file',
    ],
    [
      'a spreadsheet with another name',
      '表.docx',
      () => container([{ name: 'xl/workbook.xml', content: word }]),
      415,
      'unsupported_file',
    ],
    ['old Word', '旧.doc', () => Buffer.from('d0cf11e0a1b11ae100000000', 'hex'), 415, 'old_word_file'],
    ['a password', '密.docx', () => Buffer.from('d0cf11e0a1b11ae100000000', 'hex'), 415, 'locked_file'],
    ['a picture', '图.png', () => png(2, 2), 415, 'unsupported_file'],
    ['a program called text', '字.md', () => Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 0]), 415, 'unsupported_file'],
    ['nothing', '空.md', () => Buffer.alloc(0), 422, 'empty_file'],
    ['too much', '大.md', () => Buffer.alloc(largestImport + 1, 'a'), 413, 'too_large'],
  ];
  it.each(cases)('%s', async (_what, name, make, status, code) => {
    const response = await sendForm(world.people.rear, name, make(), AbortSignal.timeout(5_000));
    expect([response.status, ((await response.json()) as { error: { code: string } }).error.code]).toEqual([status, code]);
  });

  it('a body that is no form, or has no file', async () => {
    const json = await world.people.rear.raw('/api/imports', {
      method: 'POST',
      body: '{}',
      headers: { 'content-type': 'application/json' },
    });
    expect(json.status).toBe(400);
    const empty = await world.people.rear.raw('/api/imports', { method: 'POST', body: new FormData() });
    expect(empty.status).toBe(400);
    expect(await folders()).toEqual([]);
  });

  it('XML that is broken inside a whole container ends the job with a clear reason', async () => {
    const job = await sendImport(
      world.people.rear,
      '坏.docx',
      container([{ name: 'word/document.xml', content: Buffer.from('<w:document>') }]),
    );
    expect(await finished(world.people.rear, job)).toMatchObject({ state: 'failed', error: 'damaged_file' });
  });
});

describe('a file goes into the live plan (X5)', () => {
  it('part by part as chosen, while others have it open; the plan as it was is a version', async () => {
    const { rear, stationed } = world.people;
    const plan = await openPlan(platform, stationed, lesson);
    writeInto(sectionOf(plan.doc, 'board'), '原来的板书');
    writeInto(sectionOf(plan.doc, 'methods'), '原来的方法');
    const text =
      '# 圆的面积\n\n## 教学目标\n\n会推导\n\n## 教学方法\n\n新的方法\n\n## 板书设计\n\n新的板书\n\n## 教学过程\n\n### 导入（5 分钟）\n\n提问\n\n## 教学反思\n\n不要的';
    const { id: jobId } = await finished(rear, await sendImport(rear, '教案.md', text));
    const preview = await rear.call(getImportPreview, { params: { jobId } });
    expect(preview.facts.title).toBe('圆的面积');
    const idOf = (into: string) => preview.parts.find((part) => part.into === into)?.id ?? '';
    await until(
      async () =>
        (await platform.documents.read(lesson.documentId, (doc) => doc.getXmlFragment(planRoot).toJSON())).includes('原来的方法'),
      'the words of the other are there',
    );
    await rear.call(applyImport, {
      params: { lessonId: lesson.id },
      body: {
        jobId,
        choices: [
          { part: idOf('objectives'), into: 'keyPoints', how: 'replace' },
          { part: idOf('methods'), into: 'methods', how: 'replace' },
          { part: idOf('board'), into: 'board', how: 'append' },
          { part: idOf('steps'), into: 'steps', how: 'replace' },
          { part: idOf('reflection'), into: null, how: 'replace' },
        ],
      },
    });
    await until(() => sectionOf(plan.doc, 'keyPoints').toJSON().includes('会推导'), 'the other sees it');
    expect(sectionOf(plan.doc, 'board').toJSON()).toMatch(/原来的板书.*新的板书/s);
    expect(sectionOf(plan.doc, 'methods').toJSON()).not.toContain('原来');
    expect(plan.doc.getXmlFragment(planRoot).toJSON()).not.toContain('不要的');
    expect(readRunSheet(plan.doc.getXmlFragment(planRoot)).map(({ text: own, minutes }) => [own.name, minutes])).toEqual([
      ['导入', 5],
    ]);
    const { items } = await rear.call(listVersions, { params: { lessonId: lesson.id } });
    expect(items.map(({ reason }) => reason)).toEqual(['imported', 'before-import']);
    plan.close();
  });

  it('pictures become files of the lesson', async () => {
    const drawing =
      '<w:drawing><wp:inline><wp:docPr id="1" name="p" descr="圆片"/><a:graphic><a:graphicData><pic:pic><pic:blipFill><a:blip r:embed="rId1"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>';
    const file = await docxOf(`${line('板书设计', true)}<w:p><w:r>${drawing}</w:r></w:p>`, { picture: png(30, 20) });
    await importAll(world.people.rear, '教案.docx', file);
    const { items } = await world.people.rear.call(listFiles, { params: { lessonId: lesson.id } });
    expect(items).toMatchObject([{ type: 'image/png', width: 30, height: 20 }]);
    const plan = await platform.documents.read(lesson.documentId, (doc) => doc.getXmlFragment(planRoot).toJSON());
    expect(plan).toContain(items[0]?.id);
    expect(plan).not.toContain('import:');
  });

  it('is for those who write it, and a job is for whoever began it', async () => {
    const { rear, mentor, recipient } = world.people;
    const refused = await sendForm(mentor, '教案.md', '# 课');
    expect(refused.status).toBe(403);
    const job = await finished(rear, await sendImport(rear, '教案.md', '## 教学目标\n\n会'));
    const params = { jobId: job.id };
    await expect(recipient.call(getImportPreview, { params })).rejects.toMatchObject({ status: 404 });
    await expect(recipient.call(cancelJob, { params })).rejects.toMatchObject({ status: 404 });
    const apply = { params: { lessonId: lesson.id }, body: { jobId: job.id, choices: [] } };
    await expect(recipient.call(applyImport, apply)).rejects.toMatchObject({ status: 404 });
    await expect(mentor.call(applyImport, apply)).rejects.toMatchObject({ status: 403 });
  });
});

describe('long work (X6–X9)', () => {
  const large = async () => docxOf(Array.from({ length: 12_000 }, (_each, index) => line(`第 ${index} 行，要读一会儿`)).join(''));

  it('is cancelled at once, leaves nothing behind, and three at a time are enough for anybody', async () => {
    const { rear } = world.people;
    const file = await large();
    const jobs = [
      await sendImport(rear, '一.docx', file),
      await sendImport(rear, '二.docx', file),
      await sendImport(rear, '三.docx', file),
    ];
    const fourth = await sendForm(rear, '四.docx', file);
    expect(fourth.status).toBe(429);
    for (const { id: jobId } of jobs) {
      await rear.call(cancelJob, { params: { jobId } });
      await expect(rear.call(getJob, { params: { jobId } })).rejects.toMatchObject({ status: 404 });
    }
    expect((await folders()).filter((name) => jobs.some(({ id }) => id === name))).toEqual([]);
  });

  it('is ended with the server, and what a crash left is cleared at the next start', async () => {
    const own = await startPlatform();
    const { people } = await buildWorld(own);
    await sendImport(people.rear, '长.docx', await large());
    const folder = path.join(own.dataDir, 'exchange');
    await until(async () => (await fs.readdir(folder)).length > 0, 'the work has begun');
    await own.close();
    await expect(fs.access(folder)).rejects.toThrow('ENOENT');
    // A folder as a killed process leaves it.
    const { Jobs } = await import('../../../server/planning/exchange/jobs.ts');
    await fs.mkdir(path.join(folder, 'left'), { recursive: true });
    const { default: pino } = await import('pino');
    const jobs = new Jobs({ folder, log: pino({ level: 'silent' }) });
    expect(await fs.readdir(folder)).toEqual([]);
    await jobs.close();
    await fs.rm(own.dataDir, { recursive: true, force: true });
  });
});

it('what JSZip packs is read as well', async () => {
  const zip = await JSZip.loadAsync(await docxOf(line('教学目标', true) + line('会')));
  const file = Buffer.from(await zip.generateAsync({ type: 'uint8array' }));
  expect((await finished(world.people.rear, await sendImport(world.people.rear, '教案.docx', file))).state).toBe('done');
});
