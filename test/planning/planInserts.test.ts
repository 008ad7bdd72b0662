import { initProseMirrorDoc, prosemirrorJSONToYDoc, updateYFragment, yXmlFragmentToProseMirrorRootNode } from '@tiptap/y-tiptap';
import { Node } from '@tiptap/pm/model';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { findDifference, placesOf, type Difference } from '../../shared/planDifference.ts';
import { planRoot, plainText } from '../../shared/planDocument.ts';
import { textBelow, type PlanNode } from '../../shared/planNode.ts';
import { planSchema } from '../../shared/planSchema.ts';
import { readPlan } from '../../server/planning/planContent.ts';
import { markedThreads, markPassage } from '../../server/planning/passages.ts';
import { restorePlan } from '../../server/planning/restorePlan.ts';

const text = (words: string): PlanNode => ({ type: 'text', text: words });
const paragraph = (...content: PlanNode[]): PlanNode => ({ type: 'paragraph', ...(content.length > 0 ? { content } : {}) });
const cell = (type: 'tableCell' | 'tableHeader', words: string): PlanNode => ({ type, content: [paragraph(text(words))] });
const row = (type: 'tableCell' | 'tableHeader', ...words: string[]): PlanNode => ({
  type: 'tableRow',
  content: words.map((each) => cell(type, each)),
});
const image = { type: 'planImage', attrs: { fileId: 'f1', name: '月饼.png', width: 640, height: 480, alt: '分成四份的月饼' } };
const formula = (latex: string): PlanNode => ({ type: 'inlineMath', attrs: { latex } });

const blocks: PlanNode[] = [
  { type: 'table', content: [row('tableHeader', '班级', '人数'), row('tableCell', '四（1）班', '38')] },
  paragraph(text('先看'), formula('\\frac{1}{2}'), text('，请'), { type: 'mention', attrs: { accountId: 'a', name: '王芳' } }),
  image,
  { type: 'planFile', attrs: { fileId: 'f2', name: '课件.pptx', size: 2048 } },
  { type: 'blockMath', attrs: { latex: 'a^2+b^2=c^2' } },
];

const planWith = (content: readonly PlanNode[]): PlanNode => ({
  type: 'doc',
  content: [{ type: 'planSection', attrs: { kind: 'textbook' }, content }],
});

const documentOf = (plan: PlanNode): Y.Doc => prosemirrorJSONToYDoc(planSchema, plan, planRoot);

/** The plan as an editor reads it; the test fails when the editor deletes anything by opening it. */
function openInEditor(doc: Y.Doc): Node {
  const before = Y.encodeStateAsUpdate(doc);
  const root = yXmlFragmentToProseMirrorRootNode(doc.getXmlFragment(planRoot), planSchema);
  root.check();
  expect(Y.encodeStateAsUpdate(doc)).toEqual(before);
  return root;
}

/** Has an editor of its own change a copy of a document, as one who is offline would. */
function changedCopy(doc: Y.Doc, change: (plan: PlanNode) => PlanNode): Y.Doc {
  const copy = new Y.Doc();
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
  const fragment = copy.getXmlFragment(planRoot);
  const { doc: root, meta } = initProseMirrorDoc(fragment, planSchema);
  const next = Node.fromJSON(planSchema, change(root.toJSON() as PlanNode));
  copy.transact(() => updateYFragment(copy, fragment, next, meta));
  return copy;
}

const tableOf = (plan: PlanNode): PlanNode => plan.content?.[0]?.content?.[0] ?? paragraph();
const withTable = (plan: PlanNode, table: PlanNode): PlanNode =>
  planWith([table, ...(plan.content?.[0]?.content ?? []).slice(1)]);

test('tables, pictures, attachments, formulas and names open as they were written', () => {
  const doc = documentOf(planWith(blocks));
  const root = openInEditor(doc);
  expect(readPlan(doc)).toEqual(JSON.parse(JSON.stringify(root.toJSON())));
  const names = new Set<string>();
  root.descendants((node) => void names.add(node.type.name));
  for (const name of ['table', 'tableHeader', 'tableCell', 'planImage', 'planFile', 'inlineMath', 'blockMath', 'mention']) {
    expect(names, name).toContain(name);
  }
});

test('who reads a plan as plain text reads what stands for pictures, formulas and names', () => {
  const doc = documentOf(planWith(blocks));
  const words = plainText(doc.getXmlFragment(planRoot));
  for (const expected of ['四（1）班', '先看$\\frac{1}{2}$，请@王芳', '分成四份的月饼', '课件.pptx', '$a^2+b^2=c^2$']) {
    expect(words).toContain(expected);
  }
  expect(textBelow(readPlan(doc))).toContain('先看$\\frac{1}{2}$，请@王芳');
});

test('whatever two people delete of a table at once, the editor that opens what is left deletes nothing more', () => {
  const doc = documentOf(planWith(blocks));
  const withoutFirstColumn = changedCopy(doc, (plan) => {
    const table = tableOf(plan);
    const rows = (table.content ?? []).map((each) => ({ ...each, content: (each.content ?? []).slice(1) }));
    return withTable(plan, { ...table, content: rows });
  });
  const withoutSecondColumn = changedCopy(doc, (plan) => {
    const table = tableOf(plan);
    const rows = (table.content ?? []).map((each) => ({ ...each, content: (each.content ?? []).slice(0, 1) }));
    return withTable(plan, { ...table, content: rows });
  });
  const withoutWords = changedCopy(doc, (plan) => {
    const table = tableOf(plan);
    const [head = paragraph(), ...rows] = table.content ?? [];
    const emptied = { ...head, content: (head.content ?? []).map((each) => ({ ...each, content: [] })) };
    return withTable(plan, { ...table, content: [emptied, ...rows] });
  });
  for (const other of [withoutFirstColumn, withoutSecondColumn, withoutWords]) Y.applyUpdate(doc, Y.encodeStateAsUpdate(other));
  const root = openInEditor(doc);
  expect(root.textContent).toContain('先看');
});

test('a passage with a formula in it is commented on as a whole, and its mark is found again', () => {
  const doc = documentOf(planWith(blocks));
  const fragment = doc.getXmlFragment(planRoot);
  const section = fragment.get(0) as Y.XmlElement;
  const line = section.get(1) as Y.XmlElement;
  const [first, last] = [line.get(0) as Y.XmlText, line.get(2) as Y.XmlText];
  const place = (type: Y.XmlText, index: number) =>
    Y.encodeRelativePosition(Y.createRelativePositionFromTypeIndex(type, index, index === 0 ? 0 : -1));
  const { quote } = markPassage(doc, { threadId: 't1', from: place(first, 0), to: place(last, 1) });
  expect(quote.replace(/\s/g, '')).toBe('先看，');
  expect([...markedThreads(doc)]).toEqual(['t1']);
  openInEditor(doc);
});

test('a difference says which formula came instead of which, and keeps count of places', () => {
  const before = planWith([paragraph(text('请看'), formula('x+1'), text('的值'))]);
  const after = planWith([paragraph(text('请看'), formula('x+2'), text('的新值'))]);
  const pieces = piecesOf(findDifference(before, after));
  expect(pieces.filter(({ change }) => change === 'removed').map((piece) => piece.text)).toEqual(['$x+1$']);
  expect(pieces.filter(({ change }) => change === 'added').map((piece) => piece.text)).toEqual(['$x+2$', '新']);
  const places = pieces.filter(({ change }) => change !== 'removed').reduce((sum, piece) => sum + placesOf(piece), 0);
  expect(places, 'as an editor counts them').toBe('请看?的新值'.length);
});

test('a version with a table, a picture and formulas is restored over what became of them', () => {
  const version = planWith(blocks);
  const doc = documentOf(
    planWith([paragraph(text('先看'), formula('2'), text('，请')), { ...image, attrs: { ...image.attrs, alt: '' } }]),
  );
  const filled = readPlan(documentOf(version));
  restorePlan(doc, filled);
  expect(findDifference(readPlan(doc), filled).change).toBe('same');
  openInEditor(doc);
});

function piecesOf({ pieces, children }: Difference): NonNullable<Difference['pieces']> {
  return [...(pieces ?? []), ...children.flatMap(piecesOf)];
}
