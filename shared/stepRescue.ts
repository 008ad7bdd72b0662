import * as Y from 'yjs';
import { Effort, matchLines } from './planAlignment.ts';
import { childElements, rawText } from './planDocument.ts';
import { clocksBelow, isCovered, itemsOf, joinClocks, readClocks, writeClocks, type Clocks, type Inside } from './stepClocks.ts';

/** Some characters of a line, or something that is no text, with who wrote it at which clock. */
interface KeptRun {
  insert: string | object;
  formats: Record<string, unknown>;
  client: number;
  clock: number;
}

/** An element or a text below a step, as it was when the step was deleted. */
type Kept =
  | { type: 'element'; name: string; attributes: Record<string, unknown>; client: number; clock: number; children: Kept[] }
  | { type: 'text'; client: number; clock: number; runs: KeptRun[] };

/** A copy of a step that is gone, with what was written in it. Nothing in it refers to the document any more. */
export interface LostCopy {
  id: string;
  /** What it had taken in when it was made itself. */
  seen: Clocks;
  /** Everything that was ever written in it. */
  written: Clocks;
  attributes: { name: string; value: unknown; client: number; clock: number }[];
  fields: { kind: string; children: Kept[] }[];
}

/** Attributes that say which step it is and how it came here, not what is planned. */
const ownAttributes: ReadonlySet<string> = new Set(['id', 'seen']);

/**
 * The copies of steps that a transaction has taken away while another copy of the same id stays (M4). To be
 * called while the transaction is being cleaned up: afterwards what was deleted cannot be read any more.
 */
export function lostCopies(transaction: Y.Transaction): LostCopy[] {
  return sectionsChanged(transaction).flatMap((section) => {
    const items = itemsOf(section).flatMap((item) => {
      const step = elementOf(item);
      return step?.nodeName === 'lessonStep' ? [{ item, step }] : [];
    });
    // Only a copy says what it has taken in: a step that a version brought back is no copy of the one before.
    const copies = items.filter(({ item, step }) => !item.deleted && readClocks(step.getAttribute('seen')).size > 0);
    const alive = new Set(copies.map(({ step }) => step.getAttribute('id')));
    return items.flatMap(({ item, step }) => {
      const id = attributeOf(step, 'id');
      const goes = item.deleted && Y.isDeleted(transaction.deleteSet, item.id);
      return goes && typeof id === 'string' && alive.has(id) ? [keep(step, id, transaction)] : [];
    });
  });
}

/**
 * Brings into the step that stays what was written in the lost copy and is not in it yet, and notes that it is. What was deleted
 * in the lost copy alone comes back: no word is lost, and none is doubled.
 */
export function bringOver(live: Y.XmlElement, lost: LostCopy): void {
  const seen = readClocks(live.getAttribute('seen'));
  const isNew = (client: number, clock: number) => !isCovered(seen, client, clock) && !isCovered(lost.seen, client, clock);
  if (!hasNews(lost, isNew)) return;
  for (const { name, value, client, clock } of lost.attributes) {
    if (isNew(client, clock)) live.setAttribute(name, value as string);
  }
  for (const { kind, children } of lost.fields) {
    const field = childElements(live, 'stepField').find((each) => each.getAttribute('kind') === kind);
    if (field !== undefined) bringChildren(field, children, isNew);
  }
  live.setAttribute('seen', writeClocks(joinClocks(seen, lost.written)));
}

type IsNew = (client: number, clock: number) => boolean;

function hasNews({ attributes, fields }: LostCopy, isNew: IsNew): boolean {
  const inChildren = (children: readonly Kept[]): boolean =>
    children.some((child) =>
      child.type === 'text'
        ? child.runs.some((run) => isNew(run.client, run.clock))
        : isNew(child.client, child.clock) || inChildren(child.children),
    );
  return attributes.some(({ client, clock }) => isNew(client, clock)) || fields.some(({ children }) => inChildren(children));
}

/** Walks both lists of children together: what is known goes on to its partner, what is new is put between them. */
function bringChildren(live: Y.XmlElement, children: readonly Kept[], isNew: IsNew): void {
  let place = 0;
  for (const child of children) {
    const present = live.toArray();
    if (child.type === 'text') {
      const at = present.findIndex((each, index) => index >= place && each instanceof Y.XmlText);
      const text = present[at] ?? present[place - 1];
      if (text instanceof Y.XmlText) {
        bringText(text, child.runs, isNew);
        place = Math.max(place, at + 1);
      } else {
        const made = makeText(child.runs.filter((run) => isNew(run.client, run.clock)));
        if (made !== null) live.insert(place++, [made]);
      }
    } else if (isNew(child.client, child.clock)) {
      live.insert(Math.min(place, live.length), [makeElement(child)]);
      place++;
    } else {
      const at = present.findIndex(
        (each, index) => index >= place && each instanceof Y.XmlElement && each.nodeName === child.name,
      );
      const partner = present[at];
      if (partner instanceof Y.XmlElement) {
        bringChildren(partner, child.children, isNew);
        place = at + 1;
      } else {
        // Its partner was taken away meanwhile: what was added to it stands on its own.
        const rest = newWords(child, isNew);
        if (rest !== '') live.insert(Math.min(place++, live.length), [paragraph(rest)]);
      }
    }
  }
}

/** Puts the new characters where they stood among those that both have. */
function bringText(live: Y.XmlText, runs: readonly KeptRun[], isNew: IsNew): void {
  const known = runs.filter((run) => !isNew(run.client, run.clock));
  const matches = matchLines(known.map(shown).join(''), rawText(live), new Effort());
  const inserts: { at: number; runs: KeptRun[] }[] = [];
  let offset = 0;
  for (const run of runs) {
    if (!isNew(run.client, run.clock)) {
      offset += lengthOf(run.insert);
      continue;
    }
    const at = placeIn(matches, offset);
    const last = inserts.at(-1);
    if (last?.at === at) last.runs.push(run);
    else inserts.push({ at, runs: [run] });
  }
  for (const { at, runs: own } of inserts.toReversed()) {
    for (const piece of pieces(own).toReversed()) insertRun(live, Math.min(at, live.length), piece);
  }
}

/** Neighbours of one formatting as one. */
function pieces(runs: readonly KeptRun[]): KeptRun[] {
  const joined: KeptRun[] = [];
  for (const run of runs) {
    const last = joined.at(-1);
    if (last?.formats === run.formats && typeof last.insert === 'string' && typeof run.insert === 'string') {
      joined[joined.length - 1] = { ...last, insert: last.insert + run.insert };
    } else joined.push(run);
  }
  return joined;
}

const shown = ({ insert }: KeptRun): string => (typeof insert === 'string' ? insert : '\ufffc');

/** Where a place in one line is in the other: behind the last character before it that both have. */
function placeIn(matches: readonly { before: number; after: number; length: number }[], offset: number): number {
  const match = matches.findLast(({ before }) => before < offset) ?? null;
  if (match === null) return 0;
  return match.after + Math.min(offset - match.before, match.length);
}

function insertRun(text: Y.XmlText, at: number, { insert, formats }: KeptRun): void {
  if (typeof insert === 'string') text.insert(at, insert, formats);
  else text.insertEmbed(at, insert, formats);
}

function makeText(runs: readonly KeptRun[]): Y.XmlText | null {
  if (runs.length === 0) return null;
  const text = new Y.XmlText();
  text.applyDelta(pieces(runs).map(({ insert, formats }) => ({ insert, attributes: formats })));
  return text;
}

function makeElement(kept: Extract<Kept, { type: 'element' }>): Y.XmlElement {
  const element = new Y.XmlElement(kept.name);
  for (const [name, value] of Object.entries(kept.attributes)) element.setAttribute(name, value as string);
  const children = kept.children.flatMap((child) => (child.type === 'text' ? (makeText(child.runs) ?? []) : makeElement(child)));
  element.insert(0, children);
  return element;
}

function paragraph(words: string): Y.XmlElement {
  const made = new Y.XmlElement('paragraph');
  made.insert(0, [new Y.XmlText(words)]);
  return made;
}

function newWords(kept: Kept, isNew: IsNew): string {
  if (kept.type === 'element') return kept.children.map((child) => newWords(child, isNew)).join('');
  return kept.runs.map((run) => (isNew(run.client, run.clock) && typeof run.insert === 'string' ? run.insert : '')).join('');
}

const lengthOf = (insert: string | object): number => (typeof insert === 'string' ? insert.length : 1);

/** Reads a step as it was before a transaction took it away. */
function keep(step: Y.XmlElement, id: string, transaction: Y.Transaction): LostCopy {
  const was = (item: Y.Item): boolean => !item.deleted || Y.isDeleted(transaction.deleteSet, item.id);
  const readChildren = (parent: Inside): Kept[] =>
    itemsOf(parent).flatMap((item): Kept[] => {
      if (!was(item) || !(item.content instanceof Y.ContentType)) return [];
      const { type } = item.content;
      const { client, clock } = item.id;
      if (type instanceof Y.XmlText) return [{ type: 'text', client, clock, runs: readRuns(type) }];
      if (!(type instanceof Y.XmlElement)) return [];
      return [
        { type: 'element', name: type.nodeName, attributes: attributesOf(type), client, clock, children: readChildren(type) },
      ];
    });
  const readRuns = (text: Y.XmlText): KeptRun[] => {
    const runs: KeptRun[] = [];
    let formats: Record<string, unknown> = {};
    for (const item of itemsOf(text).filter(was)) {
      const { content } = item;
      const { client } = item.id;
      let { clock } = item.id;
      if (content instanceof Y.ContentFormat) {
        formats = withFormat(formats, content);
      } else if (content instanceof Y.ContentEmbed) {
        runs.push({ insert: content.embed, formats, client, clock });
      } else if (content instanceof Y.ContentString) {
        // One item may hold what was there before the copy and what came after.
        for (const character of content.str) {
          runs.push({ insert: character, formats, client, clock });
          clock += character.length;
        }
      }
    }
    return runs;
  };
  return {
    id,
    seen: readClocks(attributeOf(step, 'seen')),
    written: clocksBelow(step),
    attributes: [...step._map].flatMap(([name, item]) => {
      if (ownAttributes.has(name) || !was(item)) return [];
      return [{ name, value: attributeOf(step, name), client: item.id.client, clock: item.id.clock }];
    }),
    fields: itemsOf(step).flatMap((item) => {
      const field = was(item) ? elementOf(item) : null;
      const kind = field === null ? null : attributeOf(field, 'kind');
      return field !== null && typeof kind === 'string' ? [{ kind, children: readChildren(field) }] : [];
    }),
  };
}

/** A set of its own for each stretch of one formatting. */
const withFormat = (formats: Record<string, unknown>, { key, value }: Y.ContentFormat): Record<string, unknown> => ({
  ...formats,
  [key]: value,
});

function sectionsChanged(transaction: Y.Transaction): Y.XmlElement[] {
  return [...transaction.changed].flatMap(([type, keys]) =>
    keys.has(null) && type instanceof Y.XmlElement && type.nodeName === 'planSection' ? [type] : [],
  );
}

const elementOf = ({ content }: Y.Item): Y.XmlElement | null =>
  content instanceof Y.ContentType && content.type instanceof Y.XmlElement ? content.type : null;

/** An attribute, also of an element that has just been deleted. */
function attributeOf(element: Y.XmlElement, name: string): unknown {
  return element._map.get(name)?.content.getContent().at(-1);
}

const attributesOf = (element: Y.XmlElement): Record<string, unknown> =>
  Object.fromEntries([...element._map.keys()].map((name) => [name, attributeOf(element, name)]));
