import fc from 'fast-check';
import { JSDOM } from 'jsdom';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { planSections } from '../../../shared/planDocument.ts';
import { textBelow, type PlanNode } from '../../../shared/planNode.ts';
import { arrange } from '../../../server/planning/exchange/arrange.ts';
import { writeFile } from '../../../server/planning/exchange/printing/writeFile.ts';
import { readFile } from '../../../server/planning/exchange/reading/readFile.ts';
import type { PrintedLesson } from '../../../server/planning/exchange/tasks.ts';
import { readPlan } from '../../../server/planning/planContent.ts';
import { fillPlan, standardPlan } from '../../../server/planning/template.ts';
import { randomHtml, randomWords } from '../randomHtml.ts';
import { plans, text } from './randomPlans.ts';

const lesson: PrintedLesson = {
  title: '圆的面积',
  subject: '数学',
  grade: '六年级',
  textbook: '人教版',
  periods: 2,
  minutes: 40,
  leadPlanner: '',
  coPlanners: [],
  plannedFor: '',
  printedOn: '2026年11月22日',
  state: '初备',
};

function emptyPlan(): PlanNode {
  const doc = new Y.Doc();
  fillPlan(doc, standardPlan({ periods: 1, minutes: 40, classNames: [] }));
  return readPlan(doc);
}

/** All text of a plan in its order, the names of classes among it; what spaces there are makes no difference. */
function textOf(node: PlanNode): string {
  const className = node.attrs?.['className'];
  const own =
    node.type === 'text' || (node.content ?? []).every(({ type }) => type === 'text' || type === 'hardBreak')
      ? textBelow(node)
      : '';
  const below = own === '' ? (node.content ?? []).map(textOf).join('') : own;
  return `${typeof className === 'string' ? className : ''}${below}`.replaceAll(/\s+/g, '');
}

async function thereAndBack(
  original: PlanNode,
  format: 'docx' | 'markdown',
  language: 'zh' | 'en',
): Promise<{ plan: PlanNode; facts: object }> {
  const bytes = await writeFile(
    { task: 'export', format, language, lesson, plan: original, pictures: new Map() },
    () => undefined,
  );
  const { preview, parts } = await readFile({ task: 'import', name: `教案.${format}`, format, bytes }, () => undefined);
  const choices = preview.parts.map(({ id, into }) => ({ part: id, into, how: 'replace' as const }));
  return { plan: arrange(emptyPlan(), parts, choices), facts: preview.facts };
}

/** Another one for each attempt; the first is in the test's name, so that whatever failed once can be had again. */
let seed = Number(process.env['PLAN_SEED'] ?? Math.floor(Math.random() * 2 ** 30));

/** Files of our own as .docx tell labels by their style; Markdown cannot. PLAN_RUNS tries more. */
async function keepsEveryText(format: 'docx' | 'markdown', numRuns: number): Promise<void> {
  await fc.assert(
    fc.asyncProperty(plans(format === 'docx'), fc.constantFrom('zh' as const, 'en' as const), async (original, language) => {
      const { plan: back, facts } = await thereAndBack(original, format, language);
      for (const [index, section] of (original.content ?? []).entries()) {
        expect(textOf(back.content?.[index] ?? { type: 'none' }), planSections[index]).toBe(textOf(section));
      }
      expect(facts).toMatchObject({
        title: '圆的面积',
        subject: '数学',
        grade: '六年级',
        textbook: '人教版',
        periods: 2,
        minutes: 40,
      });
    }),
    { numRuns: Number(process.env['PLAN_RUNS'] ?? numRuns), seed: seed++ },
  );
}

describe('a plan that goes out as .docx and comes back (X10)', () => {
  it(`has every text, in its order and its place, whatever the words are (PLAN_SEED=${seed})`, { timeout: 120_000 }, async () => {
    await keepsEveryText('docx', 8);
  });

  it('keeps steps as steps, with their minutes and who holds the floor', async () => {
    const [original] = fc.sample(plans(true), { numRuns: 1, seed: 7 });
    if (original === undefined) throw new Error('no plan');
    const factsOf = (root: PlanNode) =>
      (root.content?.find(({ attrs }) => attrs?.['kind'] === 'steps')?.content ?? []).map(({ type, attrs }) => [
        type,
        attrs?.['minutes'],
        attrs?.['floor'],
      ]);
    const { plan: back } = await thereAndBack(original, 'docx', 'zh');
    expect(factsOf(back)).toEqual(factsOf(original));
  });

  it.each(['', 'a'])('keeps characters of two halves wherever in the file they lie, behind “%s”', async (before) => {
    const words = before + '😀𠮷'.repeat(10_000);
    const content = [{ type: 'paragraph', content: [text(words)] }];
    const original = { type: 'doc', content: [{ type: 'planSection', attrs: { kind: 'board' }, content }] };
    const { plan: back } = await thereAndBack(original, 'docx', 'zh');
    const board = back.content?.find(({ attrs }) => attrs?.['kind'] === 'board') ?? { type: 'none' };
    expect(textOf(board) === words && back.content?.every((one) => one === board || !textOf(one).includes('😀'))).toBe(true);
  });

  it('keeps formulas that Word can edit as formulas', async () => {
    const latex = ['\\frac{1}{2}', 'x^{2}', 'a_{i}', '\\sqrt{2}', '\\sqrt[3]{x}'];
    const original = {
      type: 'doc',
      content: [
        {
          type: 'planSection',
          attrs: { kind: 'board' },
          content: latex.map((each) => ({ type: 'blockMath', attrs: { latex: each } })),
        },
      ],
    };
    const { plan: back } = await thereAndBack(original, 'docx', 'zh');
    const board = back.content?.find(({ attrs }) => attrs?.['kind'] === 'board');
    expect(board?.content?.map(({ attrs }) => attrs?.['latex'])).toEqual(latex);
  });
});

describe('a plan that goes out as Markdown and comes back (X12)', () => {
  it(`has every text, in its order and its place, whatever the words are (PLAN_SEED=${seed})`, { timeout: 120_000 }, async () => {
    await keepsEveryText('markdown', 8);
  });

  it('has its sections, steps and words', async () => {
    const doc = new Y.Doc();
    fillPlan(doc, {
      sections: { objectives: { numbered: ['会说', '会写 <b> & *星*'] }, board: '1. 不是列表' },
      learners: [{ className: '四（1）班', text: '会平均分' }],
      preparation: { lead: '课件', local: '学具' },
      steps: [
        { minutes: 5, floor: 'both', text: { name: '导入', lead: '提问：几份？', cue: '请马老师接着来', lineDrop: '先做练习' } },
      ],
      homework: { basic: '第 1 题', improved: '第 2 题' },
    });
    const original = readPlan(doc);
    const { plan: back } = await thereAndBack(original, 'markdown', 'zh');
    for (const kind of ['objectives', 'learners', 'preparation', 'steps', 'homework', 'board']) {
      const find = (root: PlanNode) => root.content?.find(({ attrs }) => attrs?.['kind'] === kind) ?? { type: 'none' };
      expect(textOf(find(back)), kind).toBe(textOf(find(original)));
    }
  });
});

describe('an HTML file that comes in (X3, X4)', () => {
  it(`loses no word, changes no order, and brings nothing that runs (PLAN_SEED=${seed})`, { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(randomHtml, async (html) => {
        const bytes = Buffer.from(`<p>词词</p>${html}`);
        const { preview, parts } = await readFile({ task: 'import', name: '教案.html', format: 'html', bytes }, () => undefined);
        const body = new JSDOM(html).window.document.body;
        const read = JSON.stringify(parts.map(({ content }) => content));
        expect(randomWords(read + JSON.stringify(preview.facts))).toEqual(randomWords(body.textContent));
        expect(read).not.toMatch(/steal/);
      }),
      { numRuns: Number(process.env['PLAN_RUNS'] ?? 40), seed: seed++ },
    );
  });
});
