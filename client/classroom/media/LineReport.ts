import type { ReportedLine } from '../../../shared/classroom/line.ts';

interface Options {
  /** Says to the class what this line is like. */
  report: (line: ReportedLine) => Promise<unknown>;
  /** What it is like at this moment. */
  now: () => ReportedLine;
}

/** What could not be told is told this much later, in milliseconds, as it is then. */
const againAfter = 2000;

/** What the class is told of one's line: when it changes, and later where it could not be told (the line, or twice within a second). */
export class LineReport {
  readonly #options: Options;
  #told = JSON.stringify({ state: 'full', asked: false } satisfies ReportedLine);
  #telling: ReturnType<typeof setTimeout> | undefined;
  #closed = false;

  constructor(options: Options) {
    this.#options = options;
  }

  /** Tells the class, unless it knows. */
  tell(): void {
    const line = this.#options.now();
    const words = JSON.stringify(line);
    if (words === this.#told) return;
    this.#told = words;
    clearTimeout(this.#telling);
    this.#options.report(line).catch(() => {
      if (!this.#closed) this.#telling = setTimeout(() => this.tellAgain(), againAfter);
    });
  }

  /** Tells the class, whatever it knows. */
  tellAgain(): void {
    this.#told = '';
    this.tell();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#telling);
  }
}
