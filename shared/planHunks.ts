import type { Difference } from './planDifference.ts';
import { homeworkLayers, planSections, sites, stepFields, type PlanSectionKind } from './planDocument.ts';
import { holdsLine, lineOf, shownOf, textBelow, type PlanNode } from './planNode.ts';
import type { PlanPlace } from './variants.ts';

/** Some neighbouring lines at one place of a plan that read otherwise in another plan. */
export interface Hunk {
  place: PlanPlace;
  /** The lines as they are in the one plan, and in the other; empty when one of them has none. */
  before: string;
  after: string;
  /** How many lines stand before them at their place in the first plan. */
  at: number;
  /** Behind what the hunk ends. */
  last: Difference;
}

interface Line {
  difference: Difference;
  /** Lines of different groups, such as cells of a table, are no neighbours. */
  group: Difference;
}

/** What belongs to one class, or to one time that it was taught, is no change to bring elsewhere. */
const ofOneClass: readonly PlanSectionKind[] = ['learners', 'reflection'];

/** The changes between two plans that can be brought from the second one to the first. */
export function findHunks(difference: Difference): Hunk[] {
  return difference.children.flatMap((section) => {
    const kind = planSections.find((each) => each === nodeOf(section).attrs?.['kind']);
    if (kind === undefined || ofOneClass.includes(kind)) return [];
    const own = hunksAt({ section: kind, part: null, field: null }, linesOf(section, section));
    return [...own, ...section.children.filter(isPart).flatMap((part) => hunksOfPart(kind, part))];
  });
}

function hunksOfPart(section: PlanSectionKind, difference: Difference): Hunk[] {
  const node = nodeOf(difference);
  const part = partName(node);
  if (part === null) return [];
  if (node.type !== 'lessonStep') return hunksAt({ section, part, field: null }, linesOf(difference, difference));
  if (difference.change === 'removed') return [];
  if (difference.change === 'added') {
    const after = textBelow(node)
      .split('\n')
      .filter((line) => line.trim() !== '')
      .join('\n');
    return after === '' ? [] : [{ place: { section, part, field: null }, before: '', after, at: 0, last: difference }];
  }
  return difference.children.flatMap((field) => {
    const kind = stepFields.find((each) => each === nodeOf(field).attrs?.['kind']);
    return kind === undefined ? [] : hunksAt({ section, part, field: kind }, linesOf(field, field));
  });
}

/** Runs of changed lines. One that only adds takes the line beside it along, so that there are words to be replaced. */
function hunksAt(place: PlanPlace, all: readonly Line[]): Hunk[] {
  const lines = all.filter(({ difference }) => wordsIn(difference.before) !== '' || wordsIn(difference.after) !== '');
  const changed = ({ difference: { before, after } }: Line) => wordsIn(before) !== wordsIn(after);
  const hunks: Hunk[] = [];
  for (let start = 0; start < lines.length; start++) {
    const first = lines[start];
    if (first === undefined || !changed(first)) continue;
    let end = start + 1;
    for (let next = lines[end]; next !== undefined && changed(next) && next.group === first.group; next = lines[++end]);
    let run = lines.slice(start, end);
    let from = start;
    if (run.every(({ difference }) => wordsIn(difference.before) === '')) {
      const [previous, next] = [lines[start - 1], lines[end]];
      if (previous?.group === first.group) [run, from] = [[previous, ...run], start - 1];
      else if (next?.group === first.group) run = [...run, next];
    }
    hunks.push({
      place,
      before: join(run.map(({ difference }) => (difference.before === null ? '' : lineOf(difference.before)))),
      after: join(run.map(({ difference }) => (difference.after === null ? '' : shownOf(difference.after).join('')))),
      at: lines.slice(0, from).filter(({ difference }) => wordsIn(difference.before) !== '').length,
      last: lines[end - 1]?.difference ?? first.difference,
    });
    start = end - 1;
  }
  return hunks;
}

/** The lines below a part, without those of parts within it. */
function linesOf(difference: Difference, group: Difference): Line[] {
  return difference.children.flatMap((child): Line[] => {
    if (isPart(child)) return [];
    if (child.pieces !== null) return [{ difference: child, group }];
    return linesOf(child, /^table(Cell|Header)$/.test(nodeOf(child).type) ? child : group);
  });
}

const nodeOf = ({ after, before }: Difference): PlanNode => after ?? before ?? { type: '' };

/** Parts of a section: what is told apart by an id, a site or a layer. */
const isPart = (difference: Difference): boolean => partName(nodeOf(difference)) !== null;

/** By what a part of a section is named in a `PlanPlace`; null for what is no part. */
export function partName({ type, attrs = {} }: PlanNode): string | null {
  if (type === 'lessonStep' || type === 'learnerProfile') return typeof attrs['id'] === 'string' ? attrs['id'] : '';
  if (type === 'sitePreparation') return sites.find((site) => site === attrs['site']) ?? '';
  if (type === 'homeworkLayer') return homeworkLayers.find((layer) => layer === attrs['layer']) ?? '';
  return null;
}

const wordsIn = (node: PlanNode | null): string => (node !== null && holdsLine(node) ? shownOf(node).join('').trim() : '');

const join = (lines: readonly string[]): string => lines.filter((line) => line.trim() !== '').join('\n');
