import createDOMPurify from 'dompurify';
import { JSDOM } from 'jsdom';
import type { ImportNote } from '../../../../shared/exchange.ts';
import type { Picture } from '../tasks.ts';

/** Stands around TeX in text until the text has become elements; no text has these characters of private use. */
export const mathMarks = { begin: '\ue0f0', end: '\ue0f1', block: '\ue0f2' };

/** A document without scripts, whose pictures are known by number. */
export interface CleanDocument {
  body: HTMLElement;
  title: string;
  notes: ImportNote[];
}

const pictureTypes = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);

/**
 * Makes HTML harmless (F01) and its pictures and formulas what a plan knows. Nothing is fetched (F05): a picture with an
 * address elsewhere becomes a link to it.
 * @param pictures Those that `src="import:<number>"` already names; data addresses are added.
 */
export function cleanHtml(html: string, pictures: Picture[]): CleanDocument {
  const { window } = new JSDOM('');
  const purify = createDOMPurify(window);
  const parsed = new window.DOMParser().parseFromString(html, 'text/html');
  const title = parsed.title.trim();
  const clean = purify.sanitize(parsed.body, {
    RETURN_DOM: true,
    ADD_DATA_URI_TAGS: ['img'],
    // What has no scheme is no address that runs anything; most attributes are no addresses at all.
    ALLOWED_URI_REGEXP: /^(?:(?:https?|mailto|tel|import|data):|[^a-z]|[a-z+.-]+(?:[^a-z+.:-]|$))/i,
    FORBID_TAGS: ['style', 'form', 'input', 'button', 'svg', 'math', 'video', 'audio', 'iframe', 'object', 'embed'],
    ALLOW_ARIA_ATTR: false,
  });
  const body = clean as unknown as HTMLElement;
  const counts = { outside: 0, unreadable: 0 };
  for (const image of body.querySelectorAll('img')) readImage(image, pictures, counts);
  for (const link of body.querySelectorAll('a[href]')) {
    if (!/^(https?|mailto|tel):/i.test(link.getAttribute('href') ?? '')) link.removeAttribute('href');
  }
  for (const ruby of body.querySelectorAll('rt')) ruby.replaceWith(`（${ruby.textContent}）`);
  for (const ruby of body.querySelectorAll('rp')) ruby.remove();
  restoreMath(body);
  const notes: ImportNote[] = [
    { what: 'pictures-outside', count: counts.outside },
    { what: 'pictures-unreadable', count: counts.unreadable },
  ];
  return { body, title, notes };
}

function readImage(image: HTMLImageElement, pictures: Picture[], counts: { outside: number; unreadable: number }): void {
  const document = image.ownerDocument;
  const source = image.getAttribute('src') ?? '';
  const alt = image.getAttribute('alt') ?? '';
  let number = Number(/^import:(\d+)$/.exec(source)?.[1] ?? -1);
  const inside = /^data:(image\/[a-z+.-]+);base64,([A-Za-z0-9+/=\s]+)$/i.exec(source);
  if (inside !== null) {
    number = pictures.length;
    pictures.push({ name: alt, type: (inside[1] ?? '').toLowerCase(), bytes: Buffer.from(inside[2] ?? '', 'base64') });
  }
  const picture = pictures[number];
  if (picture !== undefined && pictureTypes.has(picture.type)) {
    const figure = document.createElement('figure');
    figure.setAttribute('data-plan-node', 'planImage');
    figure.setAttribute('data-file-id', `import:${number}`);
    figure.setAttribute('data-name', picture.name);
    figure.setAttribute('data-alt', alt);
    image.replaceWith(figure);
    return;
  }
  const words = alt === '' ? '' : `［${alt}］`;
  if (/^https?:/i.test(source)) {
    counts.outside++;
    const link = document.createElement('a');
    link.href = source;
    link.textContent = words || source;
    image.replaceWith(link);
  } else {
    counts.unreadable++;
    image.replaceWith(words);
  }
}

/** Turns marked TeX into formulas. */
function restoreMath(body: HTMLElement): void {
  const { begin, end, block } = mathMarks;
  const document = body.ownerDocument;
  const texts: Text[] = [];
  const walker = document.createTreeWalker(body, 4);
  while (walker.nextNode() !== null) texts.push(walker.currentNode as Text);
  for (const text of texts.filter(({ data }) => data.includes(begin))) {
    const parts = text.data.split(new RegExp(`${begin}([^${end}]*)${end}`));
    text.replaceWith(
      ...parts.map((part, index) => {
        if (index % 2 === 0) return part;
        const display = part.startsWith(block);
        const element = document.createElement(display ? 'div' : 'span');
        element.setAttribute('data-plan-node', display ? 'blockMath' : 'inlineMath');
        element.setAttribute('data-latex', display ? part.slice(1) : part);
        return element;
      }),
    );
  }
}
