/** The waits before each attempt to come back, in milliseconds (LiveKit's default reconnect policy). */
const delays = [0, 300, 1200, 2700, 4800, 7000, 7000, 7000, 7000, 7000] as const;

/** After the ladder a class is still worth coming back to: one attempt in this time, in milliseconds, while the page is open. */
const afterwards = 15_000;

/** The most that is added at random, so that a whole school does not come back in the same instant. */
const jitter = 1000;

/** How many attempts the ladder has before a person is offered a button. */
export const ladderLength = delays.length;

/**
 * The wait before an attempt, in milliseconds; attempts count from 0. From the third on, up to a second is added at
 * random. `random` answers 0 ≤ x < 1.
 */
export function ladderDelay(attempt: number, random: () => number = Math.random): number {
  const base = delays[attempt] ?? afterwards;
  return attempt < 2 ? base : base + Math.floor(random() * jitter);
}

/** What one attempt came to: it worked, it may work later, or it will never work. */
export type Attempt = 'done' | 'again' | 'final';

/**
 * Climbs the ladder until an attempt works or cannot ever work. `hurry` collapses the wait (the browser says that it is
 * online again), `stop` ends it for good. One run at a time: starting again while it runs does nothing.
 */
export class Ladder {
  #attempt: (count: number) => Promise<Attempt>;
  #count = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running = false;
  #stopped = false;

  constructor(attempt: (count: number) => Promise<Attempt>) {
    this.#attempt = attempt;
  }

  get running(): boolean {
    return this.#running;
  }

  /** Whether the next attempt is being waited for, as opposed to one being made. */
  get waiting(): boolean {
    return this.#timer !== undefined;
  }

  start(): void {
    if (this.#running || this.#stopped) return;
    this.#running = true;
    this.#count = 0;
    this.#wait();
  }

  hurry(): void {
    if (this.#timer === undefined) return;
    clearTimeout(this.#timer);
    void this.#climb();
  }

  stop(): void {
    this.#stopped = true;
    this.#running = false;
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #wait(): void {
    this.#timer = setTimeout(() => void this.#climb(), ladderDelay(this.#count));
  }

  async #climb(): Promise<void> {
    this.#timer = undefined;
    const outcome = await this.#attempt(this.#count).catch((): Attempt => 'again');
    this.#count += 1;
    if (this.#stopped) return;
    if (outcome === 'again') this.#wait();
    else this.#running = false;
  }
}
