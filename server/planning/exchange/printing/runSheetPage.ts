import { planText } from './planText.ts';
import { escapeHtml } from './htmlBlocks.ts';
import type { PageInput } from './printPage.ts';
import { pageOf } from './printPage.ts';
import { readPrinted, totalMinutes, type PrintedStep } from './printed.ts';
import { printedWords, type PrintedWords } from './printedWords.ts';
import { wallSheet } from './printStyle.ts';

/** A step as it hangs on the wall: short, without lists and pictures. */
interface WallStep {
  from: number;
  to: number | null;
  step: PrintedStep;
  name: string;
  cells: { students: string; cue: string; lineDrop: string };
}

/** The run-sheet for the wall of the classroom: one page, in letters as large as fit on it. */
export function runSheetPage({ lesson, plan, language, nonce }: PageInput): string {
  const words = printedWords[language];
  const steps = wallSteps(readPrinted(plan, words).flatMap((section) => section.steps));
  const total = totalMinutes(steps.map(({ step }) => step));
  const columns = words.runSheetColumns;
  const facts = [lesson.grade, lesson.subject, ...(total > 0 ? [words.total(total)] : [])]
    .filter((fact) => fact !== '')
    .join(' · ');
  const body = `<header><h1>${escapeHtml(lesson.title)} <small>${escapeHtml(words.runSheet)}</small></h1><p>${escapeHtml(facts)}</p></header>
<table><colgroup><col class="time"><col class="step"><col class="floor"><col class="students"><col class="cue"><col></colgroup>
<thead><tr><th>${escapeHtml(columns.time)}</th><th>${escapeHtml(columns.step)}</th><th>${escapeHtml(columns.floor)}</th><th>${escapeHtml(columns.students)}</th><th>${escapeHtml(columns.cue)}</th><th class="line">${escapeHtml(columns.lineDrop)}</th></tr></thead>
<tbody>${steps.map((step) => row(step, words)).join('\n')}</tbody></table>`;
  return pageOf({ title: `${lesson.title} ${words.runSheet}`, language, nonce, style: wallSheet(sizeFor(steps)), body, words });
}

function wallSteps(steps: readonly PrintedStep[]): WallStep[] {
  let clock = 0;
  return steps.map((step) => {
    const from = clock;
    clock += step.minutes ?? 0;
    return {
      from,
      to: step.minutes === null ? null : clock,
      step,
      name: planText(step.fields.name),
      cells: {
        students: planText(step.fields.students),
        cue: planText(step.fields.cue),
        lineDrop: planText(step.fields.lineDrop),
      },
    };
  });
}

function row({ from, to, step, name, cells }: WallStep, words: PrintedWords): string {
  const time =
    to === null || step.minutes === null
      ? `<span>${escapeHtml(words.noMinutes)}</span>`
      : `<strong>${escapeHtml(words.minutes(step.minutes))}</strong><span>${from}–${to}</span>`;
  const lines = (text: string) => escapeHtml(text).replaceAll('\n', '<br>');
  return `<tr><td class="time">${time}</td><td class="step">${lines(name)}</td><td class="floor"><b class="${step.floor}">${escapeHtml(words.floors[step.floor])}</b></td><td>${lines(cells.students)}</td><td>${lines(cells.cue)}</td><td class="line">${lines(cells.lineDrop)}</td></tr>`;
}

const room = { width: 279, height: 192, head: 2.6 };
const sizes = [20, 19, 18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7.5, 7];

/**
 * The largest size of letters, in points, at which the steps fit on one page. It is estimated from the width of characters: a
 * Chinese one is as wide as it is high, a Latin one about half. A sheet with more than fits in the smallest letters goes on to a second page.
 */
export function sizeFor(steps: readonly Pick<WallStep, 'name' | 'cells'>[]): number {
  return sizes.find((points) => heightAt(steps, points) <= room.height) ?? 7;
}

function heightAt(steps: readonly Pick<WallStep, 'name' | 'cells'>[], points: number): number {
  const em = (points * 25.4) / 72;
  const linesOf = (text: string, share: number) =>
    text.split('\n').reduce((sum, line) => sum + Math.max(1, Math.ceil((widthOf(line) * em) / (room.width * share - em))), 0);
  const rows = steps.map(({ name, cells }) => {
    const lines = [
      linesOf(name, 0.15),
      linesOf(cells.students, 0.2),
      linesOf(cells.cue, 0.185),
      linesOf(cells.lineDrop, 0.27),
      2.2,
    ];
    return (Math.max(...lines) * 1.32 + 0.6) * em;
  });
  return rows.reduce((sum, height) => sum + height, 0) + (room.head + 2.2) * em;
}

const widthOf = (line: string): number =>
  [...line].reduce((sum, character) => sum + (character.charCodeAt(0) < 0x2000 ? 0.56 : 1.02), 0);
