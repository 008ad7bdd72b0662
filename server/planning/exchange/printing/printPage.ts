import type { PlanNode } from '../../../../shared/planNode.ts';
import type { Locale } from '../../../../shared/values.ts';
import type { PrintedLesson } from '../tasks.ts';
import { factsOf } from './facts.ts';
import { escapeHtml, htmlBlocks, type HtmlContext } from './htmlBlocks.ts';
import {
  readPrinted,
  stepColumns,
  stepFacts,
  totalMinutes,
  widthFields,
  type PrintedSection,
  type PrintedStep,
} from './printed.ts';
import { printedWords, type PrintedWords } from './printedWords.ts';
import { planSheet } from './printStyle.ts';

/** What a page to be printed is made of. */
export interface PageInput {
  lesson: PrintedLesson;
  plan: PlanNode;
  language: Locale;
  source: HtmlContext['source'];
  /** Of the content policy of the answer, when a browser shows the page; null when the server draws it. */
  nonce: string | null;
}

/** The plan as a page that looks like the printed 教案. It has no script, and loads nothing but its pictures. */
export function planPage({ lesson, plan, language, source, nonce }: PageInput): string {
  const words = printedWords[language];
  const context: HtmlContext = { words, source };
  const sections = readPrinted(plan, words);
  const steps = sections.findIndex(({ kind }) => kind === 'steps');
  const above = steps === -1 ? sections : sections.slice(0, steps);
  const below = steps === -1 ? [] : sections.slice(steps + 1);
  const course = sections[steps];
  const body = `<h1>${language === 'zh' ? '教　案' : words.heading}</h1>
<table class="form"><colgroup><col class="label"><col><col class="label"><col></colgroup><tbody>
${factRows(factsOf(lesson, words))}${above.map((section) => sectionRow(section, context)).join('')}</tbody></table>
${course === undefined ? '' : courseTable(course, context)}
${below.length === 0 ? '' : `<table class="form"><colgroup><col class="label"><col><col class="label"><col></colgroup><tbody>${below.map((section) => sectionRow(section, context)).join('')}</tbody></table>`}`;
  return pageOf({ title: lesson.title, language, nonce, style: planSheet(words, lesson), body, words });
}

/** A whole page around a body. */
export function pageOf(page: {
  title: string;
  language: Locale;
  nonce: string | null;
  style: string;
  body: string;
  words: PrintedWords;
}): string {
  const { title, language, nonce, style, body, words } = page;
  const attribute = nonce === null ? '' : ` nonce="${escapeHtml(nonce)}"`;
  const policy = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src 'self' data:; style-src ${nonce === null ? "'unsafe-inline'" : `'nonce-${escapeHtml(nonce)}'`}">`;
  const hint = nonce === null ? '' : `<p class="hint">${escapeHtml(words.printHint)}</p>`;
  return `<!doctype html>
<html lang="${language === 'zh' ? 'zh-Hans' : 'en'}"><head><meta charset="utf-8">${policy}
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title><style${attribute}>${style}</style></head>
<body>${hint}<main>${body}</main></body></html>`;
}

function factRows(facts: readonly [string, string][]): string {
  const [first, ...rest] = facts;
  const pair = ([name, value]: [string, string], across = 1) =>
    `<th scope="row">${escapeHtml(name)}</th><td colspan="${across}">${escapeHtml(value)}</td>`;
  const rows = first === undefined ? [] : [pair(first, 3)];
  for (let at = 0; at < rest.length; at += 2) {
    const [one, other] = [rest[at], rest[at + 1]];
    if (one !== undefined) rows.push(other === undefined ? pair(one, 3) : pair(one) + pair(other));
  }
  return rows.map((row) => `<tr class="fact">${row}</tr>`).join('\n');
}

function sectionRow({ kind, label, parts, steps }: PrintedSection, context: HtmlContext): string {
  const written = parts
    .map(
      (part) => `${part.label === '' ? '' : `<p class="whose">${escapeHtml(part.label)}</p>`}${htmlBlocks(part.blocks, context)}`,
    )
    .join('');
  const others = steps.flatMap(({ fields }) => Object.values(fields).map((blocks) => htmlBlocks(blocks, context))).join('');
  const content = written + others;
  return `<tr class="section ${kind}${content === '' ? ' blank' : ''}"><th scope="row">${escapeHtml(label)}</th><td colspan="3">${content}</td></tr>\n`;
}

function courseTable({ label, parts, steps }: PrintedSection, context: HtmlContext): string {
  const { words } = context;
  const columns = stepColumns(steps);
  const minutes = totalMinutes(steps);
  const across = columns.length + 1;
  const title = minutes === 0 ? label : `${label}（${words.total(minutes)}）`;
  const heads =
    steps.length === 0
      ? ''
      : `<tr>${['name' as const, ...columns].map((kind) => `<th scope="col">${escapeHtml(words.fields[kind])}</th>`).join('')}</tr>`;
  return `<table class="course"><colgroup><col class="step">${columns.map((kind) => `<col class="${kind}">`).join('')}</colgroup>
<thead><tr><th colspan="${across}">${escapeHtml(title)}</th></tr>${heads}</thead>
${parts.map(({ blocks }) => `<tbody><tr><td colspan="${across}">${htmlBlocks(blocks, context)}</td></tr></tbody>`).join('')}
${steps.map((step) => stepRows(step, columns, context)).join('\n')}</table>`;
}

function stepRows(step: PrintedStep, columns: ReturnType<typeof stepColumns>, context: HtmlContext): string {
  const { words } = context;
  const rest = widthFields.filter((kind) => step.fields[kind].length > 0);
  const name = `<td class="name" rowspan="${rest.length > 0 ? 2 : 1}">${htmlBlocks(step.fields.name, context)}${stepFacts(
    step,
    words,
  )
    .map((fact) => `<p class="facts">${escapeHtml(fact)}</p>`)
    .join('')}</td>`;
  const cells = columns.map((kind) => `<td>${htmlBlocks(step.fields[kind], context)}</td>`).join('');
  const below = rest
    .map(
      (kind) =>
        `<div class="across"><strong>${escapeHtml(words.fields[kind] + words.colon)}</strong>${htmlBlocks(step.fields[kind], context)}</div>`,
    )
    .join('');
  return `<tbody><tr>${name}${cells}</tr>${rest.length > 0 ? `<tr><td class="below" colspan="${columns.length}">${below}</td></tr>` : ''}</tbody>`;
}
