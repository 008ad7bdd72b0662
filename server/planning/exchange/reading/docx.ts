import JSZip from 'jszip';
import mammoth from 'mammoth';
import type { ImportNote, JobStage } from '../../../../shared/exchange.ts';
import { WorkError } from '../errors.ts';
import type { Picture } from '../tasks.ts';
import { prepareBody, textOfPart, type Findings } from './docxXml.ts';
import { labelClass } from './pieces.ts';

/** What a .docx says, as HTML, with what its flow does not contain. */
export interface DocxContent {
  html: string;
  pictures: Picture[];
  notes: ImportNote[];
  /** Headers and footers, comments, and words that would have been lost: text that is shown apart. */
  aside: { what: 'margins' | 'comments' | 'recovered'; lines: string[] }[];
}

/** Paragraph styles of Word, WPS and LibreOffice in both languages, and the one of our own files. */
const styles = [
  `p[style-name='Tongke Label'] => p.${labelClass}:fresh`,
  `p[style-name='Tongke Label Line'] => p.${labelClass}:fresh`,
  `p[style-name='Title'] => h1:fresh`,
  `p[style-name='标题'] => h1:fresh`,
  `p[style-name='Subtitle'] => p:fresh`,
  ...[1, 2, 3, 4, 5, 6].flatMap((level) => [
    `p[style-name='标题 ${level}'] => h${level}:fresh`,
    `p[style-name='标题${level}'] => h${level}:fresh`,
  ]),
  'u => u',
  'strike => s',
];

/**
 * Reads a .docx with mammoth, after mending what it would pass over: formulas, text boxes, pinyin above words, simple fields.
 * Whatever text is still missing afterwards is listed, never dropped (SPEC-exchange.md, X3).
 */
export async function readDocx(bytes: Uint8Array, report: (stage: JobStage) => void): Promise<DocxContent> {
  const zip = await JSZip.loadAsync(bytes).catch(() => {
    throw new WorkError('damaged_file');
  });
  const findings: Findings = { revisions: 0, textBoxes: 0, formulas: 0, lost: [] };
  const expected: string[] = [];
  for (const name of ['word/document.xml', 'word/footnotes.xml', 'word/endnotes.xml']) {
    const xml = await zip.file(name)?.async('string');
    if (xml === undefined) continue;
    const prepared = prepareBody(xml, findings);
    expected.push(...prepared.paragraphs);
    // As bytes: text is put in by pieces of 16,384, and a character of two halves, such as 😀 or 𠮷, may lie across their border.
    zip.file(name, Buffer.from(prepared.xml));
  }
  report('arranging');
  const margins = await textOfParts(zip, /^word\/(header|footer)\d*\.xml$/);
  const comments = await textOfParts(zip, /^word\/comments\.xml$/);
  const pictures: Picture[] = [];
  const convertImage = mammoth.images.imgElement(async (image) => {
    pictures.push({ name: '', type: image.contentType, bytes: await image.readAsBuffer() });
    return { src: `import:${pictures.length - 1}` };
  });
  const buffer = await zip.generateAsync({ type: 'nodebuffer' });
  const { value: html } = await mammoth
    .convertToHtml({ buffer }, { styleMap: styles, convertImage, externalFileAccess: false })
    .catch(() => {
      throw new WorkError('damaged_file');
    });
  const notes = await countNotes(zip);
  return {
    html,
    pictures,
    notes: [
      { what: 'revisions', count: findings.revisions },
      { what: 'text-boxes', count: findings.textBoxes },
      { what: 'footnotes', count: notes },
    ],
    aside: [
      { what: 'recovered', lines: [...missingFrom(html, expected), ...findings.lost] },
      { what: 'margins', lines: margins.filter((line) => !/^[\d\s/第页共-]*$/.test(line)) },
      { what: 'comments', lines: comments },
    ],
  };
}

/** Lines that the HTML does not contain; searched in order, so that a line that stands twice has to be there twice. */
function missingFrom(html: string, lines: readonly string[]): string[] {
  const text = squeeze(unescape(html.replaceAll(/<[^>]*>/g, '')));
  let at = 0;
  return lines.filter((line) => {
    const words = squeeze(line);
    if (words === '') return false;
    const found = text.indexOf(words, at);
    if (found !== -1) {
      at = found + words.length;
      return false;
    }
    return !text.includes(words);
  });
}

const squeeze = (text: string): string => text.replaceAll(/[\s\u00ad\u2011-]+/g, '');

const unescape = (html: string): string =>
  html.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');

async function textOfParts(zip: JSZip, pattern: RegExp): Promise<string[]> {
  const files = zip.file(pattern).toSorted((one, other) => (one.name < other.name ? -1 : 1));
  const lines = await Promise.all(files.map(async (file) => textOfPart(await file.async('string'))));
  return [...new Set(lines.flat())];
}

async function countNotes(zip: JSZip): Promise<number> {
  const files = zip.file(/^word\/(footnotes|endnotes)\.xml$/);
  const counts = await Promise.all(files.map(async (file) => textOfPart(await file.async('string'))));
  return counts.flat().length;
}
