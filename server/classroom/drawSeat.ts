/**
 * Draws a seat among those that were called least often, so that everybody's turn comes before anybody's second (T2.4).
 * @param random Answers a whole number from 0 up to, but not including, its argument.
 * @returns null when there is no seat to draw
 */
export function drawSeat(
  seats: readonly number[],
  timesCalled: ReadonlyMap<number, number>,
  random: (below: number) => number,
): number | null {
  const least = Math.min(...seats.map((seat) => timesCalled.get(seat) ?? 0));
  const waiting = seats.filter((seat) => (timesCalled.get(seat) ?? 0) === least);
  return waiting.length === 0 ? null : (waiting[random(waiting.length)] ?? null);
}
