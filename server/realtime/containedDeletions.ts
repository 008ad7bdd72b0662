/** Smaller ones are looked into faster than compared. */
const worthKeeping = 256;
const mostKept = 8;

/**
 * The sets of deletions that updates end with, of those that were found to delete nothing new, which they then never will again. Stock clients answer
 * every first step with every deletion there ever was: when many come back at once, most of them send the same.
 */
export class ContainedDeletions {
  private readonly kept: Uint8Array[] = [];
  private next = 0;

  has(deletions: Uint8Array): boolean {
    if (deletions.length < worthKeeping) return false;
    return this.kept.some((one) => one.length === deletions.length && Buffer.compare(one, deletions) === 0);
  }

  add(deletions: Uint8Array): void {
    if (deletions.length < worthKeeping) return;
    // A copy, because they lie in a message that would otherwise be kept with them.
    this.kept[this.next] = Uint8Array.from(deletions);
    this.next = (this.next + 1) % mostKept;
  }
}
