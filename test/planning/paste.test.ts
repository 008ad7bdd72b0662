// @vitest-environment jsdom
import { DOMParser as SchemaParser } from '@tiptap/pm/model';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PlanNode } from '../../shared/planNode.ts';
import { planSchema } from '../../shared/planSchema.ts';
import { completeAddress } from '../../client/planning/editor/tools/linkAddress.ts';
import { markdownToHtml } from '../../client/planning/editor/paste/markdown.ts';
import { cleanPastedHtml } from '../../client/planning/editor/paste/officeHtml.ts';
import { picturesIn, picturesLeft } from '../../client/planning/editor/paste/pictures.ts';
import { wordHtml, wpsHtml } from './officeClipboard.ts';
import { randomHtml, randomWords } from './randomHtml.ts';

/** What the editor takes of pasted HTML, one line a block: its kind by its depth, and its words with the marks they carry. */
function pasted(html: string): string[] {
  return ((taken(html).toJSON() ?? []) as PlanNode[]).flatMap((node) => outline(node));
}

function taken(html: string) {
  const holder = document.createElement('div');
  holder.innerHTML = html;
  return SchemaParser.fromSchema(planSchema).parseSlice(holder).content;
}

function outline(node: PlanNode, depth = 0): string[] {
  const indent = '  '.repeat(depth);
  const content = node.content ?? [];
  if (node.type === 'paragraph' || node.type === 'heading') {
    const words = content.map(({ text = '', type, attrs, marks = [] }) =>
      [...marks.map((mark) => `<${mark.type}>`), text || `[${type} ${JSON.stringify(attrs?.['latex'])}]`].join(''),
    );
    const kind = node.type === 'heading' ? `h${String(node.attrs?.['level'])}` : 'p';
    return [`${indent}${kind} ${words.join('')}`.trimEnd()];
  }
  const { colspan = 1, rowspan = 1, start = 1 } = (node.attrs ?? {}) as Record<string, unknown>;
  const spans = [
    colspan === 1 ? '' : ` ×${String(colspan)}`,
    rowspan === 1 ? '' : ` ↓${String(rowspan)}`,
    start === 1 ? '' : ` ${String(start)}`,
  ];
  return [`${indent}${node.type}${spans.join('')}`, ...content.flatMap((child) => outline(child, depth + 1))];
}

test('what Word copies becomes headings, real lists on their levels and a table; remarks, deletions and styles stay away', () => {
  expect(pasted(cleanPastedHtml(wordHtml))).toEqual([
    'h3 分数的初步认识',
    'h4 教学目标',
    'p 学生能够<bold>平均分，并用<italic>自己的话说出<underline>几分之一的意思。',
    'orderedList',
    '  listItem',
    '    p 折一折',
    '    bulletList',
    '      listItem',
    '        p 圆形纸片',
    '  listItem',
    '    p 说一说',
    'p 准备如下：',
    'bulletList',
    '  listItem',
    '    p 课件',
    'table',
    '  tableRow',
    '    tableCell',
    '      p <bold>教师活动',
    '    tableCell ×2',
    '      p <bold>学生活动',
    '  tableRow',
    '    tableCell',
    '      p 出示月饼',
    '    tableCell',
    '      p 观察',
    '    tableCell',
    '      p',
  ]);
  expect(picturesLeft(wordHtml), 'pictures that stay on the other machine are told of').toBe(1);
});

test('what WPS copies keeps its headings, Chinese numbers, marks and joined cells, and its pictures come as files', () => {
  expect(pasted(cleanPastedHtml(wpsHtml))).toEqual([
    'h3 教学过程',
    'orderedList',
    '  listItem',
    '    p <bold>导入',
    '  listItem',
    '    p 新授',
    'p <underline>重点： <italic>理解',
    'table',
    '  tableRow',
    '    tableCell ↓2',
    '      p 板书',
    '    tableCell',
    '      p 左',
    '  tableRow',
    '    tableCell',
    '      p 右',
  ]);
  expect(picturesIn(wpsHtml).map(({ name, type, size }) => [name, type, size > 50])).toEqual([['1.png', 'image/png', true]]);
  expect(picturesLeft(wpsHtml)).toBe(0);
});

test('F01: scripts, handlers, frames and script addresses in pasted HTML leave nothing behind', () => {
  const html = `<p onclick="steal()">一<script>steal()</script><img src=x onerror=steal()></p>
    <a href="javascript:steal()">二</a><iframe srcdoc="<script>steal()</script>"></iframe><svg onload=steal()><text>三</text></svg>
    <div data-plan-node="planImage" data-file-id="x"></div><a href="data:text/html,<script>steal()</script>">四</a>
    <table><tr><td onmouseover=steal()>五<style>td{}</style></td></tr></table>`;
  const holder = document.createElement('div');
  holder.innerHTML = cleanPastedHtml(html);
  const taken = JSON.stringify(SchemaParser.fromSchema(planSchema).parseSlice(holder).content.toJSON());
  expect(taken).not.toMatch(/steal|javascript|srcdoc|onerror|data:text/);
  for (const word of ['一', '二', '四', '五']) expect(taken).toContain(word);
});

test('what the editor itself has copied is left as it is', () => {
  const own = '<h4 data-pm-slice="1 1 []">标题</h4>';
  expect(cleanPastedHtml(own)).toBe(own);
});

test('Markdown becomes what it means, with its formulas', () => {
  expect(
    pasted(
      cleanPastedHtml(markdownToHtml('# 目标\n\n- **会**读 $\\frac{1}{2}$\n\n3. 说\n\n| 班 | 人 |\n|---|---|\n| 一 | 38 |')),
    ),
  ).toEqual([
    'h3 目标',
    'bulletList',
    '  listItem',
    '    p <bold>会读 [inlineMath "\\\\frac{1}{2}"]',
    'orderedList 3',
    '  listItem',
    '    p 说',
    'table',
    '  tableRow',
    '    tableHeader',
    '      p 班',
    '    tableHeader',
    '      p 人',
    '  tableRow',
    '    tableCell',
    '      p 一',
    '    tableCell',
    '      p 38',
  ]);
  expect(pasted(markdownToHtml('<img src=x onerror=steal()> 5$ 和 6$'))).toEqual(['p <img src=x onerror=steal()> 5$ 和 6$']);
});

test('an address is completed; scripts and files of the own machine are none', () => {
  expect(completeAddress('www.pep.com.cn/x')).toBe('https://www.pep.com.cn/x');
  expect(completeAddress(' https://example.cn ')).toBe('https://example.cn/');
  expect(completeAddress('mailto:ma@example.cn')).toBe('mailto:ma@example.cn');
  for (const wrong of ['', 'javascript:alert(1)', 'file:///etc/passwd', 'data:text/html,x', '教案', 'a b.cn']) {
    expect(completeAddress(wrong), wrong).toBeNull();
  }
});

test('Markdown that Chinese teachers write has its bold words, also between words and quotation marks', () => {
  expect(pasted(markdownToHtml('他说**“几份？”**然后'))).toEqual(['p 他说<bold>“几份？”然后']);
});

const seed = Number(process.env['PLAN_SEED'] ?? Math.floor(Math.random() * 2 ** 30));

test(`whatever is pasted, no word of it is lost or in another place, and nothing in it runs (PLAN_SEED=${seed})`, () => {
  fc.assert(
    fc.property(randomHtml, (html) => {
      const clean = cleanPastedHtml(html);
      const { body } = new DOMParser().parseFromString(html, 'text/html');
      const words = randomWords(body.textContent);
      const content = taken(clean);
      expect(randomWords(content.textBetween(0, content.size, '\n'))).toEqual(words);
      expect(clean).not.toMatch(/<script|<iframe|<svg/);
    }),
    { numRuns: Number(process.env['PLAN_RUNS'] ?? 100), seed },
  );
});
