import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { cancelJob, startExport, type ExportFormat } from '../../../shared/exchange.ts';
import { planRoot } from '../../../shared/planDocument.ts';
import type { Lesson } from '../../../shared/planning.ts';
import { readFile } from '../../../server/planning/exchange/reading/readFile.ts';
import { sizeFor } from '../../../server/planning/exchange/printing/runSheetPage.ts';
import { attach, png } from '../../files/support.ts';
import type { Api } from '../../support/api.ts';
import { startPlatform, type TestPlatform } from '../../support/platform.ts';
import { buildWorld, type World } from '../../support/world.ts';
import { fieldOf, openPlan, sectionOf, startLesson, until, writeInto } from '../support.ts';
import { finished } from './support.ts';

let platform: TestPlatform;
let world: World;
let lesson: Lesson;

beforeAll(async () => {
  platform = await startPlatform();
  world = await buildWorld(platform);
  lesson = await startLesson(world, world.people.rear, { title: '圆的面积/第一课', classNames: ['六（1）班'] });
  const { id } = await attach(world.people.rear, lesson.id, { name: '圆.png', bytes: png(40, 30) });
  const plan = await openPlan(platform, world.people.rear, lesson);
  writeInto(sectionOf(plan.doc, 'objectives'), '会推导 <script>alert(1)</script> & 会算');
  writeInto(fieldOf(plan.doc, 0, 'cue'), '请马老师接着来');
  // What an honest editor would not write: a link that runs something, a node that says it is markup, a picture of nobody.
  const bad = new Y.XmlElement('paragraph');
  const text = new Y.XmlText();
  text.insert(0, '坏链接', { link: { href: 'javascript:alert(1)' } });
  bad.insert(0, [text]);
  const picture = new Y.XmlElement('planImage');
  picture.setAttribute('fileId', id);
  const foreign = new Y.XmlElement('planImage');
  foreign.setAttribute('fileId', '"><script>alert(2)</script>');
  foreign.setAttribute('name', '<img src=x onerror=alert(3)>');
  sectionOf(plan.doc, 'board').insert(0, [bad, picture, foreign]);
  await until(
    async () =>
      (await platform.documents.read(lesson.documentId, (doc) => doc.getXmlFragment(planRoot).toJSON())).includes('坏链接'),
    'it is on the server',
  );
  plan.close();
});
afterAll(() => platform.close());

async function take(
  by: Api,
  format: ExportFormat,
  on: Lesson = lesson,
): Promise<{ headers: Headers; bytes: Buffer<ArrayBuffer> }> {
  const job = await finished(by, await by.call(startExport, { params: { lessonId: on.id }, body: { format } }));
  expect(job).toMatchObject({ state: 'done', error: null, printInstead: false });
  const response = await by.raw(`/api/jobs/${job.id}/file`);
  expect(response.status).toBe(200);
  const bytes = Buffer.from(await response.arrayBuffer());
  expect(bytes.length).toBe(job.file?.size);
  await by.call(cancelJob, { params: { jobId: job.id } });
  expect((await by.raw(`/api/jobs/${job.id}/file`)).status).toBe(404);
  return { headers: response.headers, bytes };
}

const expectedName = (name: string) => `filename*=UTF-8''${encodeURIComponent(name)}`;

describe('a plan goes out (X10–X14)', () => {
  it('as a .docx with its Chinese name, its picture, and all its words; an observer may take it too', async () => {
    const { observer, rear } = world.people;
    await expect(observer.call(startExport, { params: { lessonId: lesson.id }, body: { format: 'docx' } })).rejects.toMatchObject(
      { status: 404 },
    );
    const { headers, bytes } = await take(rear, 'docx');
    expect(headers.get('content-disposition')).toContain(expectedName('圆的面积 第一课 教案.docx'));
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    const { preview, pictures } = await readFile({ task: 'import', name: 'x', format: 'docx', bytes }, () => undefined);
    expect(preview.facts.title).toBe('圆的面积/第一课');
    expect(preview.parts.find(({ into }) => into === 'objectives')?.text).toBe('会推导 <script>alert(1)</script> & 会算');
    expect(pictures).toHaveLength(1);
    expect(bytes.includes('javascript:')).toBe(false);
  });

  it('as Markdown in one file', async () => {
    const { headers, bytes } = await take(world.people.mentor, 'markdown');
    expect(headers.get('content-disposition')).toContain(expectedName('圆的面积 第一课 教案.md'));
    const text = bytes.toString('utf8');
    expect(text).toMatch(/^# 圆的面积\/第一课\n/);
    expect(text).toContain('![');
    expect(text).toContain(': data:image/png;base64,');
    expect(text).not.toMatch(/(?<!\\)<script|javascript:/);
  });

  it.each(['pdf', 'run-sheet'] as const)('as a PDF that this machine draws: %s', async (format) => {
    const { headers, bytes } = await take(world.people.rear, format);
    expect(headers.get('content-type')).toBe('application/pdf');
    expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
    const pages = bytes.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0;
    if (format === 'run-sheet') expect(pages).toBe(1);
    else expect(pages).toBeGreaterThan(0);
  });

  it('as a page for one’s own browser where the machine has none, in which nothing runs (F01)', async () => {
    const own = await startPlatform({ settings: { CHROMIUM_BIN: 'off' } });
    const there = await buildWorld(own);
    const { rear } = there.people;
    const started = await startLesson(there, rear);
    const job = await finished(rear, await rear.call(startExport, { params: { lessonId: started.id }, body: { format: 'pdf' } }));
    expect(job).toMatchObject({ state: 'done', printInstead: true, file: null });
    expect((await rear.raw(`/api/jobs/${job.id}/file`)).status).toBe(409);
    await own.close();
    for (const sheet of ['plan', 'run-sheet']) {
      const page = await world.people.rear.raw(`/api/lessons/${lesson.id}/print?sheet=${sheet}`);
      const html = await page.text();
      expect(page.headers.get('content-type')).toContain('text/html');
      expect(page.headers.get('content-security-policy')).toMatch(/script-src 'self'/);
      expect(html).toContain("default-src 'none'");
      expect(html).not.toMatch(/<script|javascript:|<img src=x/);
      expect(html).toContain(sheet === 'plan' ? '会推导' : '请马老师接着来');
    }
  });
});

it('the letters of the run-sheet grow smaller with what has to fit', () => {
  const step = (characters: number) => ({ name: '环节', cells: { students: '', cue: '', lineDrop: '断'.repeat(characters) } });
  const sizes = [2, 40, 200].map((characters) => sizeFor(Array.from({ length: 8 }, () => step(characters))));
  expect(sizes).toEqual(sizes.toSorted((one, other) => other - one));
  expect(new Set(sizes).size).toBe(3);
});
