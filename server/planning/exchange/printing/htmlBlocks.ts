import type { PlanNode } from '../../../../shared/planNode.ts';
import type { Picture } from '../tasks.ts';
import { mathMl } from './mathMl.ts';
import { printable, wordsOf } from './printed.ts';
import type { PrintedWords } from './printedWords.ts';

/** What writing HTML needs to know. `source` gives the address of a picture, or null where there is none. */
export interface HtmlContext {
  words: PrintedWords;
  source: (fileId: string) => string | null;
}

/** Blocks of a plan as HTML of a few known elements. Every word is escaped, so that nothing in a plan can be markup (F01). */
export const htmlBlocks = (nodes: readonly PlanNode[], context: HtmlContext): string =>
  nodes.map((node) => block(node, context)).join('');

function block(node: PlanNode, context: HtmlContext): string {
  const inner = () => htmlBlocks(node.content ?? [], context);
  const { words } = context;
  switch (node.type) {
    case 'text':
    case 'hardBreak':
    case 'inlineMath':
    case 'mention':
      return inline(node);
    case 'heading': {
      const level = Math.min(Math.max(Number(node.attrs?.['level'] ?? 3), 1), 4) + 2;
      return `<h${level}>${inner()}</h${level}>`;
    }
    case 'bulletList':
      return `<ul>${inner()}</ul>`;
    case 'orderedList':
      return `<ol start="${Math.trunc(Number(node.attrs?.['start'] ?? 1)) || 1}">${inner()}</ol>`;
    case 'listItem':
      return `<li>${inner()}</li>`;
    case 'blockquote':
      return `<blockquote>${inner()}</blockquote>`;
    case 'horizontalRule':
      return '<hr>';
    case 'table':
      return `<table class="inner"><tbody>${inner()}</tbody></table>`;
    case 'tableRow':
      return `<tr>${inner()}</tr>`;
    case 'tableHeader':
    case 'tableCell': {
      const tag = node.type === 'tableHeader' ? 'th' : 'td';
      return `<${tag} colspan="${span(node, 'colspan')}" rowspan="${span(node, 'rowspan')}">${inner()}</${tag}>`;
    }
    case 'planImage':
      return image(node, context);
    case 'planFile':
      return `<p>［${escapeHtml(`${words.attachment}${words.colon}${wordsOf(node, 'name')}`)}］</p>`;
    case 'blockMath':
      return `<div class="math">${formula(wordsOf(node, 'latex'), true)}</div>`;
    case 'paragraph':
      return `<p>${inner()}</p>`;
    default:
      return inner();
  }
}

const elements: readonly [string, string][] = [
  ['bold', 'strong'],
  ['italic', 'em'],
  ['underline', 'u'],
  ['strike', 's'],
  ['superscript', 'sup'],
  ['subscript', 'sub'],
];

function inline(node: PlanNode): string {
  if (node.type === 'hardBreak') return '<br>';
  if (node.type === 'inlineMath') return formula(wordsOf(node, 'latex'), false);
  if (node.type === 'mention') return escapeHtml(`@${wordsOf(node, 'name')}`);
  const marks = new Map((node.marks ?? []).map((mark) => [mark.type, mark]));
  const words = elements.reduce(
    (text, [mark, tag]) => (marks.has(mark) ? `<${tag}>${text}</${tag}>` : text),
    escapeHtml(node.text ?? ''),
  );
  const link = marks.get('link')?.attrs?.['href'];
  return typeof link === 'string' && /^(https?|mailto|tel):/i.test(link) ? `<a href="${escapeHtml(link)}">${words}</a>` : words;
}

function image(node: PlanNode, { source, words }: HtmlContext): string {
  const address = source(wordsOf(node, 'fileId'));
  const caption = wordsOf(node, 'caption');
  if (address === null)
    return `<p>［${escapeHtml(`${words.picture}${words.colon}${wordsOf(node, 'name')}`)}］</p>${caption === '' ? '' : `<p>${escapeHtml(caption)}</p>`}`;
  const below = caption === '' ? '' : `<figcaption>${escapeHtml(caption)}</figcaption>`;
  return `<figure><img src="${escapeHtml(address)}" alt="${escapeHtml(wordsOf(node, 'alt') || wordsOf(node, 'name'))}">${below}</figure>`;
}

/** A formula that is no TeX is shown as it was typed. */
const formula = (latex: string, display: boolean): string => mathMl(latex, display)?.outerHTML ?? escapeHtml(`$${latex}$`);

const span = (node: PlanNode, which: string): number =>
  Math.min(100, Math.max(1, Math.trunc(Number(node.attrs?.[which] ?? 1)) || 1));

/** Text as it may stand in an element or an attribute. */
export const escapeHtml = (text: string): string => printable(text).replaceAll(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** Pictures written into the page itself, for a page that may load nothing. */
export const inlineSource =
  (pictures: ReadonlyMap<string, Picture>) =>
  (fileId: string): string | null => {
    const picture = pictures.get(fileId);
    if (picture === undefined || !/^image\/(png|jpeg|gif|webp)$/.test(picture.type)) return null;
    return `data:${picture.type};base64,${Buffer.from(picture.bytes).toString('base64')}`;
  };
