import fs from 'node:fs/promises';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import type { Logger } from 'pino';
import type { ExchangeJob, ExportFormat } from '../../../shared/exchange.ts';
import type { Lesson, LessonState } from '../../../shared/planning.ts';
import type { PlanNode } from '../../../shared/planNode.ts';
import type { Files } from '../../files/index.ts';
import type { Documents } from '../../realtime/documentTypes.ts';
import type { Locale } from '../../../shared/values.ts';
import { readPlan } from '../planContent.ts';
import type { PdfPrinter } from './chromium.ts';
import type { JobContext, JobOutcome, Jobs } from './jobs.ts';
import { planPage } from './printing/printPage.ts';
import { runSheetPage } from './printing/runSheetPage.ts';
import { printedWords } from './printing/printedWords.ts';
import type { ExportTask, Picture, PrintedLesson } from './tasks.ts';
import { runTask } from './workProcess.ts';

export interface ExportsDeps {
  jobs: Jobs;
  files: Pick<Files, 'readFile' | 'ofLesson'>;
  documents: Documents;
  printer: PdfPrinter;
  timeZone: string;
  log: Logger;
}

const types: Record<ExportFormat, { ending: string; type: string }> = {
  docx: { ending: 'docx', type: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document' },
  pdf: { ending: 'pdf', type: 'application/pdf' },
  markdown: { ending: 'md', type: 'text/markdown; charset=utf-8' },
  'run-sheet': { ending: 'pdf', type: 'application/pdf' },
};

/** All pictures of one export, in bytes: what a printed plan can use, and a small machine can hold. */
const mostPictureBytes = 80 * 1024 * 1024;

/** Plans on their way to paper and to other programs. */
export function createExports({ jobs, files, documents, printer, timeZone, log }: ExportsDeps) {
  const start = (lesson: Lesson, accountId: string, format: ExportFormat, language: Locale): ExchangeJob =>
    jobs.start(accountId, 'export', async (context) => {
      context.report('reading');
      const plan = await documents.read(lesson.documentId, readPlan);
      context.report('pictures');
      const pictures = format === 'run-sheet' ? new Map<string, Picture>() : await readPictures(lesson.id, plan);
      const task: ExportTask = { task: 'export', format, language, lesson: printedLesson(lesson, language), plan, pictures };
      const drawn = format === 'pdf' || format === 'run-sheet';
      if (drawn && !(await printer.available())) return { printInstead: true };
      const answer = await runTask(task, context);
      if (answer.type !== 'written') throw new Error('nothing was written');
      return drawn ? print(lesson, task, answer.bytes, context) : finish(lesson, task, answer.bytes, context.folder);
    });

  /** Lets the browser of this machine draw the page; where it fails, the browser of whoever asked does. */
  const print = async (lesson: Lesson, task: ExportTask, page: Uint8Array, context: JobContext): Promise<JobOutcome> => {
    const source = path.join(context.folder, 'page.html');
    const target = path.join(context.folder, 'result');
    await fs.writeFile(source, page);
    try {
      await printer.print(source, target, context);
    } catch (error) {
      context.signal.throwIfAborted();
      log.warn({ err: error }, 'a PDF could not be drawn');
      return { printInstead: true };
    }
    return { file: { ...describe(lesson, task), size: (await fs.stat(target)).size } };
  };

  const finish = async (lesson: Lesson, task: ExportTask, bytes: Uint8Array, folder: string): Promise<JobOutcome> => {
    await fs.writeFile(path.join(folder, 'result'), bytes);
    return { file: { ...describe(lesson, task), size: bytes.length } };
  };

  /** The files of the lesson that the plan shows; a picture that is not of this lesson is not there. */
  const readPictures = async (lessonId: string, plan: PlanNode): Promise<Map<string, Picture>> => {
    const shown = new Set(imageIds(plan));
    const own = (await files.ofLesson(lessonId)).filter(({ id }) => shown.has(id));
    const pictures = new Map<string, Picture>();
    let total = 0;
    for (const file of own) {
      total += file.size;
      if (total > mostPictureBytes) break;
      const { content } = await files.readFile(file.id);
      pictures.set(file.id, { name: file.name, type: file.type, bytes: await buffer(content) });
    }
    return pictures;
  };

  const printedLesson = (lesson: Lesson, language: Locale): PrintedLesson => {
    const day = new Intl.DateTimeFormat(language === 'zh' ? 'zh-CN' : 'en-GB', { dateStyle: 'long', timeZone });
    const moment = new Intl.DateTimeFormat(language === 'zh' ? 'zh-CN' : 'en-GB', {
      dateStyle: 'long',
      timeStyle: 'short',
      timeZone,
    });
    const named = (part: string) => lesson.people.filter((each) => each.part === part).map(({ person }) => person.name);
    const words = printedWords[language];
    return {
      title: lesson.title,
      subject: lesson.subject,
      grade: lesson.grade,
      textbook: lesson.textbook,
      periods: lesson.periods,
      minutes: lesson.minutes,
      leadPlanner: named('lead-planner').join(words.comma),
      coPlanners: named('co-planner'),
      plannedFor: lesson.plannedFor === null ? '' : moment.format(new Date(lesson.plannedFor)),
      printedOn: day.format(new Date()),
      state: stateNames[language][lesson.state],
    };
  };

  /** The page that a browser prints by itself, with pictures by their addresses. */
  const page = async (lesson: Lesson, sheet: 'plan' | 'run-sheet', language: Locale, nonce: string): Promise<string> => {
    const plan = await documents.read(lesson.documentId, readPlan);
    const input = { lesson: printedLesson(lesson, language), plan, language, nonce, source: addressOf };
    return sheet === 'plan' ? planPage(input) : runSheetPage(input);
  };

  return { start, page };
}

const addressOf = (fileId: string): string | null => (/^[0-9a-f-]{36}$/i.test(fileId) ? `/api/files/${fileId}` : null);

function describe({ title }: Lesson, { format, language }: ExportTask): { name: string; type: string } {
  const { ending, type } = types[format];
  const words = printedWords[language];
  const what = format === 'run-sheet' ? words.runSheet : words.heading;
  const plain =
    title
      .replaceAll(/[/\\:*?"<>|\p{Cc}]/gu, ' ')
      .trim()
      .slice(0, 80) || words.heading;
  return { name: `${plain} ${what}.${ending}`, type };
}

const stateNames: Record<Locale, Record<LessonState, string>> = {
  zh: { draft: '初备', review: '研讨', revision: '复备', final: '定稿', taught: '已授', reflected: '反思' },
  en: {
    draft: 'draft',
    review: 'in review',
    revision: 'in revision',
    final: 'final',
    taught: 'taught',
    reflected: 'reflected on',
  },
};

const imageIds = (node: PlanNode): string[] => [
  ...(node.type === 'planImage' && typeof node.attrs?.['fileId'] === 'string' ? [node.attrs['fileId']] : []),
  ...(node.content ?? []).flatMap(imageIds),
];
