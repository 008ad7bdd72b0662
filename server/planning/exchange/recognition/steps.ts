import { randomUUID } from 'node:crypto';
import { stepFields, type Floor, type StepFieldKind } from '../../../../shared/planDocument.ts';
import type { PlanNode } from '../../../../shared/planNode.ts';
import type { Piece } from '../reading/pieces.ts';
import { columnOf, floorOf, isNumbered, isSpeaker, minutesOf } from './labels.ts';
import { nodesOf, paragraph, startBefore, withoutStart } from './lines.ts';

/** A step while it is being read. */
export interface StepDraft {
  name: string;
  minutes: number | null;
  floor: Floor;
  fields: Partial<Record<StepFieldKind, PlanNode[]>>;
}

export function emptyStep(): StepDraft {
  return { name: '', minutes: null, floor: 'lead', fields: {} };
}

export function addTo(step: StepDraft, field: StepFieldKind, nodes: readonly PlanNode[]): void {
  if (nodes.length > 0) step.fields[field] = [...(step.fields[field] ?? []), ...nodes];
}

/**
 * Gives a step its name, of which minutes at its end are taken apart.
 * @param strict For our own files, which say minutes in a line of their own: there a name is all name, also one such as `5 分钟`.
 */
export function nameStep(step: StepDraft, pieces: readonly Piece[], strict: boolean): void {
  for (const piece of pieces) {
    if (piece.label && readFacts(step, piece.text)) continue;
    const found = !strict && piece.cells === undefined && piece.items === undefined ? minutesOf(piece.text) : null;
    if (found !== null && step.minutes === null) {
      step.minutes = found.minutes;
      if (found.rest !== '') addTo(step, 'name', [paragraph(found.rest)]);
      step.name ||= found.rest;
    } else {
      addTo(step, 'name', piece.nodes);
      step.name ||= piece.text;
    }
  }
}

/** `5 分钟 · 主讲主持`, as our own files say it. False, and nothing done, for a line that says anything else. */
function readFacts(step: StepDraft, line: string): boolean {
  const parts = line.split('·').map((part) => {
    const minutes = minutesOf(part);
    return { floor: floorOf(part), minutes: minutes?.rest === '' ? minutes.minutes : null };
  });
  if (parts.some(({ floor, minutes }) => floor === null && minutes === null)) return false;
  for (const { floor, minutes } of parts) {
    step.floor = floor ?? step.floor;
    step.minutes = minutes ?? step.minutes;
  }
  return true;
}

/** Whether a line of the course of a lesson begins a new step. */
export function beginsStep(piece: Piece, strict: boolean): boolean {
  if (strict || piece.label || piece.cells !== undefined || piece.items !== undefined) return false;
  if (piece.text === '' || piece.text.length > 60 || piece.text.includes('\n')) return false;
  if (columnOf(piece.text) !== null) return false;
  const named = /^(环节|步骤|活动|任务|板块|第)\s*[一二三四五六七八九十\d]/.test(piece.text);
  const numbered =
    isNumbered(piece.text) && (piece.bold || /^\s*[（(]?[一二三四五六七八九十]/.test(piece.text)) && !/[。；;]$/.test(piece.text);
  return piece.level > 0 || named || numbered || (piece.bold && piece.text.length <= 30);
}

/**
 * Lines of the course of a lesson as steps: headings begin them, labels such as 教师活动 and 【设计意图】 say which part of a step
 * follows. What stands before the first step is answered as it is.
 */
export function stepsOfLines(pieces: readonly Piece[], strict: boolean): { before: Piece[]; steps: StepDraft[] } {
  const before: Piece[] = [];
  const steps: StepDraft[] = [];
  let field: StepFieldKind = 'lead';
  const into = (): StepDraft => {
    const last = steps.at(-1);
    if (last !== undefined) return last;
    steps.push(emptyStep());
    return steps[0] ?? emptyStep();
  };
  for (const piece of pieces.flatMap((each) => openItems(each, strict))) {
    const found = fieldLabel(piece, strict);
    const what = found?.what;
    if (found !== null && what !== undefined) {
      if (what === 'name') steps.push(emptyStep());
      const rest = withoutStart(piece, startBefore(piece, found.rest));
      if (found.rest !== '' && rest !== null) {
        if (what === 'name') nameStep(into(), [rest], strict);
        else addTo(into(), what, rest.nodes);
      }
      // An intent in the same line is usually all there is of it.
      field = (what === 'intent' && found.rest !== '') || what === 'name' ? field : what;
      if (what === 'name') field = 'lead';
    } else if ((piece.label || piece.bold) && steps.length > 0 && readFacts(into(), piece.text)) {
      field = 'lead';
    } else if (beginsStep(piece, strict)) {
      const step = emptyStep();
      steps.push(step);
      nameStep(step, [{ ...piece, nodes: piece.nodes.map((node) => ({ ...node, type: 'paragraph', attrs: {} })) }], strict);
      field = 'lead';
    } else if (steps.length === 0) before.push(piece);
    else addTo(into(), field, piece.nodes);
  }
  return { before, steps };
}

/**
 * The part of a step that a line names. A person's name before words, as in 学生：老师好, is what somebody says; only alone in a
 * line, or in brackets of their own, do such words name a part.
 */
function fieldLabel(piece: Piece, strict: boolean): { what: StepFieldKind; rest: string } | null {
  if (piece.cells !== undefined || piece.items !== undefined || (strict && !piece.label)) return null;
  const found = columnOf(piece.text);
  if (found === null || found.what === 'minutes') return null;
  const alone = found.rest === '' && (found.marked || piece.label || piece.bold || piece.level > 0);
  const before = found.rest !== '' && found.marked && (piece.label || !isSpeaker(found.label));
  return alone || before ? { what: found.what, rest: found.rest } : null;
}

/** A list whose items begin steps is no list. */
function openItems(piece: Piece, strict: boolean): Piece[] {
  if (piece.items === undefined || strict) return [piece];
  const heads = piece.items.map(([first]) => first);
  const opens = heads.some(
    (head) => head !== undefined && (head.bold || minutesOf(head.text) !== null) && head.text.length <= 40,
  );
  return opens ? piece.items.flat() : [piece];
}

/** A step as a part of a plan, with a place for everything that is not written yet. */
export function toLessonStep(step: StepDraft): PlanNode {
  return {
    type: 'lessonStep',
    attrs: { id: randomUUID(), minutes: step.minutes, floor: step.floor },
    content: stepFields.map((kind) => {
      const content = step.fields[kind] ?? [];
      return { type: 'stepField', attrs: { kind }, content: content.length > 0 ? content : [paragraph('')] };
    }),
  };
}

/** Pieces of a cell as a field: labels within it lead elsewhere. */
export function addPieces(step: StepDraft, field: StepFieldKind, pieces: readonly Piece[], strict: boolean): void {
  let into = field;
  for (const piece of pieces) {
    const found = fieldLabel(piece, strict);
    const kind = found?.what;
    if (found === null || kind === undefined || kind === 'name') {
      addTo(step, into, nodesOf([piece]));
      continue;
    }
    const rest = found.rest === '' ? null : withoutStart(piece, startBefore(piece, found.rest));
    if (rest !== null) addTo(step, kind, rest.nodes);
    into = kind;
  }
}
