import fc from 'fast-check';
import { expect, it } from 'vitest';
import * as Y from 'yjs';
import { readPlan } from '../../server/planning/planContent.ts';
import { restorePlan } from '../../server/planning/restorePlan.ts';
import { fillPlan, standardPlan } from '../../server/planning/template.ts';
import { Effort } from '../../shared/planAlignment.ts';
import { findDifference } from '../../shared/planDifference.ts';
import { childElements, planRoot } from '../../shared/planDocument.ts';

/** One thing that somebody does to a plan; numbers choose among what is there. */
interface Edit {
  what: 'type' | 'delete' | 'bold' | 'paragraph' | 'remove' | 'step' | 'minutes';
  where: number;
  words: string;
}

const edits = fc.array(
  fc.record({
    what: fc.constantFrom<Edit['what']>('type', 'delete', 'bold', 'paragraph', 'remove', 'step', 'minutes'),
    where: fc.nat(10_000),
    words: fc.string({ unit: fc.constantFrom('分', '数', '比较', '，', 'a ', '😀'), minLength: 1, maxLength: 6 }),
  }),
  { maxLength: 12 },
);

const fresh = (): Y.Doc => {
  const doc = new Y.Doc();
  fillPlan(doc, standardPlan({ periods: 1, minutes: 40, classNames: ['四（1）班'] }));
  return doc;
};
const copyOf = (doc: Y.Doc): Y.Doc => {
  const copy = new Y.Doc();
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
  return copy;
};
const all = (doc: Y.Doc, name: string): Y.XmlElement[] => {
  const below = (parent: Y.XmlFragment): Y.XmlElement[] =>
    parent.toArray().flatMap((child) => (child instanceof Y.XmlElement ? [child, ...below(child)] : []));
  return below(doc.getXmlFragment(planRoot)).filter((element) => element.nodeName === name);
};
const pick = <T>(list: readonly T[], where: number): T | undefined => list[where % Math.max(1, list.length)];

function apply(doc: Y.Doc, { what, where, words }: Edit): void {
  const line = pick(all(doc, 'paragraph'), where);
  const first = line?.get(0);
  const text = first instanceof Y.XmlText ? first : null;
  const section = pick(childElements(doc.getXmlFragment(planRoot), 'planSection'), where);
  const steps = all(doc, 'lessonStep');
  if (what === 'type' && line !== undefined) {
    if (text === null) line.insert(0, [new Y.XmlText(words)]);
    else text.insert(where % (text.length + 1), words);
  } else if (what === 'delete' && text !== null && text.length > 0) text.delete(0, Math.ceil(text.length / 2));
  else if (what === 'bold' && text !== null && text.length > 0) text.format(0, Math.ceil(text.length / 2), { bold: {} });
  else if (what === 'paragraph' && section?.getAttribute('kind') !== 'steps') section?.insert(0, [new Y.XmlElement('paragraph')]);
  else if (what === 'remove' && section !== undefined && section.length > 0) section.delete(where % section.length, 1);
  else if (what === 'step') {
    const step = new Y.XmlElement('lessonStep');
    step.setAttribute('id', `${where}-${words}`);
    (steps[0]?.parent as Y.XmlElement | undefined)?.insert(0, [step]);
  } else if (what === 'minutes') pick(steps, where)?.setAttribute('minutes', String(where % 40));
}

it('makes any plan say what any version said', () => {
  fc.assert(
    fc.property(edits, edits, (earlier, later) => {
      const doc = fresh();
      for (const edit of earlier) doc.transact(() => apply(doc, edit));
      const version = readPlan(doc);
      for (const edit of later) doc.transact(() => apply(doc, edit));
      doc.transact(() => restorePlan(doc, version));
      expect(findDifference(version, readPlan(doc), new Effort(1e9)).change).toBe('same');
    }),
    { numRuns: 150 },
  );
}, 60_000);

it('merges with what others did at the same time: all replicas end up the same (V8)', () => {
  fc.assert(
    fc.property(edits, edits, (later, meanwhile) => {
      const doc = fresh();
      const version = readPlan(doc);
      for (const edit of later) doc.transact(() => apply(doc, edit));
      const other = copyOf(doc);
      for (const edit of meanwhile) other.transact(() => apply(other, edit));
      doc.transact(() => restorePlan(doc, version));
      const [mine, theirs] = [Y.encodeStateAsUpdate(doc), Y.encodeStateAsUpdate(other)];
      Y.applyUpdate(doc, theirs);
      Y.applyUpdate(other, mine);
      expect(readPlan(doc)).toEqual(readPlan(other));
    }),
    { numRuns: 150 },
  );
}, 60_000);

it('touches nothing but the words that differ (V8)', () => {
  const doc = fresh();
  const before = copyOf(doc);
  const version = readPlan(doc);
  const line = all(doc, 'paragraph').find((paragraph) => paragraph.length > 0);
  const text = line?.get(0) as Y.XmlText;
  text.insert(0, '新的');
  const elements = all(doc, 'paragraph');
  const changes: unknown[] = [];
  doc.getXmlFragment(planRoot).observeDeep((events) => {
    for (const { target, delta } of events) changes.push([target === text, delta]);
  });
  doc.transact(() => restorePlan(doc, version));
  expect(changes).toEqual([[true, [{ delete: 2 }]]]);
  expect(all(doc, 'paragraph')).toEqual(elements);
  expect(readPlan(doc)).toEqual(readPlan(before));
});
