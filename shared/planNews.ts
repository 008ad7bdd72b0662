import { placesOf, type Difference, type Piece } from './planDifference.ts';
import { sameAttributes, textBelow, type PlanNode } from './planNode.ts';

/** What became of something: `set` is another value of an attribute, `formatted` the same words in another form. */
type NewsKind = 'added' | 'reworded' | 'formatted' | 'removed' | 'moved' | 'set';

/** What it happened to. */
type NewsOf = 'words' | 'step' | 'profile' | 'image' | 'file' | 'formula' | 'table';

/** Where in a plan: a section by its kind, in it a step or class by its id, and there, or in the section, a field, site or layer. */
export interface NewsPlace {
  section: string;
  part: { id: string; name: string } | null;
  field: string | null;
}

/**
 * What is marked in the text. `path` leads to a node of the plan as it is now by the indices of children; `from` and `to` are places in that
 * line. Of a `gap` something is gone: at `at` in a line, or before the child `at` of what is no line.
 */
export type NewsMark =
  | { type: 'words'; path: readonly number[]; from: number; to: number }
  | { type: 'node'; path: readonly number[] }
  | { type: 'gap'; path: readonly number[]; at: number; words: string };

/** One change since somebody last looked. */
export interface PlanNews {
  kind: NewsKind;
  of: NewsOf;
  place: NewsPlace;
  /** The words: of what is reworded with what has stayed, of an attribute its values; none of what has merely moved. */
  pieces: readonly Piece[];
  /** The attribute that was set. */
  fact: 'minutes' | 'floor' | 'className' | null;
  marks: readonly NewsMark[];
}

const facts = ['minutes', 'floor', 'className'] as const;

/** Parts that people add and remove as a whole; other parts belong to the form of a plan. */
const wholeParts: Readonly<Record<string, NewsOf>> = { lessonStep: 'step', learnerProfile: 'profile' };
const formParts: ReadonlySet<string> = new Set(['planSection', 'stepField', 'sitePreparation', 'homeworkLayer']);
/** Blocks without lines of their own. */
const leaves: Readonly<Record<string, NewsOf>> = { planImage: 'image', planFile: 'file', blockMath: 'formula' };

interface Here {
  place: NewsPlace;
  path: readonly number[];
  news: PlanNews[];
}

/** All that a difference tells somebody who has seen what was before, in the order of the plan (rule V12). */
export function listNews(difference: Difference): PlanNews[] {
  const news: PlanNews[] = [];
  below(difference, { place: { section: 'basics', part: null, field: null }, path: [], news });
  return news;
}

/** Goes through the children; `path` is that of their parent in the plan as it is now. */
function below({ children }: Difference, { place, path, news }: Here): void {
  let index = 0;
  for (const child of children) {
    const node = child.after ?? child.before;
    if (node !== null) tell(child, node, { place: placeOf(node, place), path: [...path, index], news });
    if (child.after !== null) index++;
  }
}

/** Here the path is that of the node itself, or of what now stands where it stood. */
function tell(difference: Difference, node: PlanNode, here: Here): void {
  const { change, moved, pieces } = difference;
  const mark: NewsMark = { type: 'node', path: here.path };
  if (moved) push(here, { kind: 'moved', of: ofNode(node), marks: [mark] });
  if (change === 'same') return;
  if (change !== 'changed') {
    if (formParts.has(node.type)) {
      // What was in a removed part of the form has one place left, where that stood.
      if (change === 'added') below(difference, here);
      else for (const child of node.content ?? []) whole(child, 'removed', { ...here, place: placeOf(child, here.place) });
      return;
    }
    whole(node, change, here);
    return;
  }
  if (pieces !== null) line(pieces, here);
  else if (leaves[node.type] !== undefined) {
    const [was, is] = [difference.before, difference.after].map((side) => (side === null ? '' : textBelow(side)));
    const shown = was === is ? [same(is)] : replaced(was, is);
    push(here, { kind: was === is ? 'formatted' : 'reworded', of: ofNode(node), pieces: shown, marks: [mark] });
  } else {
    set(difference, here);
    below(difference, here);
  }
}

/** Something came or went as a whole. An empty line that does is no news. */
function whole(node: PlanNode, kind: 'added' | 'removed', here: Here): void {
  const words = node.type in wholeParts ? wordsOfPart(node) : textBelow(node).trim();
  if (words === '' && ofNode(node) === 'words') return;
  const at = here.path.at(-1) ?? 0;
  const mark: NewsMark =
    kind === 'added' ? { type: 'node', path: here.path } : { type: 'gap', path: here.path.slice(0, -1), at, words };
  push(here, { kind, of: ofNode(node), pieces: words === '' ? [] : [{ text: words, change: kind }], marks: [mark] });
}

function line(pieces: readonly Piece[], here: Here): void {
  const { path } = here;
  const marks: NewsMark[] = [];
  let at = 0;
  for (const piece of pieces) {
    const size = placesOf(piece);
    if (piece.change === 'removed') marks.push({ type: 'gap', path, at, words: piece.text });
    else if (piece.change !== 'same') marks.push({ type: 'words', path, from: at, to: at + size });
    if (piece.change !== 'removed') at += size;
  }
  const onlySpaces = !pieces.some(({ change }) => change === 'changed') && sideOf(pieces, 'added') === sideOf(pieces, 'removed');
  if (onlySpaces && marks.length > 0) return;
  const changes = new Set(pieces.filter(({ text }) => text.trim() !== '').map(({ change }) => change));
  // Where no character differs, it is the line itself that looks otherwise.
  push(here, { kind: kindOfLine(changes), of: 'words', pieces, marks: marks.length > 0 ? marks : [{ type: 'node', path }] });
}

/** One side of a line, without its spaces. */
const sideOf = (pieces: readonly Piece[], without: Piece['change']): string =>
  pieces
    .filter(({ change }) => change !== without)
    .map(({ text }) => text)
    .join('')
    .replaceAll(/\s/g, '');

/** A line that was empty before is added, one that has been emptied is removed. */
function kindOfLine(changes: ReadonlySet<Piece['change']>): NewsKind {
  const [added, removed] = [changes.has('added'), changes.has('removed')];
  const stays = changes.has('same') || changes.has('changed');
  if (added && !removed && !stays) return 'added';
  if (removed && !added && !stays) return 'removed';
  return added || removed ? 'reworded' : 'formatted';
}

/** Attributes that people set, and of other blocks that they look otherwise. */
function set({ before, after }: Difference, here: Here): void {
  const [old, now] = [before?.attrs ?? {}, after?.attrs ?? {}];
  if (sameAttributes(old, now)) return;
  const mark: NewsMark = { type: 'node', path: here.path };
  if (after !== null && after.type in wholeParts) {
    for (const fact of facts) {
      if ((old[fact] ?? null) === (now[fact] ?? null)) continue;
      push(here, { kind: 'set', of: ofNode(after), fact, pieces: replaced(say(old[fact]), say(now[fact])), marks: [mark] });
    }
    return;
  }
  if (after === null || formParts.has(after.type) || after.type === 'doc') return;
  push(here, { kind: 'formatted', of: ofNode(after), pieces: [same(textBelow(after).trim())], marks: [mark] });
}

function push(here: Here, told: Pick<PlanNews, 'kind' | 'of' | 'marks'> & Partial<PlanNews>): void {
  here.news.push({ place: here.place, pieces: [], fact: null, ...told });
}

function placeOf(node: PlanNode, place: NewsPlace): NewsPlace {
  const { type, attrs = {} } = node;
  if (type === 'planSection') return { section: say(attrs['kind']), part: null, field: null };
  if (type in wholeParts) return { ...place, part: { id: say(attrs['id']), name: nameOfPart(node) }, field: null };
  if (type === 'stepField') return { ...place, field: say(attrs['kind']) };
  if (type === 'sitePreparation') return { ...place, field: say(attrs['site']) };
  return type === 'homeworkLayer' ? { ...place, field: say(attrs['layer']) } : place;
}

function nameOfPart({ type, attrs = {}, content = [] }: PlanNode): string {
  if (type === 'learnerProfile') return say(attrs['className']);
  const name = content.find((field) => field.attrs?.['kind'] === 'name');
  return name === undefined ? '' : textBelow(name).trim();
}

/** The words of a step or class, without its name, which says where they stood. */
function wordsOfPart(node: PlanNode): string {
  const fields = (node.content ?? []).filter((field) => field.type !== 'stepField' || field.attrs?.['kind'] !== 'name');
  return fields
    .map((field) => textBelow(field).trim())
    .filter((words) => words !== '')
    .join('\n');
}

const ofNode = ({ type }: PlanNode): NewsOf => wholeParts[type] ?? leaves[type] ?? (type === 'table' ? 'table' : 'words');
const say = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');
const same = (text: string | undefined): Piece => ({ text: text ?? '', change: 'same' });
const replaced = (was = '', is = ''): Piece[] => [
  ...(was === '' ? [] : [{ text: was, change: 'removed' as const }]),
  ...(is === '' ? [] : [{ text: is, change: 'added' as const }]),
];
