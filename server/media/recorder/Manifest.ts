import fs from 'node:fs';
import path from 'node:path';
import { DiskFile } from './DiskFile.ts';
import { ManifestLine, manifestName, segmentPattern } from './layout.ts';

/** Waits between attempts to write what could not be written, in milliseconds. */
const retryMs = 2_000;

/** The manifest of one recording while it is written: every line is on the disk soon, and none is given up on a full disk. */
export class Manifest {
  readonly #file: string;
  readonly #failed: (error: NodeJS.ErrnoException) => void;
  #disk: DiskFile | null = null;
  #lines: string[] = [];
  #work: Promise<void> | null = null;
  #notBefore = 0;

  constructor(folder: string, failed: (error: NodeJS.ErrnoException) => void) {
    this.#file = path.join(folder, manifestName);
    this.#failed = failed;
  }

  add(line: ManifestLine): void {
    this.#lines.push(JSON.stringify(line));
    this.flush();
  }

  /** Writes what waits, if something does and it is time. */
  flush(): void {
    if (this.#work !== null || this.#lines.length === 0 || performance.now() < this.#notBefore) return;
    this.#work = this.#write().finally(() => {
      this.#work = null;
      this.flush();
    });
  }

  async close(): Promise<void> {
    await this.#work;
    this.#notBefore = 0;
    if (this.#lines.length > 0) await this.#write();
    await this.#disk?.close();
  }

  async #write(): Promise<void> {
    const lines = this.#lines;
    this.#lines = [];
    this.#disk ??= new DiskFile(this.#file, this.#failed);
    // The line break comes first: what an earlier writer left unfinished stays a line of its own, which nobody can read.
    if (await this.#disk.write(Buffer.from(lines.map((line) => `\n${line}`).join('')), true)) return;
    this.#lines = [...lines, ...this.#lines];
    this.#notBefore = performance.now() + retryMs;
    await this.#disk.close();
    this.#disk = null;
  }
}

/** The lines of a manifest that can be read; a torn one is passed over. */
export function readManifest(folder: string): ManifestLine[] {
  const file = path.join(folder, manifestName);
  if (!fs.existsSync(file)) return [];
  return fs
    .readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line) => {
      try {
        const parsed = ManifestLine.safeParse(JSON.parse(line));
        return parsed.success ? [parsed.data] : [];
      } catch {
        return [];
      }
    });
}

/** The highest number that a track in this folder has, by its segments and by its manifest. */
export function lastTrack(folder: string): number {
  const bySegment = fs.readdirSync(folder).map((name) => Number(segmentPattern.exec(name)?.[1] ?? 0));
  const byLine = readManifest(folder).map((line) => ('track' in line ? line.track : 0));
  return [...bySegment, ...byLine].reduce((most, track) => Math.max(most, track), 0);
}
