import fs from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { planRoot } from '../../../shared/planDocument.ts';
import { expectAccessible, expectNoSidewaysScroll, startBrowser, type TestBrowser } from '../../support/browser.ts';
import { startPlatform, type TestPlatform } from '../../support/platform.ts';
import { buildWorld, type World } from '../../support/world.ts';
import { startLesson } from '../support.ts';

let platform: TestPlatform;
let browser: TestBrowser;
let world: World;

beforeAll(async () => {
  platform = await startPlatform({ client: true, settings: { CHROMIUM_BIN: 'off' } });
  browser = await startBrowser();
  world = await buildWorld(platform);
});
afterAll(async () => {
  await browser.close();
  await platform.close();
});

const markdown = [
  '# 圆的面积',
  '- 学科：数学\n- 年级：六年级',
  '## 教学目标\n\n会推导公式 <script>window.ran = true</script>',
  '## 安全预案\n\n注意剪刀',
  '## 教学过程\n\n### 导入（5 分钟）\n\n提问：桌面多大？',
].join('\n\n');
const file = (name: string, text: string) => ({ name, mimeType: 'text/markdown', buffer: Buffer.from(text) });

test('a file is shown as it was understood and goes into the plan as chosen; the plan is exported and printed', async () => {
  const { rear } = world.people;
  const lesson = await startLesson(world, rear);
  const { page, complaints, close } = await browser.open(`${platform.url}/lessons/${lesson.id}`, rear, {
    width: 360,
    colourScheme: 'dark',
  });
  await page.locator('[data-anchor="reflection"]').waitFor();
  await page.getByRole('button', { name: '导出/导入' }).click();
  await page.getByRole('menuitem', { name: '从文件导入…' }).waitFor();
  await expectAccessible(page);
  await page.getByRole('menuitem', { name: '从文件导入…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.locator('input[type=file]').or(page.locator('input[type=file]')).last().setInputFiles(file('旧.doc', 'x'));
  await page.getByText('请在 Word 或 WPS 里另存为 .docx').waitFor();
  await page.locator('input[type=file]').last().setInputFiles(file('教案.md', markdown));
  await dialog.getByText('没有认出来，请选位置').waitFor();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await dialog.getByRole('combobox', { name: '“安全预案”放到哪里' }).selectOption({ label: '教学准备' });
  await dialog.getByRole('button', { name: '导入到教案' }).click();
  await dialog.waitFor({ state: 'detached' });
  await page.locator('[data-anchor="objectives"]').getByText('会推导公式').waitFor();
  await page.locator('[data-anchor="preparation"]').getByText('注意剪刀').waitFor();
  await page.getByRole('group', { name: '环节：导入' }).getByText('提问：桌面多大？').waitFor();
  expect(await page.evaluate('window.ran')).toBeUndefined();

  await page.getByRole('button', { name: '导出/导入' }).click();
  const downloading = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: 'Markdown 文本' }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toBe('分数的初步认识 教案.md');
  expect(await fs.readFile(await download.path(), 'utf8')).toContain('## 教学目标\n\n会推导公式');
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: '导出/导入' }).click();
  await page.getByRole('menuitem', { name: '教案 PDF（A4 打印）' }).click();
  const [print] = await Promise.all([page.waitForEvent('popup'), page.getByRole('link', { name: '打开打印页' }).click()]);
  await print.getByText('会推导公式').waitFor();
  expect(await print.evaluate('document.scripts.length')).toBe(0);
  // The browser itself writes refused requests to its console.
  expect(complaints.splice(0)).toEqual([expect.stringContaining('415')]);
  await close();
});

test('a new lesson starts from a file, which fills what it says of the lesson (English)', async () => {
  const { rear } = world.people;
  const { page, close } = await browser.open(`${platform.url}/lessons?new`, rear, { locale: 'en-GB' });
  await page.getByRole('button', { name: 'From a file…' }).click();
  await page.locator('input[type=file]').last().setInputFiles(file('教案.md', markdown));
  await page.getByRole('button', { name: 'Start a lesson from it' }).waitFor();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Start a lesson from it' }).click();
  await page.getByText('To be imported: 教案.md').waitFor();
  expect(await page.getByRole('textbox', { name: 'Subject' }).inputValue()).toBe('数学');
  await expectAccessible(page);
  await page.getByRole('dialog').locator('button[type=submit]').click();
  await page.getByRole('heading', { level: 1, name: '圆的面积' }).waitFor();
  await page.locator('[data-anchor="objectives"]').getByText('会推导公式').waitFor();
  const lessonId = new URL(page.url()).pathname.split('/').at(-1) ?? '';
  const { document_id: documentId } = await platform.database.db
    .selectFrom('lessons')
    .select('document_id')
    .where('id', '=', lessonId)
    .executeTakeFirstOrThrow();
  expect(await platform.documents.read(documentId, (doc) => doc.getXmlFragment(planRoot).toJSON())).toContain('桌面多大');
  await close();
});
