/** How a picture is shown: filling the stage, as a small tile, or not at all. */
export type ShownAs = 'large' | 'small' | 'hidden';

/** The lesser of two ways to show a picture. */
export const lesser = (one: ShownAs, other: ShownAs): ShownAs => (rank[one] < rank[other] ? one : other);

const rank: Record<ShownAs, number> = { hidden: 0, small: 1, large: 2 };

/** At most one lowering in this time, in milliseconds: rapid switches of layers have frozen pictures. */
export const lowerAfter = 5000;

/** The highest spatial layer worth receiving. Layers a sender does not have are capped by the server. */
export function spatialLayer(shown: ShownAs): number {
  return shown === 'large' ? 2 : 0;
}

/**
 * How long to wait before a picture is asked for in another size, in milliseconds: a raise at once, a lowering (or a
 * pause) only when the last change is `lowerAfter` old, so that a glance away costs nothing.
 */
export function switchDelay(from: ShownAs, to: ShownAs, sinceLastSwitch: number): number {
  if (rank[to] > rank[from]) return 0;
  return Math.max(0, lowerAfter - sinceLastSwitch);
}
