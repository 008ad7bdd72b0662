import * as Y from 'yjs';
import { childElements, planRoot } from '../../shared/planDocument.ts';
import { partName } from '../../shared/planHunks.ts';
import { lineOf, shownOf, type PlanNode } from '../../shared/planNode.ts';
import type { PlanPlace } from '../../shared/variants.ts';
import { readChildren } from './planContent.ts';

/** A line of the live plan that holds something. */
interface Line {
  element: Y.XmlElement;
  node: PlanNode;
}

/** Lines at a place, named by their words joined by newlines. `at` is how many lines stood before them when they were read. */
export interface LinesNamed {
  place: PlanPlace;
  words: string;
  at?: number | undefined;
}

/** Where some lines begin and end in the live plan, as relative positions; null when they are not there any more. */
export function findLines(doc: Y.Doc, named: LinesNamed): { from: Uint8Array; to: Uint8Array } | null {
  const texts = runAt(linesAt(doc, named.place), named, lineOf)?.flatMap(({ element }) => textsOf(element));
  const [first, last] = [texts?.[0], texts?.at(-1)];
  if (first === undefined || last === undefined) return null;
  return {
    from: Y.encodeRelativePosition(Y.createRelativePositionFromTypeIndex(first, 0, 0)),
    to: Y.encodeRelativePosition(Y.createRelativePositionFromTypeIndex(last, last.length, -1)),
  };
}

/**
 * The Yjs clients that wrote what stands in some lines, and whether they hold nothing but text; null when they are not there. Words
 * read as people read them: what is no text is told as text.
 */
export function writersOfLines(doc: Y.Doc, named: LinesNamed): { clients: number[]; isText: boolean } | null {
  const run = runAt(linesAt(doc, named.place), named, (node) => shownOf(node).join(''));
  if (run === null) return null;
  const clients = new Set<number>();
  for (const text of run.flatMap(({ element }) => textsOf(element))) {
    for (let item = text._start; item !== null; item = item.right) {
      if (!item.deleted && item.countable) clients.add(item.id.client);
    }
  }
  const isText = run.every(({ node }) =>
    (node.content ?? []).every(({ type, text }) => text !== undefined || type === 'hardBreak'),
  );
  return { clients: [...clients], isText };
}

/** Whether a part, such as a step, is in the live plan. */
export const hasPart = (doc: Y.Doc, place: PlanPlace): boolean => containersAt(doc, { ...place, field: null }).length > 0;

/** Of several runs that read the same, the one that is nearest to where it was seen. */
function runAt(lines: readonly Line[], { words, at = 0 }: LinesNamed, say: (node: PlanNode) => string): readonly Line[] | null {
  const runs = lines.flatMap((_line, start) => {
    for (let end = start + 1; end <= lines.length; end++) {
      const run = lines.slice(start, end);
      const said = run.map(({ node }) => say(node)).join('\n');
      if (said === words) return [{ start, run }];
      if (said.length > words.length) return [];
    }
    return [];
  });
  return runs.toSorted((a, b) => Math.abs(a.start - at) - Math.abs(b.start - at))[0]?.run ?? null;
}

function linesAt(doc: Y.Doc, place: PlanPlace): Line[] {
  return containersAt(doc, place).flatMap((container) => linesBelow(container, place.part !== null));
}

function containersAt(doc: Y.Doc, { section, part, field }: PlanPlace): Y.XmlElement[] {
  const sections = childElements(doc.getXmlFragment(planRoot), 'planSection').filter(
    (element) => element.getAttribute('kind') === section,
  );
  if (part === null) return sections;
  const parts = sections.flatMap(elementsIn).filter((element) => nameOf(element) === part);
  if (field === null) return parts;
  return parts.flatMap((each) => childElements(each, 'stepField')).filter((element) => element.getAttribute('kind') === field);
}

function linesBelow(container: Y.XmlElement, withParts: boolean): Line[] {
  return elementsIn(container).flatMap((element): Line[] => {
    if (!withParts && nameOf(element) !== null) return [];
    if (element.nodeName !== 'paragraph' && element.nodeName !== 'heading') return linesBelow(element, withParts);
    const node = { type: element.nodeName, content: readChildren(element) };
    return shownOf(node).join('').trim() === '' ? [] : [{ element, node }];
  });
}

const elementsIn = (parent: Y.XmlElement): Y.XmlElement[] =>
  parent.toArray().filter((child): child is Y.XmlElement => child instanceof Y.XmlElement);

const textsOf = (line: Y.XmlElement): Y.XmlText[] =>
  line.toArray().filter((child): child is Y.XmlText => child instanceof Y.XmlText && child.length > 0);

const nameOf = (element: Y.XmlElement): string | null => partName({ type: element.nodeName, attrs: element.getAttributes() });
