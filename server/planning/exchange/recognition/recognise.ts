import { randomUUID } from 'node:crypto';
import type { ImportFacts, ImportPart, ImportedStep } from '../../../../shared/exchange.ts';
import { sites, homeworkLayers, stepFields, type PlanSectionKind } from '../../../../shared/planDocument.ts';
import { textBelow, type PlanNode } from '../../../../shared/planNode.ts';
import type { Piece } from '../reading/pieces.ts';
import type { ReadPart } from '../tasks.ts';
import { readFlow, type FlowItem } from './flow.ts';
import { layerOf, minutesOf, periodsOf, siteOf } from './labels.ts';
import { nodesOf, paragraph, startBefore, withoutStart } from './lines.ts';
import { stepsOfLines, toLessonStep, type StepDraft } from './steps.ts';

/** What was understood of a file: facts about the lesson, and its parts in their order. */
export interface Recognised {
  facts: ImportFacts;
  parts: (ImportPart & ReadPart)[];
}

interface Draft {
  title: string;
  into: PlanSectionKind;
  sure: boolean;
  pieces: Piece[];
  steps: StepDraft[];
}

/** Headings of files that say only what the file is. */
const nothing = /^(课时|集体备课|双师课堂|小学|初中|高中)?(教案|教学设计|备课|教学设计方案|教案设计|lessonplan)$/i;

/** Says which section each part of a file belongs to. What no label was found for goes along with what stands before it. */
export function recognise(pieces: readonly Piece[]): Recognised {
  const strict = pieces.some(hasLabel);
  const facts: ImportFacts = {
    title: null,
    subject: null,
    grade: null,
    textbook: null,
    periods: null,
    minutes: null,
    className: null,
  };
  const drafts: Draft[] = [];
  const open = (title: string, into: PlanSectionKind, sure: boolean): Draft => {
    const draft: Draft = { title, into, sure, pieces: [], steps: [] };
    drafts.push(draft);
    return draft;
  };
  const current = (): Draft => drafts.at(-1) ?? open('', 'basics', false);
  for (const item of withTitle(readFlow(pieces, strict), facts)) {
    if (item.is === 'section') {
      const last = drafts.at(-1);
      if (last === undefined || last.into !== item.section || !last.sure) open(item.title, item.section, true);
    } else if (item.is === 'heading') open(item.piece.text, current().into, false).pieces.push(item.piece);
    else if (item.is === 'steps') current().steps.push(...item.steps);
    else if (item.is === 'piece') addPiece(current(), item.piece, strict);
    else if (!takeFact(facts, item)) current().pieces.push(factLine(item));
  }
  const parts = drafts
    .map((draft, index) => toPart(draft, `part-${index + 1}`, facts, strict))
    .filter(({ content }) => content.length > 0);
  return { facts, parts };
}

/** What comes after the table of the steps belongs to the last of them only if it is a step itself. */
function addPiece(draft: Draft, piece: Piece, strict: boolean): void {
  if (draft.steps.length === 0) {
    draft.pieces.push(piece);
    return;
  }
  const { before, steps } = stepsOfLines([piece], strict);
  draft.steps.push(...steps);
  const last = draft.steps.at(-1);
  if (before.length > 0 && last !== undefined) last.fields.lead = [...(last.fields.lead ?? []), ...nodesOf(before)];
}

/** The line above everything: what the file is, or the topic of the lesson. */
function withTitle(flow: readonly FlowItem[], facts: ImportFacts): FlowItem[] {
  const [first, ...rest] = flow;
  if (first?.is !== 'piece' || first.piece.cells !== undefined) return [...flow];
  const line = first.piece.text;
  if (nothing.test(line.replaceAll(/[\s\u3000]+/g, ''))) return withTitle(rest, facts);
  const named = /^《([^》]{1,60})》\s*(第.课时)?(教案|教学设计|备课教案)?$/.exec(line);
  const heading = first.piece.level === 1 && line.length <= 60 && !line.includes('\n');
  if (facts.title === null && (named !== null || heading) && named?.[2] === undefined) {
    facts.title = named?.[1] ?? line;
    return withTitle(rest, facts);
  }
  return [...flow];
}

/** Takes over a fact if the card of a lesson has a place for it and nothing of what is written gets lost. */
function takeFact(facts: ImportFacts, { fact, value }: Extract<FlowItem, { is: 'fact' }>): boolean {
  if (value === '') return true;
  if (fact === null || value.length > 120 || value.includes('\n')) return false;
  if (fact === 'periods' || fact === 'minutes') {
    const read = fact === 'periods' ? periodsOf(value) : null;
    const minutes = read?.minutes ?? (fact === 'minutes' ? (minutesOf(value)?.minutes ?? null) : null);
    if (read === null && minutes === null) return false;
    facts.periods ??= read?.periods ?? null;
    facts.minutes ??= minutes;
    return true;
  }
  if (facts[fact] !== null && facts[fact] !== value) return fact === 'title' && facts.title === value;
  facts[fact] = value;
  return true;
}

function factLine({ label, value }: Extract<FlowItem, { is: 'fact' }>): Piece {
  const node = paragraph(`${label}：${value}`);
  return { nodes: [node], text: textBelow(node), level: 0, bold: false, label: false };
}

function toPart(draft: Draft, id: string, facts: ImportFacts, strict: boolean): ImportPart & ReadPart {
  const content = contentOf(draft, facts, strict);
  const steps = content.filter(({ type }) => type === 'lessonStep');
  const others = content.filter(({ type }) => type !== 'lessonStep');
  return {
    id,
    title: draft.title,
    into: draft.into,
    sure: draft.sure,
    text: others.map(readable).join('\n').trim(),
    steps: steps.map(describeStep),
    pictures: count(content, 'planImage'),
    tables: count(content, 'table'),
    formulas: count(content, 'inlineMath') + count(content, 'blockMath'),
    content,
  };
}

function contentOf({ into, pieces, steps, sure }: Draft, facts: ImportFacts, strict: boolean): PlanNode[] {
  if (!sure) return nodesOf(pieces);
  if (into === 'steps') {
    const read = stepsOfLines(pieces, strict);
    return [...nodesOf(read.before), ...[...read.steps, ...steps].map(toLessonStep)];
  }
  if (into === 'learners') {
    return grouped(
      pieces,
      (piece) => classNameOf(piece, strict),
      (className, content) => ({
        type: 'learnerProfile',
        attrs: { id: randomUUID(), className: className ?? facts.className ?? '' },
        content,
      }),
      true,
    );
  }
  if (into === 'preparation') {
    return grouped(
      pieces,
      (piece) => partLabel(piece, strict, siteOf),
      (site, content) => ({ type: 'sitePreparation', attrs: { site: site ?? sites[0] }, content }),
      false,
    );
  }
  if (into === 'homework') {
    return grouped(
      pieces,
      (piece) => partLabel(piece, strict, layerOf),
      (layer, content) => ({ type: 'homeworkLayer', attrs: { layer: layer ?? homeworkLayers[0] }, content }),
      false,
    );
  }
  return nodesOf(pieces);
}

type Found<T> = { key: T; rest: Piece | null } | null;

/** Gathers pieces under the labels among them. What comes before the first label stays as it is, or becomes a group as well. */
function grouped<T>(
  pieces: readonly Piece[],
  labelOf: (piece: Piece) => Found<T>,
  make: (key: T | null, content: PlanNode[]) => PlanNode,
  always: boolean,
): PlanNode[] {
  const before: Piece[] = [];
  const groups: { key: T; pieces: Piece[] }[] = [];
  for (const piece of pieces) {
    const found = labelOf(piece);
    if (found !== null) groups.push({ key: found.key, pieces: found.rest === null ? [] : [found.rest] });
    else (groups.at(-1)?.pieces ?? before).push(piece);
  }
  const made = groups.map(({ key, pieces: own }) => make(key, own.length > 0 ? nodesOf(own) : [paragraph('')]));
  if (always && groups.length === 0 && before.length > 0) return [make(null, nodesOf(before))];
  return [...nodesOf(before), ...made];
}

/** 四（1）班： at the beginning of a line, or alone. */
function classNameOf(piece: Piece, strict: boolean): Found<string> {
  if (piece.cells !== undefined || piece.items !== undefined) return null;
  if (strict) return piece.label ? { key: piece.text, rest: null } : null;
  const found = /^([^\s:：，。,]{1,12}班)\s*(?:[:：]\s*([\s\S]*))?$/.exec(piece.text);
  if (found === null) return null;
  const rest = found[2] ?? '';
  return { key: found[1] ?? '', rest: rest === '' ? null : withoutStart(piece, startBefore(piece, rest)) };
}

function partLabel<T>(
  piece: Piece,
  strict: boolean,
  read: (line: string) => { what: T; rest: string; marked: boolean } | null,
): Found<T> {
  if (piece.cells !== undefined || piece.items !== undefined || (strict && !piece.label)) return null;
  const found = read(piece.text);
  if (found === null || !(found.marked || piece.label || piece.bold || piece.level > 0)) return null;
  return { key: found.what, rest: found.rest === '' ? null : withoutStart(piece, startBefore(piece, found.rest)) };
}

function describeStep(step: PlanNode): ImportedStep {
  const fields = (step.content ?? []).flatMap((field) => {
    const kind = stepFields.find((each) => each === field.attrs?.['kind']);
    const text = (field.content ?? []).map(readable).join('\n').trim();
    return kind === undefined || text === '' ? [] : [{ kind, text }];
  });
  const minutes = step.attrs?.['minutes'];
  return {
    name: fields.find(({ kind }) => kind === 'name')?.text ?? '',
    minutes: typeof minutes === 'number' ? minutes : null,
    fields: fields.filter(({ kind }) => kind !== 'name'),
  };
}

/** Blocks as lines; the parts of a section say whose they are. */
function readable(node: PlanNode): string {
  const className = node.attrs?.['className'];
  const own = textBelow(node);
  return typeof className === 'string' && className !== '' ? `${className}\n${own}` : own;
}

function count(nodes: readonly PlanNode[], type: string): number {
  return nodes.reduce((sum, node) => sum + (node.type === type ? 1 : 0) + count(node.content ?? [], type), 0);
}

function hasLabel(piece: Piece): boolean {
  return (
    piece.label ||
    (piece.cells ?? []).some(({ pieces }) => pieces.some(hasLabel)) ||
    (piece.items ?? []).some((pieces) => pieces.some(hasLabel))
  );
}
