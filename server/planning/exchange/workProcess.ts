import { fork } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { JobContext } from './jobs.ts';
import { WorkError } from './errors.ts';
import type { Task, TaskMessage } from './tasks.ts';

type Answer = Extract<TaskMessage, { type: 'read' | 'written' }>;

/** What one piece of work may cost. A file that needs more is no lesson plan. */
const limits = { milliseconds: 60_000, heapMegabytes: 512 };

/**
 * Does a task in a process of its own, so that a file made to be difficult costs that process and nobody else. It is killed when the
 * job is cancelled, when it takes too long, and ends by itself when this process is gone.
 * @throws WorkError
 */
export async function runTask(task: Task, { signal, report }: Pick<JobContext, 'signal' | 'report'>): Promise<Answer> {
  const typescript = import.meta.url.endsWith('.ts');
  const loader = typescript ? ['--import', pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href] : [];
  const child = fork(path.join(import.meta.dirname, typescript ? 'main.ts' : 'main.js'), {
    execArgv: [...loader, `--max-old-space-size=${limits.heapMegabytes}`],
    serialization: 'advanced',
    // Nothing of the server's settings reaches a process that reads strangers' files.
    env: {},
    stdio: 'ignore',
  });
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    child.kill('SIGKILL');
  }, limits.milliseconds);
  const cancel = () => void child.kill('SIGKILL');
  signal.addEventListener('abort', cancel, { once: true });
  try {
    signal.throwIfAborted();
    let answer: TaskMessage | undefined;
    child.on('message', (message: TaskMessage) => {
      if (message.type === 'stage') report(message.stage);
      else {
        answer = message;
        child.disconnect();
      }
    });
    child.send(task);
    await gone;
    signal.throwIfAborted();
    if (answer === undefined || answer.type === 'stage') throw new WorkError(late ? 'took_too_long' : 'too_complex');
    if (answer.type === 'failed') throw new WorkError(answer.code);
    return answer;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', cancel);
    child.kill('SIGKILL');
    await gone;
  }
}
