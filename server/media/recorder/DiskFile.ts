import { open, type FileHandle } from 'node:fs/promises';

/** A file that is only added to, in order, without holding up whoever adds. After one failure nothing more is written. */
export class DiskFile {
  readonly #open: Promise<FileHandle>;
  readonly #failed: (error: NodeJS.ErrnoException) => void;
  #queue: Promise<unknown>;
  #broken = false;

  constructor(file: string, failed: (error: NodeJS.ErrnoException) => void) {
    this.#failed = failed;
    this.#open = open(file, 'a', 0o600);
    this.#queue = this.#open.catch((error: NodeJS.ErrnoException) => this.#fail(error));
  }

  /** Answers when the bytes are written; `synced` when they are on the disk as well. */
  write(bytes: Buffer, synced = false): Promise<boolean> {
    const work = this.#queue.then(async () => {
      if (this.#broken) return false;
      try {
        const handle = await this.#open;
        if (bytes.length > 0) await handle.appendFile(bytes);
        if (synced) await handle.datasync();
        return true;
      } catch (error) {
        this.#fail(error as NodeJS.ErrnoException);
        return false;
      }
    });
    this.#queue = work;
    return work;
  }

  /** Puts everything on the disk and lets go of the file. */
  async close(): Promise<boolean> {
    const kept = await this.write(Buffer.alloc(0), true);
    await this.#open.then((handle) => handle.close()).catch(() => undefined);
    return kept;
  }

  #fail(error: NodeJS.ErrnoException): void {
    if (this.#broken) return;
    this.#broken = true;
    this.#failed(error);
  }
}
