import type { StepFieldKind } from '../../../../shared/planDocument.ts';
import type { Cell } from '../reading/pieces.ts';
import { columnOf, isNumbered, minutesOf, sectionOf } from './labels.ts';
import { paragraph } from './lines.ts';
import { addPieces, addTo, emptyStep, nameStep, type StepDraft } from './steps.ts';

type Column = { kind: StepFieldKind | 'minutes' | null; title: string; from: number; to: number };

/** The columns of 教学过程 if these cells of one row head them: at least two, and among them what teachers or students do. */
export function columnsOf(cells: readonly Cell[], strict: boolean): Column[] | null {
  const named = cells.filter(({ text }) => text.trim() !== '');
  if (named.length < 2 || (strict && !named.every(({ pieces }) => pieces[0]?.label === true))) return null;
  const columns = cells.map(({ text, column, columns: width }): Column => {
    const found = text.length <= 24 ? columnOf(text) : null;
    return {
      kind: found !== null && found.rest === '' ? found.what : null,
      title: text.trim(),
      from: column,
      to: column + width,
    };
  });
  const kinds = new Set(columns.flatMap(({ kind }) => kind ?? []));
  const activity = ['lead', 'local', 'students', 'intent'].some((kind) => kinds.has(kind as StepFieldKind));
  // 教学过程 at the left of the columns is the label of the section if there is another column for the names.
  const names = columns.filter(({ kind }) => kind === 'name');
  if (names.length > 1 && names[0] !== undefined && sectionOf(names[0].title)?.what.section === 'steps') names[0].kind = null;
  return activity && kinds.size >= 2 ? columns : null;
}

/** Reads the rows below the heads of the columns, until one that belongs to something else; answers where it stopped. */
export function stepsOfRows(
  cells: readonly Cell[],
  columns: readonly Column[],
  from: number,
  strict: boolean,
): { steps: StepDraft[]; next: number } {
  const end = Math.max(...cells.map(({ row, rows }) => row + rows));
  const width = Math.max(...cells.map(({ column, columns: span }) => column + span));
  const steps: StepDraft[] = [];
  const hasNames = columns.some(({ kind }) => kind === 'name');
  let at = from;
  for (; at < end; at++) {
    const own = cells.filter(({ row }) => row === at);
    const [first] = own;
    if (first === undefined) continue;
    const section = strict && first.pieces[0]?.label !== true ? null : sectionOf(first.text);
    if (
      section !== null &&
      section.what.whole &&
      first.column === 0 &&
      section.what.section !== 'steps' &&
      section.rest.length < first.text.length
    ) {
      const another = columns.find(({ from: column }) => column === 0)?.kind;
      if (another !== 'name' || own.length < columns.length) break;
    }
    if (own.length === 1 && first.columns >= width - 1) {
      readWide(first, steps, strict);
      continue;
    }
    const names = own.some((cell) => columnAt(cell, columns)?.kind === 'name' && cell.text.trim() !== '');
    if (steps.length === 0 || names || !hasNames) steps.push(emptyStep());
    const step = steps.at(-1) ?? emptyStep();
    for (const cell of own) readCell(step, cell, columnAt(cell, columns), strict);
  }
  return { steps, next: at };
}

function readCell(step: StepDraft, cell: Cell, column: Column | undefined, strict: boolean): void {
  if (column?.kind === 'name') nameStep(step, cell.pieces, strict);
  else if (column?.kind === 'minutes') readMinutes(step, cell);
  else if (column !== undefined && column.kind !== null) addPieces(step, column.kind, cell.pieces, strict);
  else if (cell.text.trim() !== '' && sectionOf(cell.text)?.rest !== '') {
    // A column of the school's own, such as 二次备课: its name goes with its words.
    if (column !== undefined && column.title !== '') addTo(step, 'lead', [paragraph(column.title, true)]);
    addPieces(step, 'lead', cell.pieces, strict);
  }
}

function readMinutes(step: StepDraft, cell: Cell): void {
  const words = cell.text.trim();
  const minutes = /^\d{1,3}$/.test(words) ? Number(words) : minutesOf(words)?.rest === '' ? minutesOf(words)?.minutes : undefined;
  if (minutes !== undefined && minutes >= 1) step.minutes = minutes;
  else for (const piece of cell.pieces) addTo(step, 'name', piece.nodes);
}

/** A row that goes across all columns holds the name of the next step, or what else belongs to the one before. */
function readWide(cell: Cell, steps: StepDraft[], strict: boolean): void {
  const short = cell.pieces.length === 1 && cell.text.length <= 40 && columnOf(cell.text) === null;
  const named = short && !strict && (isNumbered(cell.text) || cell.pieces.some(({ bold, level }) => bold || level > 0));
  if (named || steps.length === 0) steps.push(emptyStep());
  const step = steps.at(-1) ?? emptyStep();
  if (named) nameStep(step, cell.pieces, strict);
  else addPieces(step, 'lead', cell.pieces, strict);
}

function columnAt(cell: Cell, columns: readonly Column[]): Column | undefined {
  return (
    columns.find(({ from, to }) => cell.column >= from && cell.column < to && cell.columns <= to - from) ??
    columns.find(({ from, to }) => cell.column >= from && cell.column < to)
  );
}
