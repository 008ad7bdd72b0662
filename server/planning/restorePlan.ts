import { Node } from '@tiptap/pm/model';
import { updateYFragment } from '@tiptap/y-tiptap';
import * as Y from 'yjs';
import { alignNodes, Effort, matchLines } from '../../shared/planAlignment.ts';
import { planRoot } from '../../shared/planDocument.ts';
import { holdsLine, isComment, lineOf, marksOf, type PlanMark, type PlanNode } from '../../shared/planNode.ts';
import { planSchema } from '../../shared/planSchema.ts';
import { readChildren, readPlan } from './planContent.ts';

/**
 * Makes the live plan say what a version says, by as few changes as can be found: parts and lines that are still there stay the
 * same elements, so that what others write in them at the same time, or wrote offline, stays (rules V8 and V9).
 * @throws RangeError before anything is changed, when the version does not fit the schema.
 */
export function restorePlan(doc: Y.Doc, version: PlanNode): void {
  const effort = new Effort();
  const target = withComments(readPlan(doc), version, effort);
  Node.fromJSON(planSchema, target);
  patchChildren(doc, doc.getXmlFragment(planRoot), target.content ?? [], effort);
}

/** The version with the comments that lie over the same words now, beside its own. */
function withComments(live: PlanNode, version: PlanNode, effort: Effort): PlanNode {
  if (version.content === undefined) return version;
  if (holdsLine(version)) return holdsLine(live) ? lineWithComments(live, version, effort) : version;
  const pairs = new Map(alignNodes(live.content ?? [], version.content, effort).map(([i, j]) => [j, live.content?.[i]]));
  const content = version.content.map((child, index) => {
    const partner = pairs.get(index);
    return partner === undefined ? child : withComments(partner, child, effort);
  });
  return { ...version, content };
}

function lineWithComments(live: PlanNode, version: PlanNode, effort: Effort): PlanNode {
  const comments = marksOf(live).map((marks) => marks.filter(isComment));
  const marks = marksOf(version).map((own) => [...own]);
  for (const run of matchLines(lineOf(live), lineOf(version), effort)) {
    for (let at = 0; at < run.length; at++) {
      const own = marks[run.after + at] ?? [];
      for (const mark of comments[run.before + at] ?? []) if (!own.some((one) => isSame(one, mark))) own.push(mark);
    }
  }
  let at = 0;
  const content = (version.content ?? []).flatMap((part): PlanNode[] => {
    if (part.text === undefined) return [{ ...part, marks: marks[at++] ?? [] }];
    const start = at;
    at += part.text.length;
    return splitByMarks(part.text, marks.slice(start, at));
  });
  return { ...version, content };
}

/** One text a stretch of equal marks. */
function splitByMarks(text: string, marks: readonly PlanMark[][]): PlanNode[] {
  const parts: { text: string; marks: PlanMark[]; key: string }[] = [];
  for (let at = 0; at < text.length; at++) {
    const own = marks[at] ?? [];
    const key = JSON.stringify(own);
    const last = parts.at(-1);
    if (last?.key === key) last.text += text[at];
    else parts.push({ text: text[at] ?? '', marks: own, key });
  }
  return parts.map((part) => ({ type: 'text', text: part.text, ...(part.marks.length > 0 ? { marks: part.marks } : {}) }));
}

function patchChildren(doc: Y.Doc, parent: Y.XmlFragment, target: readonly PlanNode[], effort: Effort): void {
  const elements = parent.toArray();
  const live = readChildren(parent);
  // What does not fit the schema cannot be told apart by it and goes: an editor would delete it just the same.
  const known = elements.length === live.length && elements.every((each) => each instanceof Y.XmlElement);
  const pairs = known ? new Map(alignNodes(live, target, effort).map(([i, j]) => [j, i])) : new Map<number, number>();
  let place = 0;
  let next = 0;
  target.forEach((node, index) => {
    const partner = pairs.get(index);
    if (partner === undefined) {
      const made = new Y.XmlElement(node.type);
      parent.insert(place, [made]);
      fill(doc, made, node);
    } else {
      if (partner > next) parent.delete(place, partner - next);
      next = partner + 1;
      const element = parent.get(place);
      if (element instanceof Y.XmlElement) patch(doc, element, live[partner], node, effort);
    }
    place++;
  });
  if (elements.length > next) parent.delete(place, elements.length - next);
}

function patch(doc: Y.Doc, element: Y.XmlElement, live: PlanNode | undefined, target: PlanNode, effort: Effort): void {
  if (live === undefined || JSON.stringify(live) === JSON.stringify(target)) return;
  if (holdsLine(live) || holdsLine(target)) {
    patchWords(element, live, target, effort);
    fill(doc, element, target);
    return;
  }
  setAttributes(element, live, target);
  patchChildren(doc, element, target.content ?? [], effort);
}

/** Changes the words of a line that differ, and no others. */
function patchWords(element: Y.XmlElement, live: PlanNode, target: PlanNode, effort: Effort): void {
  const [text, ...more] = element.toArray();
  const plain = [live, target].every((node) => (node.content ?? []).every((part) => part.text !== undefined));
  if (!(text instanceof Y.XmlText) || more.length > 0 || !plain || text.length !== lineOf(live).length) return;
  const [before, after] = [lineOf(live), lineOf(target)];
  const runs = [...matchLines(before, after, effort), { before: before.length, after: after.length, length: 0 }];
  let [i, j, place] = [0, 0, 0];
  for (const run of runs) {
    if (run.before > i) text.delete(place, run.before - i);
    const added = after.slice(j, run.after);
    if (added !== '') text.insert(place, added, {});
    place += added.length + run.length;
    [i, j] = [run.before + run.length, run.after + run.length];
  }
}

/** The editor's own binding writes attributes, formats and what is new. */
function fill(doc: Y.Doc, element: Y.XmlElement, node: PlanNode): void {
  updateYFragment(doc, element, Node.fromJSON(planSchema, node), { mapping: new Map(), isOMark: new Map() });
}

function setAttributes(element: Y.XmlElement, live: PlanNode, target: PlanNode): void {
  for (const [name, value] of Object.entries(target.attrs ?? {})) {
    if (JSON.stringify(value) === JSON.stringify(live.attrs?.[name])) continue;
    if (value === null) element.removeAttribute(name);
    // Attributes of the schema may be numbers although Yjs types them as strings.
    else element.setAttribute(name, value as string);
  }
}

const isSame = (one: PlanMark, other: PlanMark): boolean =>
  one.attrs?.['threadId'] === other.attrs?.['threadId'] && isComment(one);
