import {
  BorderStyle,
  ExternalHyperlink,
  HeadingLevel,
  ImageRun,
  Math as Formula,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
  WidthType,
  type IParagraphOptions,
  type ParagraphChild,
} from 'docx';
import type { PlanNode } from '../../../../shared/planNode.ts';
import type { Picture } from '../tasks.ts';
import { cellMargins, centred, fixed, numbersFrom, plainBorders, styleIds } from './docxStyle.ts';
import { formulaOf } from './docxMath.ts';
import { imageSize } from './imageSize.ts';
import { printable, wordsOf } from './printed.ts';
import type { PrintedWords } from './printedWords.ts';

/** What writing blocks needs to know. */
export interface BlockContext {
  words: PrintedWords;
  pictures: ReadonlyMap<string, Picture>;
  /** Every numbered list counts for itself. */
  lists: { next: number; starts: Set<number> };
}

/** How a list goes on inside one of its items. */
interface Placing {
  options: IParagraphOptions;
  level: number;
  width: number;
}

const headings = [
  HeadingLevel.HEADING_1,
  HeadingLevel.HEADING_2,
  HeadingLevel.HEADING_3,
  HeadingLevel.HEADING_4,
  HeadingLevel.HEADING_5,
  HeadingLevel.HEADING_6,
];

/** Blocks of a plan as those of a Word file. `width` is the room there is, in twentieths of a point. */
export function docxBlocks(
  nodes: readonly PlanNode[],
  context: BlockContext,
  width: number,
  options: IParagraphOptions = {},
): (Paragraph | Table)[] {
  return nodes.flatMap((node) => block(node, context, { options, level: -1, width }));
}

function block(node: PlanNode, context: BlockContext, placing: Placing): (Paragraph | Table)[] {
  const { options, width } = placing;
  const content = node.content ?? [];
  switch (node.type) {
    case 'heading': {
      const level = Math.min(Math.max(Number(node.attrs?.['level'] ?? 3), 1), 6);
      return [new Paragraph({ ...options, heading: headings[level - 1] ?? HeadingLevel.HEADING_3, children: inline(content) })];
    }
    case 'bulletList':
    case 'orderedList':
      return list(node, context, placing);
    case 'blockquote': {
      const border = { left: { style: BorderStyle.SINGLE, size: 12, color: '999999', space: 8 } };
      return content.flatMap((child) =>
        block(child, context, { ...placing, options: { ...options, indent: { left: 300 }, border } }),
      );
    }
    case 'table':
      return table(node, context, width);
    case 'horizontalRule':
      return [new Paragraph({ border: { bottom: { style: BorderStyle.SINGLE, size: 6, color: '999999', space: 1 } } })];
    case 'planImage':
      return image(node, context, width);
    case 'planFile':
      return [
        new Paragraph({ ...options, children: [text(`［${context.words.attachment}${context.words.colon}${name(node)}］`)] }),
      ];
    case 'blockMath':
      return [new Paragraph({ ...options, ...centred, spacing: roomy, children: [formula(node)] })];
    default:
      if (content.some(({ type }) => type !== 'text' && !inlineNames.has(type))) {
        return content.flatMap((child) => block(child, context, placing));
      }
      return [new Paragraph({ ...options, ...roomFor(content), children: inline(content) })];
  }
}

/** Lines with a formula are as high as it is; a fixed share of the letters' height would cut it off. */
const roomy = { line: 240, lineRule: 'auto', before: 40, after: 40 } as const;
const roomFor = (content: readonly PlanNode[]): IParagraphOptions =>
  content.some(({ type }) => type === 'inlineMath') ? { spacing: roomy } : {};

const inlineNames = new Set(['hardBreak', 'inlineMath', 'mention']);

function list(node: PlanNode, context: BlockContext, placing: Placing): (Paragraph | Table)[] {
  const level = Math.min(placing.level + 1, 8);
  const start = Math.min(Math.max(Number(node.attrs?.['start'] ?? 1) || 1, 1), 10_000);
  const ordered = node.type === 'orderedList';
  const instance = context.lists.next++;
  if (ordered) context.lists.starts.add(start);
  const numbering = { reference: ordered ? numbersFrom(start) : 'bullets', level, instance };
  const indent = { left: 380 * (level + 1) };
  const inner = placing.width - 380;
  return (node.content ?? []).flatMap((item) => {
    const [first, ...more] = item.content ?? [];
    const line = first?.type === 'paragraph' ? first : { type: 'paragraph' };
    const rest = first?.type === 'paragraph' || first === undefined ? more : [first, ...more];
    return [
      new Paragraph({ numbering, children: inline(line.content ?? []) }),
      ...rest.flatMap((child) => block(child, context, { options: { indent }, level, width: inner })),
    ];
  });
}

/** A line of text. */
export function inline(nodes: readonly PlanNode[]): ParagraphChild[] {
  return nodes.flatMap((node): ParagraphChild[] => {
    if (node.type === 'hardBreak') return [new TextRun({ break: 1 })];
    if (node.type === 'inlineMath') return [formula(node)];
    if (node.type === 'mention') return [text(`@${name(node)}`)];
    if (node.text === undefined) return inline(node.content ?? []);
    const marks = new Map((node.marks ?? []).map((mark) => [mark.type, mark]));
    const link = marks.get('link')?.attrs?.['href'];
    const run = new TextRun({
      text: printable(node.text),
      bold: marks.has('bold') || undefined,
      italics: marks.has('italic') || undefined,
      strike: marks.has('strike') || undefined,
      underline: marks.has('underline') || typeof link === 'string' ? {} : undefined,
      superScript: marks.has('superscript') || undefined,
      subScript: marks.has('subscript') || undefined,
      color: typeof link === 'string' ? '1A5FB4' : undefined,
    });
    return [
      typeof link === 'string' && /^(https?|mailto|tel):/i.test(link)
        ? new ExternalHyperlink({ link: printable(link), children: [run] })
        : run,
    ];
  });
}

function table(node: PlanNode, context: BlockContext, width: number): (Paragraph | Table)[] {
  const rows = (node.content ?? []).filter(({ content }) => (content ?? []).length > 0);
  const widest = Math.max(...rows.map(({ content = [] }) => content.reduce((sum, cell) => sum + span(cell, 'colspan'), 0)), 1);
  if (rows.length === 0) return [];
  const columns = Math.min(widest, 60);
  const each = Math.floor(width / columns);
  const made = new Table({
    width: { size: width, type: WidthType.DXA },
    columnWidths: Array.from({ length: columns }, () => each),
    layout: fixed,
    borders: plainBorders,
    rows: rows.map(
      (row, index) =>
        new TableRow({
          cantSplit: true,
          children: (row.content ?? []).map((cell) => {
            const across = Math.min(span(cell, 'colspan'), columns);
            const children = docxBlocks(cell.content ?? [], context, each * across - 200);
            const head = cell.type === 'tableHeader';
            return new TableCell({
              columnSpan: across,
              rowSpan: Math.min(span(cell, 'rowspan'), rows.length - index),
              width: { size: each * across, type: WidthType.DXA },
              margins: cellMargins,
              ...(head ? { shading: { fill: 'F1F3F5' } } : {}),
              children: ending(children),
            });
          }),
        }),
    ),
  });
  return [made];
}

/** A cell ends with a paragraph, or Word takes the file for a broken one. */
export function ending(children: (Paragraph | Table)[]): (Paragraph | Table)[] {
  return children.at(-1) instanceof Paragraph
    ? children
    : [...children, new Paragraph({ spacing: { line: 20, lineRule: 'exact' } })];
}

const span = (cell: PlanNode, which: 'colspan' | 'rowspan'): number => Math.max(1, Number(cell.attrs?.[which] ?? 1) || 1);

const kinds: Readonly<Record<string, 'png' | 'jpg' | 'gif'>> = { 'image/png': 'png', 'image/jpeg': 'jpg', 'image/gif': 'gif' };

function image(node: PlanNode, { pictures, words }: BlockContext, width: number): Paragraph[] {
  const picture = pictures.get(wordsOf(node, 'fileId'));
  const type = picture === undefined ? undefined : kinds[picture.type];
  const caption = wordsOf(node, 'caption');
  const below = caption === '' ? [] : [new Paragraph({ style: styleIds.note, ...centred, children: [text(caption)] })];
  if (picture === undefined || type === undefined) {
    return [new Paragraph({ children: [text(`［${words.picture}${words.colon}${name(node)}］`)] }), ...below];
  }
  const natural = imageSize(picture) ?? {
    width: Number(node.attrs?.['width']) || 400,
    height: Number(node.attrs?.['height']) || 300,
  };
  // Fifteen twentieths of a point are a pixel; a picture higher than half a page is of no use on it.
  const scale = Math.min(1, width / 15 / natural.width, 480 / natural.height);
  const run = new ImageRun({
    type,
    data: picture.bytes,
    transformation: {
      width: Math.max(1, Math.round(natural.width * scale)),
      height: Math.max(1, Math.round(natural.height * scale)),
    },
    altText: { name: printable(name(node)), description: printable(wordsOf(node, 'alt')), title: '' },
  });
  return [new Paragraph({ ...centred, children: [run] }), ...below];
}

const formula = (node: PlanNode): ParagraphChild => {
  const latex = wordsOf(node, 'latex');
  const children = formulaOf(latex);
  return children === null ? text(`$${latex}$`) : new Formula({ children });
};

const text = (words: string): TextRun => new TextRun({ text: printable(words) });
const name = (node: PlanNode): string => wordsOf(node, 'name');
