import {
  absolutePositionToRelativePosition,
  initProseMirrorDoc,
  updateYFragment,
  yXmlFragmentToProseMirrorRootNode,
} from '@tiptap/y-tiptap';
import type { Node } from '@tiptap/pm/model';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import {
  findPlanGaps,
  homeworkLayers,
  planRoot,
  planSections,
  plainText,
  readRunSheet,
  stepFields,
} from '../../shared/planDocument.ts';
import { planSchema } from '../../shared/planSchema.ts';
import { commentKey, markedThreads, markPassage, unmarkPassage } from '../../server/planning/passages.ts';
import { fillPlan, standardPlan, type PlanContent } from '../../server/planning/index.ts';

const full: PlanContent = {
  sections: { objectives: [{ heading: '核心素养' }, { bullets: ['理解分数', '会比较大小'] }], keyPoints: '认识几分之一' },
  learners: [{ className: '四（1）班', text: '已会平均分。' }],
  preparation: { lead: '课件', local: ['圆形纸片', { numbered: ['剪好', '分好'] }] },
  steps: [
    { minutes: 5, floor: 'lead', text: { name: '导入', lead: '讲分月饼 👨‍🏫 的故事', lineDrop: '辅讲教师继续讲故事' } },
    { minutes: 35, floor: 'students', text: { name: '练习', lineDrop: '做第 12 页' } },
  ],
  homework: { basic: '第 1 题' },
};

function planOf(content: PlanContent): Y.Doc {
  const doc = new Y.Doc();
  doc.transact(() => fillPlan(doc, content));
  return doc;
}

/** The plan as an editor shows it, which fails the test when the editor would have deleted anything by opening it. */
function openInEditor(doc: Y.Doc): Node {
  const before = Y.encodeStateAsUpdate(doc);
  const root = yXmlFragmentToProseMirrorRootNode(doc.getXmlFragment(planRoot), planSchema);
  root.check();
  expect(Y.encodeStateAsUpdate(doc)).toEqual(before);
  return root;
}

function positions(doc: Y.Doc, words: string): { from: Uint8Array; to: Uint8Array } {
  const fragment = doc.getXmlFragment(planRoot);
  const { doc: root, mapping } = initProseMirrorDoc(fragment, planSchema);
  let at = -1;
  root.descendants((node, position) => {
    const index = node.isText ? (node.text ?? '').indexOf(words) : -1;
    if (index >= 0 && at < 0) at = position + index;
  });
  expect(at, `${words} is in the plan`).toBeGreaterThan(0);
  const encode = (position: number) =>
    Y.encodeRelativePosition(absolutePositionToRelativePosition(position, fragment, mapping) as Y.RelativePosition);
  return { from: encode(at), to: encode(at + words.length) };
}

test('a plan written by the server opens in the editor as it is, to the byte', () => {
  const root = openInEditor(planOf(full));
  const kinds = root.children.map((section) => section.attrs['kind'] as string);
  expect(kinds).toEqual([...planSections]);
});

test('saving what the editor shows changes nothing in the document', () => {
  const doc = planOf(full);
  const fragment = doc.getXmlFragment(planRoot);
  const before = Y.encodeStateAsUpdate(doc);
  const { doc: root, meta } = initProseMirrorDoc(fragment, planSchema);
  doc.transact(() => updateYFragment(doc, fragment, root, meta));
  expect(Y.encodeStateAsUpdate(doc)).toEqual(before);
});

test('every part of a plan is there to write in, also when nothing is given', () => {
  const root = openInEditor(planOf({ learners: [{ className: '' }], steps: [{ minutes: null, floor: 'lead', text: {} }] }));
  const count = (name: string) => {
    let found = 0;
    root.descendants((node) => void (found += node.type.name === name ? 1 : 0));
    return found;
  };
  expect([count('stepField'), count('homeworkLayer'), count('sitePreparation')]).toEqual([
    stepFields.length,
    homeworkLayers.length,
    2,
  ]);
  root.descendants((node) => {
    if (['stepField', 'learnerProfile', 'homeworkLayer', 'sitePreparation'].includes(node.type.name)) {
      expect(node.firstChild?.type.name).toBe('paragraph');
    }
  });
});

test.each([
  { periods: 1, minutes: 40 },
  { periods: 2, minutes: 45 },
  { periods: 1, minutes: 5 },
  { periods: 1, minutes: 7 },
  { periods: 1, minutes: 8 },
  { periods: 1, minutes: 12 },
])('the standard steps of $periods × $minutes minutes add up to the lesson, none without time', (lesson) => {
  const steps = readRunSheet(planOf(standardPlan({ ...lesson, classNames: [] })).getXmlFragment(planRoot));
  const minutes = steps.map((step) => step.minutes ?? 0);
  expect(minutes.reduce((sum, each) => sum + each, 0)).toBe(lesson.periods * lesson.minutes);
  expect(Math.min(...minutes)).toBeGreaterThan(0);
});

test('the run-sheet is the steps as plain text', () => {
  const steps = readRunSheet(planOf(full).getXmlFragment(planRoot));
  expect(steps.map((step) => [step.minutes, step.floor, step.text.name, step.text.lineDrop])).toEqual([
    [5, 'lead', '导入', '辅讲教师继续讲故事'],
    [35, 'students', '练习', '做第 12 页'],
  ]);
  expect(new Set(steps.map((step) => step.id)).size).toBe(2);
});

test('a break within a line counts as a new line, and a list as one line an item', () => {
  const doc = planOf({ learners: [], steps: [], sections: { keyPoints: ['上', { bullets: ['一', '二'] }] } });
  const section = doc.getXmlFragment(planRoot).get(planSections.indexOf('keyPoints')) as Y.XmlElement;
  const paragraph = section.get(0) as Y.XmlElement;
  paragraph.insert(1, [new Y.XmlElement('hardBreak'), new Y.XmlText('下')]);
  expect(plainText(section)).toBe('上\n下\n一\n二');
});

test('what a new plan lacks to be final is named: each class and each line-drop plan', () => {
  const gaps = findPlanGaps(
    planOf(standardPlan({ periods: 1, minutes: 40, classNames: ['甲班', '乙班'] })).getXmlFragment(planRoot),
    40,
  );
  expect(gaps.map(({ what, label }) => [what, label])).toEqual([
    ['learners', '甲班'],
    ['learners', '乙班'],
    ['lineDrop', '导入'],
    ['lineDrop', '新授'],
    ['lineDrop', '练习'],
    ['lineDrop', '小结'],
  ]);
  const whole = planOf(full).getXmlFragment(planRoot);
  const sum = readRunSheet(whole).reduce((all, { minutes }) => all + (minutes ?? 0), 0);
  expect(findPlanGaps(whole, sum)).toEqual([]);
  // Steps that do not fill the lesson, or take longer than it, are a gap too.
  expect(findPlanGaps(whole, sum + 1)).toEqual([{ what: 'sum', where: 'steps', label: String(sum) }]);
  expect(findPlanGaps(whole, sum - 1).map(({ what }) => what)).toEqual(['sum']);
});

test('a mark set by the server is what an editor would have set, and shows in it', () => {
  const doc = planOf(full);
  const marked = markPassage(doc, { threadId: 'thread-1', ...positions(doc, '分月饼') });
  expect(marked).toEqual({ quote: '分月饼', prefix: '讲', suffix: ' 👨‍🏫 的故事' });
  const found: string[] = [];
  openInEditor(doc).descendants((node) => {
    if (node.marks.some((mark) => mark.type.name === 'comment' && mark.attrs['threadId'] === 'thread-1'))
      found.push(node.text ?? '');
  });
  expect(found).toEqual(['分月饼']);

  const fragment = doc.getXmlFragment(planRoot);
  const before = Y.encodeStateAsUpdate(doc);
  const { doc: root, meta } = initProseMirrorDoc(fragment, planSchema);
  doc.transact(() => updateYFragment(doc, fragment, root, meta));
  expect(Y.encodeStateAsUpdate(doc)).toEqual(before);
});

test('marks of several threads lie over the same words, and each is taken away alone', () => {
  const doc = planOf(full);
  markPassage(doc, { threadId: 'one', ...positions(doc, '分月饼') });
  const words = positions(doc, '分月饼');
  markPassage(doc, { threadId: 'two', from: words.from, to: positions(doc, ' 👨‍🏫').to });
  expect(markedThreads(doc)).toEqual(new Set(['one', 'two']));
  openInEditor(doc);
  unmarkPassage(doc, 'one');
  expect(markedThreads(doc)).toEqual(new Set(['two']));
  openInEditor(doc);
});

test('a passage over several blocks quotes a line for each', () => {
  const doc = planOf(full);
  const { from } = positions(doc, '理解');
  const { to } = positions(doc, '会比较');
  expect(markPassage(doc, { threadId: 'wide', from, to }).quote).toBe('理解分数\n会比较');
});

test('an emoji is never cut in two by a mark', () => {
  const doc = planOf({ learners: [{ className: '', text: 'a😀b' }], steps: [] });
  const { from } = positions(doc, 'a');
  const cut = positions(doc, '\ud83d').to;
  expect(markPassage(doc, { threadId: 'half', from, to: cut }).quote).toBe('a😀');
  expect(plainText(doc.getXmlFragment(planRoot))).toContain('a😀b');
});

test('words that were deleted meanwhile cannot be marked, nor can a position of another document or nonsense', () => {
  const doc = planOf(full);
  const words = positions(doc, '会比较大小');
  const list = (doc.getXmlFragment(planRoot).get(planSections.indexOf('objectives')) as Y.XmlElement).get(1) as Y.XmlElement;
  list.delete(1, 1);
  const before = Y.encodeStateAsUpdate(doc);
  const other = positions(planOf(full), '分月饼');
  const rootOfOwn = Y.encodeRelativePosition(Y.createRelativePositionFromTypeIndex(new Y.Doc().getXmlFragment('admin'), 0));
  for (const passage of [
    words,
    other,
    { from: rootOfOwn, to: rootOfOwn },
    { from: new Uint8Array([255, 255, 255]), to: new Uint8Array() },
  ]) {
    expect(() => markPassage(doc, { threadId: 'gone', ...passage })).toThrow(expect.objectContaining({ code: 'passage_gone' }));
  }
  expect(Y.encodeStateAsUpdate(doc)).toEqual(before);
  expect(doc.share.has('admin')).toBe(false);
});

test('a mark survives that its paragraph is split by somebody else at the same time', () => {
  const doc = planOf(full);
  const other = new Y.Doc();
  Y.applyUpdate(other, Y.encodeStateAsUpdate(doc));
  markPassage(doc, { threadId: 'split', ...positions(doc, '认识几分之一') });
  const section = other.getXmlFragment(planRoot).get(planSections.indexOf('keyPoints')) as Y.XmlElement;
  const text = (section.get(0) as Y.XmlElement).get(0) as Y.XmlText;
  text.delete(2, 4);
  const added = new Y.XmlElement('paragraph');
  section.insert(1, [added]);
  added.insert(0, [new Y.XmlText('几分之一')]);
  Y.applyUpdate(other, Y.encodeStateAsUpdate(doc));
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(other));
  expect(markedThreads(doc)).toEqual(new Set(['split']));
  openInEditor(doc);
});

test('the name of a mark in the text depends on its thread alone', () => {
  expect(commentKey('a')).toMatch(/^comment--[A-Za-z0-9+/=]{8}$/);
  expect(commentKey('a')).toBe(commentKey('a'));
  expect(commentKey('a')).not.toBe(commentKey('b'));
});

test('two people emptying a list at once leave a tree that no editor wipes', () => {
  const doc = planOf(full);
  const other = new Y.Doc();
  Y.applyUpdate(other, Y.encodeStateAsUpdate(doc));
  const listOf = (side: Y.Doc) =>
    (side.getXmlFragment(planRoot).get(planSections.indexOf('objectives')) as Y.XmlElement).get(1) as Y.XmlElement;
  listOf(doc).delete(0, 1);
  listOf(other).delete(1, 1);
  Y.applyUpdate(other, Y.encodeStateAsUpdate(doc));
  expect(listOf(other).length).toBe(0);
  openInEditor(other);
});
