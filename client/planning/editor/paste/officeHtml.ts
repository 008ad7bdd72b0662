import { inertDocument } from './inertDocument.ts';
import { toRealLists } from './officeLists.ts';

/** What an office program writes beside the text: its styles and scripts, remarks, and words that were struck out in revision. */
const rubbish = [
  'style, script, meta, link, title, xml, template, object, embed, iframe, form, input, button, svg, noscript',
  '[style*="mso-element:comment"], .MsoCommentReference, .MsoCommentText, a.msocomanchor',
  'del, .msoDel',
  'colgroup, col',
].join();

/** A character on either side of which a line break of the source is no blank. */
const wide = /[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f“”‘’—…]/;

/**
 * Makes what Word, WPS and other programs put on the clipboard into HTML that says what it means: paragraphs that look like a list
 * become lists, those that look like headings become headings, and remarks, styles and scripts go. What the editor itself copied
 * is left as it is. The result is parsed by the editor's schema, which takes nothing that is not in it.
 */
export function cleanPastedHtml(html: string): string {
  if (html.includes('data-pm-slice')) return html;
  const { body } = inertDocument(html);
  toHeadings(body);
  toRealLists(body);
  for (const node of body.querySelectorAll(rubbish)) node.remove();
  toHeaderCells(body);
  removeEmptyLines(body);
  joinBrokenLines(body);
  return body.innerHTML;
}

/** Word knows headings by their outline level, their class or their tag. Those of a plan stand below the headings of its sections. */
function toHeadings(body: HTMLElement): void {
  for (const block of body.querySelectorAll<HTMLElement>('p, div, h1, h2, h3, h4, h5, h6')) {
    const level = levelOf(block);
    if (level === null) continue;
    const heading = document.createElement(level === 1 ? 'h3' : 'h4');
    const style = block.getAttribute('style');
    if (style !== null) heading.setAttribute('style', style);
    heading.append(...block.childNodes);
    block.replaceWith(heading);
    // A heading is bold by being one.
    for (const bold of heading.querySelectorAll('b, strong')) bold.replaceWith(...bold.childNodes);
    for (const span of heading.querySelectorAll<HTMLElement>('[style]')) span.style.removeProperty('font-weight');
  }
}

function levelOf(block: HTMLElement): number | null {
  const tag = /^H([1-6])$/.exec(block.tagName)?.[1];
  if (tag !== undefined) return Number(tag);
  const outline = /mso-outline-level:\s*([1-9])/.exec(block.getAttribute('style') ?? '')?.[1];
  if (outline !== undefined) return Number(outline);
  if (/\bMsoTitle\b/.test(block.className)) return 1;
  if (/\bMsoSubtitle\b/.test(block.className)) return 2;
  const named = /\bMsoHeading([1-9])\b/.exec(block.className)?.[1];
  return named === undefined ? null : Number(named);
}

function toHeaderCells(body: HTMLElement): void {
  for (const cell of body.querySelectorAll<HTMLElement>('thead td')) {
    const header = document.createElement('th');
    for (const name of ['colspan', 'rowspan']) {
      const span = cell.getAttribute(name);
      if (span !== null) header.setAttribute(name, span);
    }
    header.append(...cell.childNodes);
    cell.replaceWith(header);
  }
}

/** Empty paragraphs are how office programs keep lines apart; a plan does that by itself. */
function removeEmptyLines(body: HTMLElement): void {
  for (const line of body.querySelectorAll('p, h3, h4')) {
    const blank = (line.textContent ?? '').replaceAll(/[\s\u00a0\u3000]/g, '') === '';
    if (blank && line.closest('td, th') === null) line.remove();
  }
}

/** Office programs break the lines of their HTML wherever they like, also between Chinese characters. */
function joinBrokenLines(body: HTMLElement): void {
  const walker = document.createTreeWalker(body, NodeFilter.SHOW_TEXT);
  const texts: Text[] = [];
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) texts.push(node as Text);
  const whole = texts.map(({ data }) => data).join('');
  let start = 0;
  for (const text of texts) {
    const { data } = text;
    text.data = data
      .replaceAll(/\s*\n\s*/g, (blank: string, at: number) => {
        const before =
          whole
            .slice(Math.max(0, start + at - 40), start + at)
            .trimEnd()
            .at(-1) ?? '';
        const after = whole.slice(start + at + blank.length, start + at + blank.length + 40).trimStart()[0] ?? '';
        return wide.test(before) && wide.test(after) ? '' : blank;
      })
      .replaceAll('\u00a0', ' ');
    start += data.length;
  }
}
