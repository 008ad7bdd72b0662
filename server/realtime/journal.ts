/** Room for the first updates, in bytes; it doubles as often as needed. */
const atFirst = 256;

/**
 * Updates one after another in one piece of memory. An update as it came is a view of what was read from its socket: thousands of those
 * are what a garbage collection takes its time over, while everybody waits for their edits.
 */
export class Journal {
  private memory: Uint8Array = new Uint8Array(atFirst);
  private ends: number[] = [];

  /** How many updates there are. */
  get count(): number {
    return this.ends.length;
  }

  /** How many bytes they have together. */
  get bytes(): number {
    return this.ends.at(-1) ?? 0;
  }

  /** Copies an update behind the others. */
  add(update: Uint8Array): void {
    const at = this.bytes;
    const end = at + update.length;
    if (end > this.memory.length) {
      const larger = new Uint8Array(Math.max(end, 2 * this.memory.length));
      larger.set(this.memory.subarray(0, at));
      this.memory = larger;
    }
    this.memory.set(update, at);
    this.ends.push(end);
  }

  /** The updates in their order, valid until the next is added. */
  updates(): Uint8Array[] {
    return this.ends.map((end, index) => this.memory.subarray(this.ends[index - 1] ?? 0, end));
  }

  /** Puts one update in the place of all. */
  replace(update: Uint8Array): void {
    this.memory = update;
    this.ends = [update.length];
  }
}
