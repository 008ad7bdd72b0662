/** Below the lowest layer: nothing of a picture is wanted. */
export const noLayer = -1;
/** A layer that nobody has wanted for this long, in milliseconds, is no longer asked of its sender. */
export const lowerAfterMs = 5000;

/**
 * How much of one picture its sender is asked for: the highest layer that anybody wants or has wanted within
 * `lowerAfterMs` (ME4). It begins with everything; `tell` hears of every change.
 */
export class WantedLayer {
  readonly #top: number;
  readonly #tell: (layer: number) => void;
  #told: number;
  #wanted: number;
  /** The highest layer that was wanted since the timer was set. */
  #recent = noLayer;
  #timer: NodeJS.Timeout | null = null;

  /** `top` is the highest layer that there is. */
  constructor(top: number, tell: (layer: number) => void) {
    this.#top = top;
    this.#told = top;
    this.#wanted = top;
    this.#tell = tell;
  }

  /** What its sender was told last; undefined while everything is wanted. */
  get told(): number | undefined {
    return this.#told === this.#top ? undefined : this.#told;
  }

  /** Takes up what is wanted now: more is asked for at once, less after a while. */
  follow(wanted: number): void {
    this.#wanted = Math.min(wanted, this.#top);
    if (this.#wanted >= this.#told) {
      this.close();
      if (this.#wanted > this.#told) this.#say(this.#wanted);
    } else if (this.#timer === null) {
      this.#recent = this.#wanted;
      this.#timer = setTimeout(() => this.#lower(), lowerAfterMs);
    } else {
      this.#recent = Math.max(this.#recent, this.#wanted);
    }
  }

  close(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #lower(): void {
    this.#timer = null;
    this.#say(this.#recent);
    this.follow(this.#wanted);
  }

  #say(layer: number): void {
    this.#told = layer;
    this.#tell(layer);
  }
}
