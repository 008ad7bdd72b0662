/** Smaller ones are looked into faster than compared. */
const worthKeeping = 256;
const mostKept = 8;

/**
 * Updates, or the sets of deletions that updates end with, that were found to bring nothing new, which they then never will again. Stock clients
 * answer every first step with all they have: when many come back at once, most of them say the same, and those who have written meanwhile still
 * send the same deletions along.
 */
export class ContainedUpdates {
  private readonly kept: Uint8Array[] = [];
  private next = 0;

  has(update: Uint8Array): boolean {
    if (update.length < worthKeeping) return false;
    return this.kept.some((one) => one.length === update.length && Buffer.compare(one, update) === 0);
  }

  add(update: Uint8Array): void {
    if (update.length < worthKeeping) return;
    // A copy, because the update lies in a message that would otherwise be kept with it.
    this.kept[this.next] = Uint8Array.from(update);
    this.next = (this.next + 1) % mostKept;
  }
}
