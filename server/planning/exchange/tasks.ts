import type { ExportFormat, ImportFormat, ImportPreview, JobStage } from '../../../shared/exchange.ts';
import type { PlanNode } from '../../../shared/planNode.ts';
import type { Locale } from '../../../shared/values.ts';
import type { JobErrorCode } from './errors.ts';

/** A picture in a file that is imported, or in a plan that is exported. */
export interface Picture {
  name: string;
  type: string;
  bytes: Uint8Array;
}

/** A part of a file with what is to be written into the plan; pictures are named `import:<number>` in it. */
export interface ReadPart {
  id: string;
  content: PlanNode[];
}

/** Everything that was read from a file. */
export interface ReadFile {
  preview: ImportPreview;
  parts: ReadPart[];
  pictures: Picture[];
}

/** The lesson as it is printed. */
export interface PrintedLesson {
  title: string;
  subject: string;
  grade: string;
  textbook: string;
  periods: number;
  minutes: number;
  leadPlanner: string;
  coPlanners: string[];
  /** The day of the class and of the printing, as they are written in the language. */
  plannedFor: string;
  printedOn: string;
  state: string;
}

export interface ImportTask {
  task: 'import';
  name: string;
  format: ImportFormat;
  bytes: Uint8Array;
}

export interface ExportTask {
  task: 'export';
  format: ExportFormat;
  language: Locale;
  lesson: PrintedLesson;
  plan: PlanNode;
  /** By the id of the file in the plan. */
  pictures: Map<string, Picture>;
}

export type Task = ImportTask | ExportTask;

/** What the process that works tells the one that asked. An export of a PDF answers the HTML that is to be drawn. */
export type TaskMessage =
  | { type: 'stage'; stage: JobStage }
  | { type: 'read'; file: ReadFile }
  | { type: 'written'; bytes: Uint8Array }
  | { type: 'failed'; code: JobErrorCode; detail?: string };
