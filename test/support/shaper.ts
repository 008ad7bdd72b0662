/** How a line is: bits a second, milliseconds one way, the share of packets lost at random. */
export interface Shape {
  bitsPerSecond: number;
  delayMs: number;
  loss: number;
}

/** What is kept waiting at the bottleneck at most, in milliseconds; more than that is dropped. */
const queueMs = 300;

/** One direction of a line: a bottleneck with a short queue, a delay, and random loss, as `tc netem` has them. */
export function createShaper(random: () => number = Math.random) {
  let shape: Shape | null = null;
  let freeAt = 0;
  return {
    shape: (next: Shape | null): void => {
      shape = next;
      freeAt = 0;
    },
    /** Delivers a packet when it would have come through, or never. */
    pass: (bytes: number, deliver: () => void): void => {
      if (shape === null) return deliver();
      if (random() < shape.loss) return;
      const now = performance.now();
      const begins = Math.max(now, freeAt);
      if (begins - now > queueMs) return;
      freeAt = begins + (bytes * 8_000) / shape.bitsPerSecond;
      setTimeout(deliver, freeAt - now + shape.delayMs);
    },
  };
}
