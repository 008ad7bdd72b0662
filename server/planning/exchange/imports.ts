import { createReadStream } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import type { ExchangeJob, ImportChoice, ImportFormat, ImportPreview } from '../../../shared/exchange.ts';
import type { PlanAttributes, PlanNode } from '../../../shared/planNode.ts';
import { imageTypes } from '../../../shared/files.ts';
import type { Files } from '../../files/index.ts';
import { notFound } from '../../errors.ts';
import type { Documents } from '../../realtime/documentTypes.ts';
import { readPlan } from '../planContent.ts';
import { restorePlan } from '../restorePlan.ts';
import type { Versions } from '../versions.ts';
import { arrange } from './arrange.ts';
import { checkContainer } from './container.ts';
import { importErrors } from './errors.ts';
import type { Jobs } from './jobs.ts';
import { wordsOf } from './printing/printed.ts';
import type { ReadPart } from './tasks.ts';
import type { Upload } from './upload.ts';
import { runTask } from './workProcess.ts';

/** What is kept of a file that was read, beside its pictures, in the folder of the job. */
interface Kept {
  preview: ImportPreview;
  parts: ReadPart[];
  pictures: { name: string; type: string }[];
}

export interface ImportsDeps {
  jobs: Jobs;
  files: Pick<Files, 'put'>;
  documents: Documents;
  versions: Versions;
}

interface Subject {
  id: string;
  teamId: string;
  documentId: string;
}

/** Files on their way into plans: read first, shown, and written into the live plan as somebody chooses. */
export function createImports({ jobs, files, documents, versions }: ImportsDeps) {
  /** @throws AppError before any work is begun, when the file is none that can be read. */
  const start = async (accountId: string, { name, bytes }: Upload): Promise<ExchangeJob> => {
    const format = formatOf(name, bytes);
    if (format === 'docx') await checkContainer(bytes);
    return jobs.start(accountId, 'import', async ({ folder, signal, report }) => {
      const answer = await runTask({ task: 'import', name, format, bytes }, { signal, report });
      if (answer.type !== 'read') throw new Error('the file was not read');
      const { preview, parts, pictures } = answer.file;
      for (const [number, picture] of pictures.entries())
        await fs.writeFile(path.join(folder, `picture-${number}`), picture.bytes);
      const kept: Kept = { preview, parts, pictures: pictures.map(({ name: own, type }) => ({ name: own, type })) };
      await fs.writeFile(path.join(folder, 'read.json'), JSON.stringify(kept));
      return {};
    });
  };

  const keptOf = async (jobId: string, accountId: string): Promise<Kept & { folder: string }> => {
    const { kind, folder } = jobs.result(jobId, accountId);
    if (kind !== 'import') throw notFound();
    return { folder, ...(JSON.parse(await fs.readFile(path.join(folder, 'read.json'), 'utf8')) as Kept) };
  };

  const preview = async (jobId: string, accountId: string): Promise<ImportPreview> => (await keptOf(jobId, accountId)).preview;

  /** Writes what was chosen into the live plan, as an edit of the account; the plan as it was is kept as a version. */
  const apply = async (lesson: Subject, accountId: string, jobId: string, choices: readonly ImportChoice[]): Promise<void> => {
    const kept = await keptOf(jobId, accountId);
    const wanted = new Set(choices.filter(({ into }) => into !== null).map(({ part }) => part));
    const chosen = kept.parts.filter(({ id }) => wanted.has(id));
    const stored = await storePictures(lesson, accountId, kept, chosen);
    const parts = chosen.map(({ id, content }) => ({ id, content: content.flatMap((node) => withPictures(node, stored)) }));
    await versions.keep(lesson, { reason: 'before-import', accountId });
    await documents.change(lesson.documentId, accountId, (doc) => restorePlan(doc, arrange(readPlan(doc), parts, choices)));
    await versions.keep(lesson, { reason: 'imported', accountId });
  };

  /** Puts the pictures of the chosen parts among the files of the lesson; those that are refused are left out by name. */
  const storePictures = async (
    lesson: Subject,
    accountId: string,
    kept: Kept & { folder: string },
    parts: readonly ReadPart[],
  ) => {
    const stored = new Map<string, PlanAttributes>();
    const used = new Set(parts.flatMap(({ content }) => content.flatMap(pictureNumbers)));
    for (const number of used) {
      const picture = kept.pictures[number];
      if (picture === undefined) continue;
      const content = createReadStream(path.join(kept.folder, `picture-${number}`));
      const name = nameOf(picture, kept.preview.name, number);
      const file = await files.put({ lesson, accountId, name, content });
      if (!imageTypes.includes(file.type)) continue;
      stored.set(`import:${number}`, {
        fileId: file.id,
        name: file.name,
        width: file.width ?? null,
        height: file.height ?? null,
      });
    }
    return stored;
  };

  return { start, preview, apply };
}

/** What a file is, by its name and by how it begins. @throws AppError `unsupported_file`, `old_word_file`, `empty_file` */
export function formatOf(name: string, bytes: Buffer): ImportFormat {
  if (bytes.length === 0) throw importErrors.empty_file();
  const zip = bytes.subarray(0, 4).equals(Buffer.from('PK\u0003\u0004', 'latin1'));
  const compound = bytes.subarray(0, 8).equals(Buffer.from('d0cf11e0a1b11ae1', 'hex'));
  // A .docx with a password is a container of the old kind with the new name.
  if (compound) throw /\.docx$/i.test(name) ? importErrors.locked_file() : importErrors.old_word_file();
  if (zip) {
    if (/\.docx$/i.test(name)) return 'docx';
    throw importErrors.unsupported_file();
  }
  if (/\.docx$/i.test(name)) throw importErrors.damaged_file();
  if (/\.(doc|wps|rtf)$/i.test(name)) throw importErrors.old_word_file();
  if (!/\.(md|markdown|txt|html?)$/i.test(name)) throw importErrors.unsupported_file();
  const wide = bytes[0] === 0xff || bytes[0] === 0xfe;
  if (!wide && bytes.subarray(0, 8_192).includes(0)) throw importErrors.unsupported_file();
  return /\.html?$/i.test(name) ? 'html' : 'markdown';
}

function pictureNumbers(node: PlanNode): number[] {
  const found = /^import:(\d+)$/.exec(wordsOf(node, 'fileId'));
  return [...(found === null ? [] : [Number(found[1])]), ...(node.content ?? []).flatMap(pictureNumbers)];
}

/** Pictures by the ids of their files. One that could not be stored leaves its words behind. */
function withPictures(node: PlanNode, stored: ReadonlyMap<string, PlanAttributes>): PlanNode[] {
  const fileId = node.attrs?.['fileId'];
  if (node.type === 'planImage' && typeof fileId === 'string') {
    const attributes = stored.get(fileId);
    if (attributes !== undefined) return [{ ...node, attrs: { ...node.attrs, ...attributes } }];
    const alt = node.attrs?.['alt'];
    return typeof alt === 'string' && alt !== '' ? [{ type: 'paragraph', content: [{ type: 'text', text: `［${alt}］` }] }] : [];
  }
  if (node.content === undefined) return [node];
  return [{ ...node, content: node.content.flatMap((child) => withPictures(child, stored)) }];
}

function nameOf(picture: { name: string; type: string }, file: string, number: number): string {
  const ending = picture.type.replace('image/', '').replace('jpeg', 'jpg');
  const base = picture.name || `${file.replace(/\.\w+$/, '')} ${number + 1}`;
  return `${base.replaceAll(/[/\\:*?"<>|\n]/g, ' ').slice(0, 80)}.${ending}`;
}
