import { z } from 'zod';
import { endpoint } from './http.ts';
import { planSections, stepFields } from './planDocument.ts';
import { Done, Id, Locale } from './values.ts';

/** The largest file that can be read into a plan, in bytes. */
export const largestImport = 25 * 1024 * 1024;

/** What a plan can be read from. */
export const ImportFormat = z.enum(['docx', 'markdown', 'html']);
export type ImportFormat = z.output<typeof ImportFormat>;

/** What a plan can be written to: the printed 教案 in three forms, and the one-page run-sheet for the classroom wall. */
export const ExportFormat = z.enum(['docx', 'pdf', 'markdown', 'run-sheet']);
export type ExportFormat = z.output<typeof ExportFormat>;

/** Where long work stands, in the order in which it goes. */
export const JobStage = z.enum(['waiting', 'reading', 'arranging', 'pictures', 'writing', 'done']);
export type JobStage = z.output<typeof JobStage>;

/**
 * Long work of one person: it is asked for, watched by asking again, and can be cancelled. `printInstead` says that this server
 * cannot draw a PDF itself, so that the browser's own printing of the print page has to do it.
 */
export const ExchangeJob = z.object({
  id: Id,
  kind: z.enum(['import', 'export']),
  state: z.enum(['running', 'done', 'failed', 'cancelled']),
  stage: JobStage,
  error: z.string().nullable(),
  file: z.object({ name: z.string(), size: z.number().int() }).nullable(),
  printInstead: z.boolean(),
});
export type ExchangeJob = z.output<typeof ExchangeJob>;

/** What a file says of the lesson itself; null where it says nothing. */
export const ImportFacts = z.object({
  title: z.string().nullable(),
  subject: z.string().nullable(),
  grade: z.string().nullable(),
  textbook: z.string().nullable(),
  periods: z.number().int().nullable(),
  minutes: z.number().int().nullable(),
  className: z.string().nullable(),
});
export type ImportFacts = z.output<typeof ImportFacts>;

/** A dual-teacher step as it was understood. */
const ImportedStep = z.object({
  name: z.string(),
  minutes: z.number().int().nullable(),
  fields: z.array(z.object({ kind: z.enum(stepFields), text: z.string() })),
});
export type ImportedStep = z.output<typeof ImportedStep>;

/**
 * A stretch of the file. `title` is its heading as it is written there. `into` is the section it was taken for; null when it is
 * proposed to be left out. `sure` is false where the heading was not recognised.
 */
export const ImportPart = z.object({
  id: z.string(),
  title: z.string(),
  into: z.enum(planSections).nullable(),
  sure: z.boolean(),
  /** What stands there, one line a block, the steps left out. */
  text: z.string(),
  steps: z.array(ImportedStep),
  pictures: z.number().int(),
  tables: z.number().int(),
  formulas: z.number().int(),
});
export type ImportPart = z.output<typeof ImportPart>;

/** Things about a file that whoever imports it should know. */
export const ImportNote = z.object({
  what: z.enum([
    'revisions', // tracked changes are read as if they had all been accepted
    'text-boxes', // text boxes were put where they are anchored
    'footnotes', // notes were put at the end
    'margins', // headers and footers
    'comments', // comments of the file
    'pictures-outside', // pictures that are only linked to are not fetched
    'pictures-unreadable', // pictures in a format that browsers cannot show
    'recovered', // words that no part of the document's flow contained
  ]),
  count: z.number().int(),
});
export type ImportNote = z.output<typeof ImportNote>;

export const ImportPreview = z.object({
  name: z.string(),
  format: ImportFormat,
  facts: ImportFacts,
  parts: z.array(ImportPart),
  notes: z.array(ImportNote),
});
export type ImportPreview = z.output<typeof ImportPreview>;

/** What becomes of one part: which section it goes to, and whether it takes the place of what stands there. */
export const ImportChoice = z.object({
  part: z.string().max(40),
  into: z.enum(planSections).nullable(),
  how: z.enum(['replace', 'append']),
});
export type ImportChoice = z.output<typeof ImportChoice>;

/**
 * Answers 415 `unsupported_file` or `old_word_file`,
 * 413 `too_large`, 422 `unsafe_file` or `damaged_file`, 429 `too_many_jobs`.
 */
export const startImport = endpoint({
  method: 'POST',
  path: '/api/imports',
  summary: 'Read a .docx, Markdown or HTML file (multipart, field "file") and say what was understood',
  audience: 'account',
  upload: true,
  output: ExchangeJob,
});

const JobParams = z.object({ jobId: Id });

export const getJob = endpoint({
  method: 'GET',
  path: '/api/jobs/:jobId',
  summary: 'Where my import or export stands',
  audience: 'account',
  params: JobParams,
  output: ExchangeJob,
});

/** A job that has ended is forgotten, with its files. */
export const cancelJob = endpoint({
  method: 'DELETE',
  path: '/api/jobs/:jobId',
  summary: 'Cancel my import or export, or clear it away',
  audience: 'account',
  params: JobParams,
  output: Done,
});

/** Answers 409 `job_not_done` while the file is being read. */
export const getImportPreview = endpoint({
  method: 'GET',
  path: '/api/jobs/:jobId/preview',
  summary: 'What was understood of the file I am importing',
  audience: 'account',
  params: JobParams,
  output: ImportPreview,
});

/** Answers the file itself, or 409 `job_not_done`. */
export const getExportedFile = endpoint({
  method: 'GET',
  path: '/api/jobs/:jobId/file',
  summary: 'The file that was exported',
  audience: 'account',
  params: JobParams,
  output: z.unknown(),
});

const LessonParams = z.object({ lessonId: Id });

/** Keeps a version of the plan first. */
export const applyImport = endpoint({
  method: 'POST',
  path: '/api/lessons/:lessonId/import',
  summary: 'Write a file that was read into the live plan, part by part as chosen (those who write it)',
  audience: 'account',
  params: LessonParams,
  body: z.object({ jobId: Id, choices: z.array(ImportChoice).max(2000) }),
  output: Done,
});

export const startExport = endpoint({
  method: 'POST',
  path: '/api/lessons/:lessonId/exports',
  summary: 'Write the plan to a file: .docx, PDF, Markdown, or the run-sheet for the wall',
  audience: 'account',
  params: LessonParams,
  body: z.object({ format: ExportFormat, language: Locale.default('zh') }),
  output: ExchangeJob,
});

/** Answers a page of HTML without any script. */
export const getPrintPage = endpoint({
  method: 'GET',
  path: '/api/lessons/:lessonId/print',
  summary: 'The plan or its run-sheet as a page to be printed',
  audience: 'account',
  params: LessonParams,
  query: z.object({ sheet: z.enum(['plan', 'run-sheet']).default('plan'), language: Locale.default('zh') }),
  output: z.unknown(),
});
