import { WorkError } from './errors.ts';
import type { Task, TaskMessage } from './tasks.ts';

/**
 * The process that reads and writes whole files. It knows no database, no settings and no network: it gets one task, answers it, and
 * ends; it also ends when the process that started it does.
 */
process.once('disconnect', () => process.exit(0));
process.once('message', (task: Task) => void work(task));

async function work(task: Task): Promise<void> {
  try {
    if (task.task === 'import') {
      const { readFile } = await import('./reading/readFile.ts');
      tell({ type: 'read', file: await readFile(task, (stage) => tell({ type: 'stage', stage })) });
    } else {
      const { writeFile } = await import('./printing/writeFile.ts');
      tell({ type: 'written', bytes: await writeFile(task, (stage) => tell({ type: 'stage', stage })) });
    }
  } catch (error) {
    tell({ type: 'failed', code: error instanceof WorkError ? error.code : `${task.task}_failed` });
  }
}

function tell(message: TaskMessage): void {
  process.send?.(message);
}
