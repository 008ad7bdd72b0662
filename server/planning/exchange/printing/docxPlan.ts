import {
  AlignmentType,
  Document,
  Footer,
  HeightRule,
  Packer,
  PageNumber,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
  VerticalAlignTable,
  WidthType,
  type ITableCellOptions,
} from 'docx';
import type { StepFieldKind } from '../../../../shared/planDocument.ts';
import type { ExportTask } from '../tasks.ts';
import { docxBlocks, ending, inline, type BlockContext } from './docxBlocks.ts';
import { cellMargins, centred, documentSettings, fixed, formBorders, hei, labelShading, page, styleIds } from './docxStyle.ts';
import {
  printable,
  readPrinted,
  stepColumns,
  stepFacts,
  totalMinutes,
  widthFields,
  type PrintedSection,
  type PrintedStep,
} from './printed.ts';
import { factsOf } from './facts.ts';
import { printedWords } from './printedWords.ts';

const labelWidth = 1_340;
const gap = () => new Paragraph({ spacing: { line: 20, lineRule: 'exact', before: 0, after: 0 } });

/** A plan as the 教案 that schools print: a form of labels and what is written beside them, 教学过程 as a table. */
export async function writeDocx({ plan, lesson, language, pictures }: ExportTask): Promise<Uint8Array> {
  const words = printedWords[language];
  const context: BlockContext = { words, pictures, lists: { next: 1, starts: new Set([1]) } };
  const sections = readPrinted(plan, words);
  const steps = sections.findIndex(({ kind }) => kind === 'steps');
  const above = steps === -1 ? sections : sections.slice(0, steps);
  const below = steps === -1 ? [] : sections.slice(steps + 1);
  const course = sections[steps];
  const children = [
    new Paragraph({ heading: 'Title', children: [new TextRun(language === 'zh' ? '教　案' : words.heading)] }),
    form([...factRows(factsOf(lesson, words)), ...above.map((section) => sectionRow(section, context))]),
    ...(course === undefined ? [] : [gap(), courseTable(course, context)]),
    ...(below.length === 0 ? [] : [gap(), form(below.map((section) => sectionRow(section, context)))]),
  ];
  const footer = new Footer({
    children: [
      new Paragraph({
        style: styleIds.note,
        tabStops: [{ type: 'right', position: page.inside }],
        children: [
          new TextRun(printable(words.footer(lesson.printedOn, lesson.state))),
          new TextRun({ children: ['\t', ...pageNumbers(words.page('#page', '#pages'))] }),
        ],
      }),
    ],
  });
  const { margin, width, height } = page;
  const document = new Document({
    ...documentSettings(context.lists.starts),
    title: printable(lesson.title),
    sections: [
      {
        properties: {
          page: { size: { width, height }, margin: { top: margin, bottom: margin, left: margin, right: margin, footer: 560 } },
        },
        footers: { default: footer },
        children,
      },
    ],
  });
  return Packer.toBuffer(document);
}

/** The sentence with the fields that the program fills in. */
function pageNumbers(sentence: string): string[] {
  const fields: Readonly<Record<string, string>> = { '#page': PageNumber.CURRENT, '#pages': PageNumber.TOTAL_PAGES };
  return sentence.split(/(#pages?)/).map((part) => fields[part] ?? part);
}

function form(rows: TableRow[]): Table {
  const half = (page.inside - 2 * labelWidth) / 2;
  return new Table({
    width: { size: page.inside, type: WidthType.DXA },
    columnWidths: [labelWidth, half, labelWidth, half],
    layout: fixed,
    borders: formBorders,
    rows,
  });
}

/** The first fact goes across; the others stand two a row. */
function factRows(facts: readonly [string, string][]): TableRow[] {
  const [first, ...rest] = facts;
  const rows: TableRow[] = first === undefined ? [] : [new TableRow({ children: [label(first[0]), value(first[1], 3)] })];
  for (let at = 0; at < rest.length; at += 2) {
    const [one, other] = [rest[at], rest[at + 1]];
    if (one === undefined) continue;
    const pair =
      other === undefined ? [label(one[0]), value(one[1], 3)] : [label(one[0]), value(one[1]), label(other[0]), value(other[1])];
    rows.push(new TableRow({ children: pair }));
  }
  return rows;
}

function value(words: string, columnSpan = 1): TableCell {
  return cell({ columnSpan, verticalAlign: VerticalAlignTable.CENTER, children: [new Paragraph(printable(words))] });
}

function label(words: string, options: Partial<ITableCellOptions> = {}): TableCell {
  return cell({
    shading: labelShading,
    verticalAlign: VerticalAlignTable.CENTER,
    children: [
      new Paragraph({
        style: styleIds.label,
        ...centred,
        // A long English word would be broken in the narrow column.
        children: [new TextRun({ text: printable(words), ...(/[A-Za-z]{9}/.test(words) ? { size: 17 } : {}) })],
      }),
    ],
    ...options,
  });
}

const cell = (options: ITableCellOptions): TableCell => new TableCell({ margins: cellMargins, ...options });

function sectionRow({ label: title, parts, steps }: PrintedSection, context: BlockContext): TableRow {
  const width = page.inside - labelWidth - 200;
  const children = [
    ...parts.flatMap(({ label: whose, blocks }) => [
      ...(whose === '' ? [] : [new Paragraph({ style: styleIds.label, keepNext: true, text: printable(whose) })]),
      ...docxBlocks(blocks, context, width),
    ]),
    // Steps belong to their own section, but nothing that stands elsewhere is left out.
    ...steps.flatMap(({ fields }) => Object.values(fields).flatMap((blocks) => docxBlocks(blocks, context, width))),
  ];
  const empty = children.length === 0;
  return new TableRow({
    ...(empty ? { height: { value: 1_400, rule: HeightRule.ATLEAST } } : {}),
    children: [label(title), cell({ columnSpan: 3, children: ending(children) })],
  });
}

/** 教学过程: heads that come again on every page, a row of activities a step, and below it what goes across. */
function courseTable(section: PrintedSection, context: BlockContext): Table {
  const { words } = context;
  const columns = stepColumns(section.steps);
  const first = 1_480;
  const shares: Record<string, number> = { lead: 1.25, local: 1, students: 1, intent: 0.8 };
  const total = columns.reduce((sum, kind) => sum + (shares[kind] ?? 1), 0);
  const widths = [first, ...columns.map((kind) => Math.floor(((page.inside - first) * (shares[kind] ?? 1)) / total))];
  const minutes = totalMinutes(section.steps);
  const title = minutes === 0 ? section.label : `${section.label}（${words.total(minutes)}）`;
  const across = columns.length + 1;
  return new Table({
    width: { size: page.inside, type: WidthType.DXA },
    columnWidths: widths,
    layout: fixed,
    borders: formBorders,
    rows: [
      new TableRow({ tableHeader: true, children: [label(title, { columnSpan: across })] }),
      ...section.parts.map(
        ({ blocks }) =>
          new TableRow({
            children: [cell({ columnSpan: across, children: ending(docxBlocks(blocks, context, page.inside - 200)) })],
          }),
      ),
      ...(section.steps.length === 0
        ? []
        : [
            new TableRow({
              tableHeader: true,
              children: [label(words.fields.name), ...columns.map((kind) => label(words.fields[kind]))],
            }),
          ]),
      ...section.steps.flatMap((step) => stepRows(step, columns, widths, context)),
    ],
  });
}

function stepRows(
  step: PrintedStep,
  columns: readonly StepFieldKind[],
  widths: readonly number[],
  context: BlockContext,
): TableRow[] {
  const { words } = context;
  const name = [
    ...docxBlocks(step.fields.name, context, 1_280, { style: styleIds.step, alignment: AlignmentType.CENTER }),
    ...stepFacts(step, words).map((fact) => {
      const children = [new TextRun({ text: fact, size: 17, bold: false, color: '595959' })];
      return new Paragraph({ style: styleIds.label, ...centred, children });
    }),
  ];
  const rest = widthFields.filter((kind) => step.fields[kind].length > 0);
  const row = new TableRow({
    children: [
      cell({ verticalAlign: VerticalAlignTable.CENTER, rowSpan: rest.length > 0 ? 2 : 1, children: name }),
      ...columns.map((kind, index) =>
        cell({ children: ending(docxBlocks(step.fields[kind], context, (widths[index + 1] ?? 2_000) - 200)) }),
      ),
    ],
  });
  if (rest.length === 0) return [row];
  const width = page.inside - (widths[0] ?? 0) - 200;
  const children = rest.flatMap((kind) => labelled(words.fields[kind], step, kind, context, width));
  return [
    row,
    new TableRow({ children: [cell({ columnSpan: columns.length, shading: { fill: 'FAFAF7' }, children: ending(children) })] }),
  ];
}

/** A label and what is written under it, in one line where that begins with a line. */
function labelled(
  title: string,
  { fields }: PrintedStep,
  kind: StepFieldKind,
  context: BlockContext,
  width: number,
): (Paragraph | Table)[] {
  const [first, ...more] = fields[kind];
  const head = new TextRun({ text: `${title}${context.words.colon}`, bold: true, font: hei });
  if (first?.type !== 'paragraph') {
    return [new Paragraph({ style: styleIds.line, children: [head] }), ...docxBlocks(fields[kind], context, width)];
  }
  return [
    new Paragraph({ style: styleIds.line, children: [head, ...inline(first.content ?? [])] }),
    ...docxBlocks(more, context, width),
  ];
}
