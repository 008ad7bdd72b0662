import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Effort } from '../../shared/planAlignment.ts';
import { countChanges, findDifference, type Difference, type Piece } from '../../shared/planDifference.ts';
import { textBelow, type PlanMark, type PlanNode } from '../../shared/planNode.ts';

const text = (words: string, ...marks: PlanMark[]): PlanNode => ({
  type: 'text',
  text: words,
  ...(marks.length > 0 ? { marks } : {}),
});
const paragraph = (...words: (string | PlanNode)[]): PlanNode => ({
  type: 'paragraph',
  content: words.map((part) => (typeof part === 'string' ? text(part) : part)),
});
const step = (id: string, words: string, minutes = 5): PlanNode => ({
  type: 'lessonStep',
  attrs: { id, minutes, floor: 'lead' },
  content: [{ type: 'stepField', attrs: { kind: 'name' }, content: [paragraph(words)] }],
});
const doc = (...content: PlanNode[]): PlanNode => ({ type: 'doc', content });
const piecesOf = (before: string, after: string, effort?: Effort): readonly Piece[] =>
  findDifference(paragraph(before), paragraph(after), effort).pieces ?? [];
const changesOf = ({ children }: Difference) => children.map(({ change, moved }) => (moved ? `moved ${change}` : change));

describe('the difference of two lines', () => {
  it('names the Chinese words that were put in and taken out', () => {
    expect(piecesOf('请学生认识分数', '请学生比较分数')).toEqual([
      { text: '请学生', change: 'same' },
      { text: '认识', change: 'removed' },
      { text: '比较', change: 'added' },
      { text: '分数', change: 'same' },
    ]);
  });

  it('tells another formatting from other words, and does not see comments', () => {
    const bold = { type: 'bold' };
    const comment = { type: 'comment', attrs: { threadId: 'one' } };
    expect(findDifference(paragraph('平均分'), paragraph('平均', text('分', bold))).pieces).toEqual([
      { text: '平均', change: 'same' },
      { text: '分', change: 'changed' },
    ]);
    expect(findDifference(paragraph('平均分'), paragraph(text('平均分', comment))).change).toBe('same');
  });

  it('reads as replaced when hardly a word is left', () => {
    expect(piecesOf('折一张纸', '小组合作讨论').map(({ change }) => change)).toEqual(['removed', 'added']);
  });

  it('gives back both lines, whatever they are (V11 with any effort)', () => {
    const line = fc.string({ unit: fc.constantFrom('分', '数', 'a', ' ', '😀', '，'), maxLength: 30 });
    fc.assert(
      fc.property(line, line, fc.integer({ min: 0, max: 500 }), (before, after, effort) => {
        const pieces = piecesOf(before, after, new Effort(effort));
        const side = (without: string) => pieces.filter(({ change }) => change !== without).map((piece) => piece.text);
        expect(side('added').join('')).toBe(before);
        expect(side('removed').join('')).toBe(after);
      }),
    );
  });
});

describe('the difference of two plans', () => {
  it('knows a part by its id: it is changed, moved, added or removed as itself', () => {
    const before = doc(step('a', '导入'), step('b', '新授'), step('c', '练习'));
    expect(changesOf(findDifference(before, doc(step('a', '导入'), step('b', '新授新知'), step('c', '练习'))))).toEqual([
      'same',
      'changed',
      'same',
    ]);
    expect(changesOf(findDifference(before, doc(step('b', '新授'), step('c', '练习'), step('a', '导入'))))).toEqual([
      'same',
      'same',
      'moved same',
    ]);
    expect(changesOf(findDifference(before, doc(step('a', '导入'), step('d', '小结'))))).toEqual([
      'same',
      'added',
      'removed',
      'removed',
    ]);
  });

  it('pairs a changed paragraph with the one it was among new ones', () => {
    const before = doc(paragraph('学生会平均分'), paragraph('难点是比较几分之一的大小'));
    const after = doc(paragraph('先复习'), paragraph('难点是比较几分之一的大小和写法'), paragraph('学生练习'));
    const { children } = findDifference(before, after);
    const changed = children.find(({ change }) => change === 'changed');
    expect(changed?.pieces?.filter(({ change }) => change === 'added').map((piece) => piece.text)).toEqual(['和写法']);
  });

  it('counts lines and parts, and minutes of a step', () => {
    const before = doc(step('a', '导入'), step('b', '新授'), paragraph('注'));
    expect(countChanges(findDifference(before, before))).toBe(0);
    expect(countChanges(findDifference(before, doc(step('a', '导入', 8), step('b', '新授课'), paragraph('注'))))).toBe(2);
  });

  it('keeps everything of afterwards in its order, and everything of before', () => {
    const block = fc.oneof(
      fc.constantFrom('折纸', '涂色', '折纸涂色', '比较大小').map((words) => paragraph(words)),
      fc.constantFrom('a', 'b', 'c').map((id) => step(id, `环节${id}`)),
    );
    const plan = fc.array(block, { maxLength: 8 }).map((blocks) => {
      const ids = blocks.map((one) => one.attrs?.['id']);
      return doc(...blocks.filter((_one, index) => ids[index] === undefined || ids.indexOf(ids[index]) === index));
    });
    fc.assert(
      fc.property(plan, plan, fc.integer({ min: 0, max: 3_000 }), (before, after, effort) => {
        const { children } = findDifference(before, after, new Effort(effort));
        const texts = (nodes: readonly (PlanNode | null)[]) => nodes.flatMap((node) => (node === null ? [] : textBelow(node)));
        expect(texts(children.map((child) => child.after))).toEqual((after.content ?? []).map(textBelow));
        expect(texts(children.map((child) => child.before)).toSorted()).toEqual((before.content ?? []).map(textBelow).toSorted());
      }),
    );
  });
});
