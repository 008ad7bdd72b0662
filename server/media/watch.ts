import { setTimeout as wait } from 'node:timers/promises';

/**
 * Questions in a row that may stay unanswered. More than one, because a process that was itself held up sees the end of its
 * patience before it sees the answer.
 */
const missesAtMost = 3;

/** How long something may leave a question unanswered, in milliseconds, unless told otherwise. */
export const usualPatienceMs = 4_000;

/**
 * Watches something that may hang instead of dying: asks it again and again, and says `hung` when nothing comes back within
 * `patienceMs` three times in a row (ME2.2).
 * Any answer counts, a refusal too. Returns how to stop.
 */
export function watch(options: { ask: () => Promise<unknown>; patienceMs: number; hung: () => void }): () => void {
  const { ask, patienceMs, hung } = options;
  const stop = new AbortController();
  const answered = async (): Promise<boolean> => {
    const late = new AbortController();
    const answer = ask().then(
      () => true,
      () => true,
    );
    const silence = wait(patienceMs, false, { signal: late.signal, ref: false }).catch(() => true);
    const heard = await Promise.race([answer, silence]);
    late.abort();
    return heard;
  };
  void (async () => {
    for (let misses = 0; ;) {
      await wait(patienceMs / 2, undefined, { signal: stop.signal, ref: false }).catch(() => undefined);
      if (stop.signal.aborted) return;
      misses = (await answered()) ? 0 : misses + 1;
      if (stop.signal.aborted) return;
      if (misses >= missesAtMost) return hung();
    }
  })();
  return () => stop.abort();
}

/** Ends a process that hangs; one that has ended meanwhile is no error. */
export function killHung(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
