import { isPassing } from '../../connection/callError.ts';
import { keepToSend, type LocalFile } from '../../connection/offline/keptFiles.ts';
import { tooLargeToSend, upload } from '../../connection/upload.ts';

/** A file that is being sent, waits for its turn, or could not be sent. */
export interface Upload {
  readonly id: string;
  readonly file: File;
  readonly state: 'waiting' | 'sending' | 'failed';
  /** The share that has been sent, from 0 to 1. */
  readonly progress: number;
  /** Why it failed. */
  readonly error: unknown;
}

interface Entry extends Upload {
  done: (stored: LocalFile) => void;
}

/** The files of one lesson that are on their way. They go one after the other: on a weak line all at once means none for long. */
export class Uploads {
  private entries: readonly Entry[] = [];
  private readonly listeners = new Set<() => void>();
  private readonly aborts = new Map<string, AbortController>();
  private readonly lessonId: string;

  constructor(lessonId: string) {
    this.lessonId = lessonId;
  }

  get list(): readonly Upload[] {
    return this.entries;
  }

  /** Sends a file when those before it are through. `done` is told of it, at once or after a retry. */
  add(file: File, done: (stored: LocalFile) => void): void {
    const error = tooLargeToSend(file);
    const state = error === null ? 'waiting' : 'failed';
    this.show([...this.entries, { id: crypto.randomUUID(), file, state, progress: 0, error, done }]);
    this.next();
  }

  retry(id: string): void {
    const tried = (entry: Entry): Entry => ({ ...entry, state: 'waiting', progress: 0, error: null });
    this.show(this.entries.map((entry) => (entry.id === id && entry.state === 'failed' ? tried(entry) : entry)));
    this.next();
  }

  /** Stops a file, or takes one that failed off the list. */
  cancel(id: string): void {
    this.aborts.get(id)?.abort();
    this.show(this.entries.filter((entry) => entry.id !== id));
    this.next();
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };

  /** Stops everything that is still on its way. */
  close(): void {
    for (const abort of this.aborts.values()) abort.abort();
    this.entries = [];
    this.listeners.clear();
  }

  private next(): void {
    if (this.aborts.size > 0) return;
    const waiting = this.entries.find(({ state }) => state === 'waiting');
    if (waiting !== undefined) void this.send(waiting);
  }

  private async send({ id, file, done }: Entry): Promise<void> {
    const abort = new AbortController();
    this.aborts.set(id, abort);
    this.change(id, { state: 'sending' });
    const onProgress = (progress: number) => this.change(id, { progress });
    try {
      const stored = await upload(this.lessonId, file, { id, onProgress, signal: abort.signal });
      if (abort.signal.aborted) return;
      this.show(this.entries.filter((entry) => entry.id !== id));
      done(stored);
    } catch (error) {
      if (!abort.signal.aborted) await this.keepOrFail(id, file, done, error);
    } finally {
      this.aborts.delete(id);
      this.next();
    }
  }

  /** Without the server the file stays on this device, is shown from there, and is sent on return (SPEC-offline.md, F1). */
  private async keepOrFail(id: string, file: File, done: Entry['done'], error: unknown): Promise<void> {
    try {
      if (!isPassing(error)) throw error;
      const kept = await keepToSend(file, { id, lessonId: this.lessonId });
      this.show(this.entries.filter((entry) => entry.id !== id));
      done(kept);
    } catch (failure) {
      this.change(id, { state: 'failed', error: failure });
    }
  }

  private change(id: string, change: Partial<Entry>): void {
    this.show(this.entries.map((entry) => (entry.id === id ? { ...entry, ...change } : entry)));
  }

  private show(entries: readonly Entry[]): void {
    this.entries = entries;
    for (const listener of this.listeners) listener();
  }
}
