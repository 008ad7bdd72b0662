import type { ImportFacts } from '../../../../shared/exchange.ts';
import type { PlanSectionKind } from '../../../../shared/planDocument.ts';
import { tableNode, type Cell, type Piece } from '../reading/pieces.ts';
import { factOf, isNumbered, isStepLike, isWeak, sectionOf } from './labels.ts';
import { startBefore, withoutStart } from './lines.ts';
import { columnsOf, stepsOfRows } from './stepTable.ts';
import type { StepDraft } from './steps.ts';

/** What a file is, one after another. */
export type FlowItem =
  | { is: 'section'; section: PlanSectionKind; title: string }
  /** A heading that names no section. */
  | { is: 'heading'; piece: Piece }
  | { is: 'fact'; fact: keyof ImportFacts | null; label: string; value: string }
  | { is: 'piece'; piece: Piece }
  | { is: 'steps'; steps: StepDraft[] };

/** Where in a file one is, which decides what a line may mean. */
interface Place {
  section: PlanSectionKind | null;
  /** A file of our own: only what we marked is a label. */
  strict: boolean;
  /** The level of headings that sections have in this file. */
  level: number;
}

/** Reads the pieces of a file as sections, facts, steps and whatever stands between. */
export function readFlow(pieces: readonly Piece[], strict: boolean): FlowItem[] {
  const place: Place = { section: null, strict, level: 7 };
  return pieces.flatMap((piece) => readPiece(piece, place));
}

function readPiece(piece: Piece, place: Place): FlowItem[] {
  if (piece.cells !== undefined) return readTable(piece, piece.cells, place);
  if (piece.items !== undefined) return readList(piece, piece.items, place);
  const facts = place.section === null ? factsOf(piece, place) : null;
  if (facts !== null) return facts;
  const section = headingOf(piece, place);
  if (section === null) {
    const heads = piece.level > 0 && piece.level <= place.level && place.section !== 'steps' && place.section !== null;
    return [{ is: heads && !place.strict ? 'heading' : 'piece', piece }];
  }
  place.section = section.section;
  if (piece.level > 0) place.level = Math.min(place.level, piece.level);
  const title: FlowItem = { is: 'section', section: section.section, title: section.title };
  return section.rest === null ? [title] : [title, { is: 'piece', piece: section.rest }];
}

/** The section that a line begins, if it does, and what of the line belongs into it. */
function headingOf(piece: Piece, place: Place): { section: PlanSectionKind; title: string; rest: Piece | null } | null {
  if (place.strict && !piece.label) return null;
  const found = sectionOf(piece.text);
  if (found === null) return null;
  const { what, label, rest, marked } = found;
  const heading = piece.level > 0 || piece.bold || piece.label || isNumbered(piece.text);
  if (!marked && !heading && (isWeak(label) || !what.whole)) return null;
  if (place.section === 'steps' && isStepLike(label) && !(piece.level > 0 && piece.level <= place.level)) return null;
  if (!what.whole) return { section: what.section, title: label, rest: piece };
  if (what.section === place.section && isWeak(label)) return null;
  return { section: what.section, title: label, rest: rest === '' ? null : withoutStart(piece, startBefore(piece, rest)) };
}

/** 课题：圆的面积 学科：数学 in one line, above the first section. */
function factsOf(piece: Piece, place: Place): FlowItem[] | null {
  if (place.strict && !piece.label) return null;
  if (piece.text.length > 200 || piece.nodes.length !== 1) return null;
  const parts = piece.text.split(/[\t\n]+|[\s\u3000]{2,}|(?<=\S)\s+(?=[^\s:：]{2,6}[:：])/).filter((part) => part.trim() !== '');
  const facts: { found: NonNullable<ReturnType<typeof factOf>>; value: string }[] = [];
  for (const part of parts) {
    const found = factOf(part);
    const last = facts.at(-1);
    if (found?.marked === true) facts.push({ found, value: found.rest });
    else if (last === undefined) return null;
    else last.value += ` ${part}`;
  }
  return facts.map(({ found, value }): FlowItem => ({ is: 'fact', fact: found.what, label: found.label, value: value.trim() }));
}

/** Headings that are numbered by the program stand in lists. */
function readList(piece: Piece, items: readonly Piece[][], place: Place): FlowItem[] {
  if (place.strict) return [{ is: 'piece', piece }];
  const facts =
    place.section === null
      ? items.map((item) => (item.length === 1 && item[0] !== undefined ? factsOf(item[0], place) : null))
      : [];
  if (facts.length > 0 && facts.every((fact) => fact !== null)) return facts.flat();
  const heads = items.map(([first]) => (first === undefined ? null : headingOf({ ...first, bold: true }, place)));
  if (heads.every((head) => head === null)) return [{ is: 'piece', piece }];
  return items.flat().flatMap((each) => readPiece(each, place));
}

/** A table is a form (labels beside what is written), the course of the lesson, or simply a table. */
function readTable(piece: Piece, cells: readonly Cell[], place: Place): FlowItem[] {
  const rows = [...new Set(cells.map(({ row }) => row))].toSorted((a, b) => a - b);
  const flow: FlowItem[] = [];
  let plain: Cell[] = [];
  let recognised = false;
  const flush = () => {
    if (plain.some(({ text, pieces }) => text !== '' || pieces.length > 0)) {
      const nodes = plain.length === cells.length ? piece.nodes : [tableNode(plain)];
      flow.push({
        is: 'piece',
        piece: { nodes, text: plain.map(({ text }) => text).join('\n'), level: 0, bold: false, label: false },
      });
    }
    plain = [];
  };
  for (let index = 0; index < rows.length; index++) {
    const own = cells.filter(({ row }) => row === rows[index]);
    const columns = columnsOf(own, place.strict);
    if (columns !== null) {
      flush();
      const first = own[0];
      if (place.section !== 'steps') flow.push({ is: 'section', section: 'steps', title: first === undefined ? '' : '教学过程' });
      place.section = 'steps';
      const { steps, next } = stepsOfRows(cells, columns, (rows[index] ?? 0) + 1, place.strict);
      flow.push({ is: 'steps', steps });
      index = rows.findIndex((row) => row >= next) - 1;
      recognised = true;
      if (index < 0) break;
      continue;
    }
    const read = readRow(own, place, recognised);
    if (read === null) plain.push(...own);
    else {
      flush();
      flow.push(...read);
      recognised = true;
    }
  }
  flush();
  return flow;
}

/** A row of a form: labels, each with what is written beside it. Null for a row of an ordinary table. */
function readRow(cells: readonly Cell[], place: Place, form: boolean): FlowItem[] | null {
  const flow: FlowItem[] = [];
  const labelOf = (cell: Cell) => (cell.text.length > 40 || (place.strict && cell.pieces[0]?.label !== true) ? null : cell.text);
  const [only] = cells;
  if (cells.length === 1 && only !== undefined) {
    const label = labelOf(only);
    const section = label === null ? null : sectionOf(label);
    if (!form && section === null && !only.pieces.some((piece) => headingOf(piece, place) !== null)) return null;
    return only.pieces.flatMap((piece) => readPiece({ ...piece, bold: piece.bold || only.pieces.length === 1 }, place));
  }
  let at = 0;
  while (at < cells.length) {
    const cell = cells[at];
    const next = cells[at + 1];
    if (cell === undefined) break;
    const label = labelOf(cell);
    const fact = label === null ? null : factOf(label);
    const section = label === null ? null : sectionOf(label);
    if (
      fact !== null &&
      (fact.rest !== '' || next !== undefined) &&
      !(section !== null && cells.length === 2 && place.section !== null)
    ) {
      const inside = fact.rest !== '';
      flow.push({ is: 'fact', fact: fact.what, label: fact.label, value: inside ? fact.rest : (next?.text ?? '').trim() });
      const more = inside
        ? []
        : (next?.pieces ?? []).filter(({ cells: table, nodes }) => table !== undefined || nodes[0]?.type === 'planImage');
      flow.push(...more.map((piece): FlowItem => ({ is: 'piece', piece })));
      at += inside ? 1 : 2;
    } else if (section !== null && section.rest === '') {
      place.section = section.what.section;
      flow.push({ is: 'section', section: section.what.section, title: section.label });
      if (!section.what.whole)
        flow.push(...cell.pieces.map((piece): FlowItem => ({ is: 'piece', piece: { ...piece, bold: true } })));
      // 教学过程 beside a cell that holds the columns' table, or lines.
      const content = next?.pieces ?? [];
      const nested = section.what.section === 'steps' || section.what.section === 'basics';
      flow.push(...content.flatMap((piece): FlowItem[] => (nested ? readPiece(piece, place) : [{ is: 'piece', piece }])));
      at += 2;
    } else if (flow.length === 0) return null;
    else {
      flow.push(...cell.pieces.map((piece): FlowItem => ({ is: 'piece', piece })));
      at += 1;
    }
  }
  return flow;
}
