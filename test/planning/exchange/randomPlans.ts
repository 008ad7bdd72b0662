import fc from 'fast-check';
import { floors, homeworkLayers, planSections, sites, stepFields } from '../../../shared/planDocument.ts';
import type { PlanNode } from '../../../shared/planNode.ts';

/** Words that mean something in some format. */
const signs = [
  '<b>&amp;</b>',
  '$x^2$',
  '**粗**',
  '# 题',
  '题 #',
  '| 竖 |',
  '😀',
  'a  b',
  '~~',
  '2. 二',
  '- 三',
  '---',
  '===',
  '“好”',
  '[链](接)',
  '`码`',
];
/** Some that labels consist of (学生, 重点), and others. */
const letters = { any: '教学目标重点师生问答一二三1/2abC', ofNoLabel: '圆形面积几份想说一二三1/2abC' };
/** Words that stand in a plan as labels, or are read as facts of a step. */
const labels = ['教师活动：', '【设计意图】', '一、教学过程', '课题：别的', '5 分钟', '断线预案'];

export const text = (value: string, ...marks: string[]): PlanNode => ({
  type: 'text',
  text: value,
  ...(marks.length > 0 ? { marks: marks.map((type) => ({ type })) } : {}),
});
/**
 * A plan with something in every section, in words as people write them.
 * @param withLabels Labels of a plan are among the words.
 */
export function plans(withLabels: boolean): fc.Arbitrary<PlanNode> {
  const word = fc.oneof(
    fc.string({ unit: fc.constantFrom(...(withLabels ? letters.any : letters.ofNoLabel)), minLength: 1, maxLength: 8 }),
    fc.constantFrom(...signs, ...(withLabels ? labels : [])),
  );
  const sentence = fc
    .array(word, { minLength: 1, maxLength: 4 })
    .map((words) => words.join('，').trim())
    .filter((text) => text !== '');
  const paragraph = fc.oneof(
    sentence.map((words): PlanNode => ({ type: 'paragraph', content: [text(words)] })),
    fc
      .tuple(sentence, sentence, fc.constantFrom('bold', 'italic', 'underline', 'strike'))
      .map(([one, other, mark]): PlanNode => ({ type: 'paragraph', content: [text(one), text(other, mark)] })),
    fc
      .tuple(sentence, sentence)
      .map(([one, other]): PlanNode => ({ type: 'paragraph', content: [text(one), { type: 'hardBreak' }, text(other)] })),
  );
  const heading = sentence.map((words): PlanNode => ({ type: 'heading', attrs: { level: 3 }, content: [text(words)] }));
  const list = fc
    .tuple(fc.constantFrom('bulletList', 'orderedList'), fc.array(paragraph, { minLength: 1, maxLength: 3 }))
    .map(([type, lines]): PlanNode => ({
      type,
      ...(type === 'orderedList' ? { attrs: { start: 1 } } : {}),
      content: lines.map((line) => ({ type: 'listItem', content: [line] })),
    }));
  const table = fc.array(fc.tuple(paragraph, paragraph), { minLength: 1, maxLength: 2 }).map((rows): PlanNode => ({
    type: 'table',
    content: rows.map((cells) => ({
      type: 'tableRow',
      content: cells.map((content) => ({
        type: 'tableCell',
        attrs: { colspan: 1, rowspan: 1, colwidth: null },
        content: [content],
      })),
    })),
  }));
  const blocks = fc.array(
    fc.oneof(
      { weight: 4, arbitrary: paragraph },
      heading,
      list,
      table,
      paragraph.map((inner): PlanNode => ({ type: 'blockquote', content: [inner] })),
    ),
    { minLength: 1, maxLength: 3 },
  );
  const field = (kind: string, content: PlanNode[]): PlanNode => ({ type: 'stepField', attrs: { kind }, content });

  const step = fc
    .record({
      minutes: fc.option(fc.integer({ min: 1, max: 90 })),
      floor: fc.constantFrom(...floors),
      name: sentence,
      others: fc.array(fc.option(blocks), { minLength: 8, maxLength: 8 }),
    })
    .map(({ minutes, floor, name, others }): PlanNode => ({
      type: 'lessonStep',
      attrs: { id: '', minutes, floor },
      content: stepFields.map((kind, index) =>
        field(
          kind,
          kind === 'name' ? [{ type: 'paragraph', content: [text(name)] }] : (others[index - 1] ?? [{ type: 'paragraph' }]),
        ),
      ),
    }));

  return fc
    .record({
      own: fc.array(blocks, { minLength: 11, maxLength: 11 }),
      // What is said of one class in two places goes together, so that each has a name of its own.
      classes: fc.uniqueArray(fc.tuple(sentence, blocks), { minLength: 1, maxLength: 2, selector: ([name]) => name }),
      steps: fc.array(step, { minLength: 1, maxLength: 3 }),
      parts: fc.array(blocks, { minLength: 5, maxLength: 5 }),
    })
    .map(({ own, classes, steps, parts }): PlanNode => {
      const inside: Partial<Record<string, PlanNode[]>> = {
        learners: classes.map(([className, content]) => ({ type: 'learnerProfile', attrs: { id: '', className }, content })),
        preparation: sites.map((site, index) => ({ type: 'sitePreparation', attrs: { site }, content: parts[index] ?? [] })),
        steps,
        homework: homeworkLayers.map((layer, index) => ({
          type: 'homeworkLayer',
          attrs: { layer },
          content: parts[index + 2] ?? [],
        })),
      };
      return {
        type: 'doc',
        content: planSections.map((kind, index) => ({
          type: 'planSection',
          attrs: { kind },
          content: inside[kind] ?? own[index] ?? [],
        })),
      };
    });
}
