import type { PlanNode } from '../../../../shared/planNode.ts';
import { printable, wordsOf } from './printed.ts';
import type { PrintedWords } from './printedWords.ts';

/** What writing Markdown needs to know: pictures are told apart by the name they get in `picture`. */
export interface MarkdownContext {
  words: PrintedWords;
  /** The name under which a picture stands at the end of the file, or null where there is none. */
  picture: (fileId: string) => string | null;
}

/** A heading of plain words. Number signs at its end would be taken for its own. */
export const markdownHeading = (level: number, words: string): string => heading(level, escapeText(words));

const heading = (level: number, line: string): string =>
  `${'#'.repeat(level)} ${line.replaceAll(/\s*\n/g, ' ').replaceAll(/(?<!\\)#/g, '\\#')}`;

/** Blocks of a plan as Markdown, a blank line between them. */
export const markdownBlocks = (nodes: readonly PlanNode[], context: MarkdownContext): string =>
  nodes
    .map((node) => block(node, context))
    .filter((text) => text !== '')
    .join('\n\n');

function block(node: PlanNode, context: MarkdownContext): string {
  const content = node.content ?? [];
  const { words } = context;
  switch (node.type) {
    case 'heading':
      // The first three levels are those of the plan itself.
      return heading(Math.min(6, Math.max(4, Number(node.attrs?.['level'] ?? 3) + 2)), line(content));
    case 'bulletList':
      return content.map((item) => indented('- ', markdownBlocks(item.content ?? [], context))).join('\n');
    case 'orderedList': {
      const start = Math.trunc(Number(node.attrs?.['start'] ?? 1)) || 1;
      return content.map((item, index) => indented(`${start + index}. `, markdownBlocks(item.content ?? [], context))).join('\n');
    }
    case 'blockquote':
      return markdownBlocks(content, context).replaceAll(/^/gm, '> ');
    case 'table':
      return table(content, context);
    case 'horizontalRule':
      return '---';
    case 'planImage': {
      const name = context.picture(wordsOf(node, 'fileId'));
      const caption = wordsOf(node, 'caption');
      const alt = escapeText(wordsOf(node, 'alt') || wordsOf(node, 'name'));
      const image =
        name === null ? `［${words.picture}${words.colon}${escapeText(wordsOf(node, 'name'))}］` : `![${alt}][${name}]`;
      return caption === '' ? image : `${image}\n\n${escapeText(caption)}`;
    }
    case 'planFile':
      return `［${words.attachment}${words.colon}${escapeText(wordsOf(node, 'name'))}］`;
    case 'blockMath':
      return `$$\n${wordsOf(node, 'latex')}\n$$`;
    case 'paragraph':
      return line(content);
    default:
      return markdownBlocks(content, context);
  }
}

/** A table whose cells are lines; merged cells are written once, and the cells that they cover stay empty. */
function table(rows: readonly PlanNode[], context: MarkdownContext): string {
  const grid: string[][] = [];
  const taken = new Set<string>();
  rows.forEach((row, y) => {
    const cells: string[] = (grid[y] ??= []);
    let x = 0;
    for (const cell of row.content ?? []) {
      while (taken.has(`${y}:${x}`)) x++;
      const [across, down] = ['colspan', 'rowspan'].map((which) => Math.max(1, Number(cell.attrs?.[which] ?? 1) || 1)) as [
        number,
        number,
      ];
      for (let i = 0; i < Math.min(down, rows.length - y); i++) for (let j = 0; j < across; j++) taken.add(`${y + i}:${x + j}`);
      cells[x] = markdownBlocks(cell.content ?? [], context)
        .replaceAll('|', '\\|')
        .replaceAll(/\s*\n+\s*/g, '<br>');
      x += across;
    }
  });
  const width = Math.max(1, ...grid.map((cells) => cells.length));
  const written = grid.map((cells) => `| ${Array.from({ length: width }, (_each, x) => cells[x] ?? '').join(' | ')} |`);
  return [written[0] ?? '', `|${' --- |'.repeat(width)}`, ...written.slice(1)].join('\n');
}

/** One paragraph. What would begin a list, a heading or a rule at the begin of one of its lines is only a sign. */
function line(nodes: readonly PlanNode[]): string {
  return nodes
    .map((node, index) => inline(node, nodes[index - 1], nodes[index + 1]))
    .join('')
    .replaceAll(/^([^\S\n]*)(?=[-+#](\s|$)|#{2,6}(\s|$)|-+\s*$|=+\s*$)/gm, '$1\\')
    .replaceAll(/^([^\S\n]*\d+)(?=[.)](\s|$))/gm, '$1\\');
}

/** Marks, their signs, and the elements that say the same. */
const formats: readonly { mark: string; sign: string; element: string }[] = [
  { mark: 'bold', sign: '**', element: 'strong' },
  { mark: 'italic', sign: '*', element: 'em' },
  { mark: 'strike', sign: '~~', element: 'del' },
];

/**
 * Whether signs around some words would be read as signs (CommonMark 0.31, 6.2: left- and right-flanking). Between a letter and a punctuation mark
 * they are not, which is common in Chinese, where no spaces stand between words: 说**“好”**了.
 */
function signsCount(words: string, before: PlanNode | undefined, after: PlanNode | undefined): boolean {
  const beside = (node: PlanNode | undefined, place: RegExp) => {
    if (node === undefined || node.type === 'hardBreak') return true;
    return node.type === 'text' && (node.marks ?? []).length === 0 && place.test(node.text ?? '');
  };
  const opens = beside(before, /^[\p{P}\p{S}]/u.test(words) ? /[\s\p{P}\p{S}]$/u : /[^]$/u);
  const closes = beside(after, /[\p{P}\p{S}]$/u.test(words) ? /^[\s\p{P}\p{S}]/u : /^[^]/u);
  return opens && closes;
}

function inline(node: PlanNode, previous: PlanNode | undefined, next: PlanNode | undefined): string {
  if (node.type === 'hardBreak') return '  \n';
  if (node.type === 'inlineMath') return `$${wordsOf(node, 'latex')}$`;
  if (node.type === 'mention') return `@${escapeText(wordsOf(node, 'name'))}`;
  const text = printable(node.text ?? '');
  // Signs count only where they touch the words.
  const [, before = '', words = '', after = ''] = /^(\s*)([\s\S]*?)(\s*)$/.exec(text) ?? [];
  if (words === '') return text;
  const marks = new Map((node.marks ?? []).map((mark) => [mark.type, mark]));
  const used = formats.filter(({ mark }) => marks.has(mark));
  const bySigns = used.length === 1 && signsCount(words, before === '' ? previous : undefined, after === '' ? next : undefined);
  const formatted = used.reduce(
    (inner, { sign, element }) => (bySigns ? `${sign}${inner}${sign}` : `<${element}>${inner}</${element}>`),
    escapeText(words),
  );
  const link = marks.get('link')?.attrs?.['href'];
  const whole =
    typeof link === 'string' && /^(https?|mailto|tel):/i.test(link)
      ? `[${formatted}](<${link.replaceAll(/[<>\s]/g, encodeURIComponent)}>)`
      : formatted;
  return `${before}${whole}${after}`;
}

/** Words of one line, in which nothing is read as a sign. */
export const escapeText = (text: string): string =>
  printable(text)
    .replaceAll(/[\\`*_[\]<>$~|]/g, (sign) => `\\${sign}`)
    .replaceAll('&', '&amp;')
    .replaceAll(/\n/g, ' ');

const indented = (mark: string, text: string): string =>
  `${mark}${text.replaceAll(/\n(?=[^\n])/g, `\n${' '.repeat(mark.length)}`)}`;
