import type { JobStage } from '../../../../shared/exchange.ts';
import type { ExportTask } from '../tasks.ts';
import { writeDocx } from './docxPlan.ts';
import { inlineSource } from './htmlBlocks.ts';
import { writeMarkdown } from './markdownPlan.ts';
import { planPage } from './printPage.ts';
import { runSheetPage } from './runSheetPage.ts';

/** Writes a plan as a file; of what becomes a PDF it writes the page that a browser then draws (SPEC-exchange.md, X10–X14). */
export async function writeFile(task: ExportTask, report: (stage: JobStage) => void): Promise<Uint8Array> {
  report('writing');
  if (task.format === 'docx') return writeDocx(task);
  if (task.format === 'markdown') return Buffer.from(writeMarkdown(task), 'utf8');
  const page = { ...task, source: inlineSource(task.pictures), nonce: null };
  return Buffer.from(task.format === 'run-sheet' ? runSheetPage(page) : planPage(page), 'utf8');
}
