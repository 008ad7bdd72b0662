import { DOMParser } from '@tiptap/pm/model';
import { textBelow, type PlanNode } from '../../../../shared/planNode.ts';
import { planSchema } from '../../../../shared/planSchema.ts';

/** A block of a file, with what helps to recognise what it is. */
export interface Piece {
  /** What it becomes in the plan. */
  nodes: PlanNode[];
  text: string;
  /** 1 to 6 for a heading. */
  level: number;
  /** All its words are bold, as those of headings often are that were not made headings. */
  bold: boolean;
  /** A label of a file that we wrote ourselves: the name of a part, and no text of it. */
  label: boolean;
  /** The cells of a table. */
  cells?: Cell[];
  /** The pieces of each item of a list, and whether it is numbered. */
  items?: Piece[][];
  /** Set for a line that was an item of a list. */
  ordered?: boolean;
}

/** A cell of a table, where it is and how far it goes. */
export interface Cell {
  pieces: Piece[];
  text: string;
  row: number;
  column: number;
  rows: number;
  columns: number;
}

/** The class that marks a label in files of our own. */
export const labelClass = 'tk-label';

const blockNames = new Set(
  'P,H1,H2,H3,H4,H5,H6,UL,OL,TABLE,BLOCKQUOTE,PRE,HR,FIGURE,DIV,SECTION,ARTICLE,MAIN,HEADER,FOOTER,ASIDE,NAV,DL,DT,DD,CENTER,FORM,FIELDSET,DETAILS,SUMMARY,FIGCAPTION,ADDRESS,BODY'.split(
    ',',
  ),
);
const containers = new Set(
  'DIV,SECTION,ARTICLE,MAIN,HEADER,FOOTER,ASIDE,NAV,DL,DT,DD,CENTER,FORM,FIELDSET,DETAILS,SUMMARY,FIGCAPTION,ADDRESS,BODY'.split(
    ',',
  ),
);
const parser = DOMParser.fromSchema(planSchema);
const section = planSchema.nodes['stepField'];

/** The blocks below an element, in order; text that stands loose becomes paragraphs. Nested boxes are opened. */
export function readPieces(parent: Element): Piece[] {
  const pieces: Piece[] = [];
  let loose: Node[] = [];
  const flush = () => {
    if (loose.some((node) => (node.textContent ?? '').trim() !== '' || node.nodeName === 'SPAN')) {
      const paragraph = parent.ownerDocument.createElement('p');
      paragraph.append(...loose.map((node) => node.cloneNode(true)));
      pieces.push(...readBlock(paragraph));
    }
    loose = [];
  };
  for (const child of parent.childNodes) {
    if (isBlock(child)) {
      flush();
      const opened = containers.has(child.nodeName) && child.getAttribute('data-plan-node') === null;
      pieces.push(...(opened ? readPieces(child) : readBlock(child)));
    } else loose.push(child);
  }
  flush();
  return pieces;
}

function readBlock(element: Element): Piece[] {
  if (element.nodeName === 'P') return splitParagraph(element).flatMap(readLine);
  if (element.nodeName === 'TABLE') return [readTable(element as HTMLTableElement)];
  if (element.nodeName === 'UL' || element.nodeName === 'OL') return [readList(element)];
  return readLine(element);
}

function readLine(element: Element): Piece[] {
  const nodes = toNodes(element);
  if (nodes.length === 0) return [];
  const level = /^H[1-6]$/.test(element.nodeName) ? Number(element.nodeName[1]) : 0;
  return [{ nodes, text: textOf(nodes), level, bold: isBold(nodes), label: element.classList.contains(labelClass) }];
}

/** Pictures and formulas of their own line stand in paragraphs in most files; in a plan they stand between paragraphs. */
function splitParagraph(element: Element): Element[] {
  const blocks = [...element.querySelectorAll('figure, div[data-plan-node]')];
  if (blocks.length === 0) return [element];
  const parts: Element[] = [];
  let rest = element;
  for (const block of blocks) {
    const after = rest.ownerDocument.createRange();
    after.setStartAfter(block);
    after.setEndAfter(rest.lastChild ?? block);
    const tail = rest.cloneNode(false) as Element;
    tail.append(after.extractContents());
    block.remove();
    if ((rest.textContent ?? '').trim() !== '') parts.push(rest);
    parts.push(block);
    rest = tail;
  }
  if ((rest.textContent ?? '').trim() !== '' || rest.querySelector('[data-plan-node]') !== null) parts.push(rest);
  return parts;
}

function readList(element: Element): Piece {
  const ordered = element.nodeName === 'OL';
  const items = [...element.children].map((item) => readPieces(item));
  const content = items.map((pieces) => ({ type: 'listItem', content: startingWithText(pieces.flatMap(({ nodes }) => nodes)) }));
  const start = Number(element.getAttribute('start') ?? 1);
  const node: PlanNode = ordered
    ? { type: 'orderedList', attrs: { start: Number.isFinite(start) ? start : 1 }, content }
    : { type: 'bulletList', content };
  const pieces = items.map((item) => item.map((piece) => ({ ...piece, ordered })));
  return { nodes: [node], text: textOf([node]), level: 0, bold: false, label: false, items: pieces };
}

/** Editors expect an item to begin with a line. */
function startingWithText(nodes: PlanNode[]): PlanNode[] {
  return nodes[0]?.type === 'paragraph' ? nodes : [{ type: 'paragraph' }, ...nodes];
}

function readTable(table: HTMLTableElement): Piece {
  const cells: Cell[] = [];
  const taken = new Set<string>();
  const rows = [...table.rows];
  const caption = table.caption === null ? [] : readPieces(table.caption);
  rows.forEach((row, at) => {
    let column = 0;
    for (const element of row.cells) {
      while (taken.has(`${at}:${column}`)) column++;
      const height = Math.min(element.rowSpan || rows.length - at, rows.length - at);
      const width = Math.min(element.colSpan, 100);
      for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) taken.add(`${at + y}:${column + x}`);
      const pieces = readPieces(element);
      const text = pieces.map((piece) => piece.text).join('\n');
      cells.push({ pieces, text, row: at, column, rows: height, columns: width });
      column += width;
    }
  });
  const nodes = [...caption.flatMap((piece) => piece.nodes), tableNode(cells)];
  return { nodes, text: textOf(nodes), level: 0, bold: false, label: false, cells };
}

/** A table of some cells, wherever in another one they stood. */
export function tableNode(cells: readonly Cell[]): PlanNode {
  const rows = [...new Set(cells.map(({ row }) => row))].toSorted((a, b) => a - b);
  return {
    type: 'table',
    content: rows.map((row) => ({
      type: 'tableRow',
      content: cells
        .filter((cell) => cell.row === row)
        .map(({ pieces, rows: rowspan, columns: colspan }) => {
          const content = pieces.flatMap(({ nodes }) => nodes);
          const attrs = { colspan, rowspan, colwidth: null };
          return { type: 'tableCell', attrs, content: content.length > 0 ? content : [{ type: 'paragraph' }] };
        }),
    })),
  };
}

/** The element as nodes of a plan. The schema keeps what it knows; of the rest it keeps the words. */
function toNodes(element: Element): PlanNode[] {
  if (section === undefined) throw new Error('the schema has no steps');
  const holder = element.ownerDocument.createElement('div');
  holder.append(element.cloneNode(true));
  const parsed = parser.parse(holder, { topNode: section.create() }).toJSON() as PlanNode;
  return (parsed.content ?? []).filter((node) => node.type !== 'paragraph' || (node.content ?? []).length > 0);
}

const textOf = (nodes: readonly PlanNode[]): string => nodes.map(textBelow).join('\n').trim();

function isBold(nodes: readonly PlanNode[]): boolean {
  const texts = nodes.flatMap((node) => node.content ?? []).filter(({ text }) => (text ?? '').trim() !== '');
  return texts.length > 0 && texts.every(({ marks }) => (marks ?? []).some(({ type }) => type === 'bold'));
}

const isBlock = (node: Node): node is Element => node.nodeType === 1 && blockNames.has(node.nodeName);
