import type { ImportNote, ImportPart, JobStage } from '../../../../shared/exchange.ts';
import { WorkError } from '../errors.ts';
import { paragraph } from '../recognition/lines.ts';
import { recognise } from '../recognition/recognise.ts';
import type { ImportTask, Picture, ReadFile, ReadPart } from '../tasks.ts';
import { readDocx, type DocxContent } from './docx.ts';
import { cleanHtml } from './html.ts';
import { markdownToHtml } from './markdown.ts';
import { readPieces } from './pieces.ts';

/**
 * Reads a file and says what was understood (SPEC-exchange.md, X1–X4).
 * @throws WorkError `damaged_file`, `empty_file`
 */
export async function readFile(task: ImportTask, report: (stage: JobStage) => void): Promise<ReadFile> {
  report('reading');
  const content = await toHtml(task, report);
  const { pictures } = content;
  const { body, title, notes } = cleanHtml(content.html, pictures);
  report('arranging');
  const { facts, parts } = recognise(readPieces(body));
  if (task.format === 'html' && facts.title === null && title !== '') facts.title = title.slice(0, 120);
  const all = [...parts, ...asideParts(content.aside)];
  if (all.length === 0 && facts.title === null) throw new WorkError('empty_file');
  const said: ImportNote[] = [
    ...content.notes,
    ...notes,
    ...content.aside.map(({ what, lines }): ImportNote => ({ what, count: lines.length })),
  ];
  return {
    preview: {
      name: task.name,
      format: task.format,
      facts,
      parts: all.map(({ content: _content, ...part }) => part),
      notes: said.filter(({ count }) => count > 0),
    },
    parts: all.map(({ id, content: nodes }) => ({ id, content: nodes })),
    pictures,
  };
}

async function toHtml(task: ImportTask, report: (stage: JobStage) => void): Promise<DocxContent> {
  const pictures: Picture[] = [];
  if (task.format === 'docx') return readDocx(task.bytes, report);
  const text = readText(task.bytes);
  return { html: task.format === 'markdown' ? markdownToHtml(text) : text, pictures, notes: [], aside: [] };
}

/** Text of today is UTF-8; older programs wrote Chinese in GB 18030, and some write UTF-16 with a mark in front. */
function readText(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
}

/** Text that stands apart from the flow: what was recovered goes in unless one says no, the rest only if one says so. */
function asideParts(aside: DocxContent['aside']): (ImportPart & ReadPart)[] {
  return aside
    .filter(({ lines }) => lines.length > 0)
    .map(({ what, lines }) => ({
      id: what,
      title: '',
      into: what === 'recovered' ? ('basics' as const) : null,
      sure: false,
      text: lines.join('\n'),
      steps: [],
      pictures: 0,
      tables: 0,
      formulas: 0,
      content: lines.map((line) => paragraph(line)),
    }));
}
