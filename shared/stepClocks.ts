import * as Y from 'yjs';

/** The inside of a Yjs type, which still tells of what was deleted as long as its transaction is being cleaned up. */
export interface Inside {
  _start: Y.Item | null;
  _map: Map<string, Y.Item>;
}

/**
 * Which writings a copy of a step has taken in: for each client, all of its writings below a clock. Kept as text in the
 * attribute `seen` of the copy, since editors compare attributes by value.
 */
export type Clocks = ReadonlyMap<number, number>;

export const nobodysClocks: Clocks = new Map();

/** Reads `seen`; what cannot be read says nothing. */
export function readClocks(seen: unknown): Clocks {
  if (typeof seen !== 'string') return nobodysClocks;
  return new Map(
    seen.split(' ').flatMap((entry) => {
      const [client, clock] = entry.split(':').map(Number);
      return Number.isSafeInteger(client) && Number.isSafeInteger(clock) ? [[client, clock] as [number, number]] : [];
    }),
  );
}

export const writeClocks = (clocks: Clocks): string => [...clocks].map(([client, clock]) => `${client}:${clock}`).join(' ');

/** For each client the later of the two. */
export function joinClocks(one: Clocks, other: Clocks): Clocks {
  const joined = new Map(one);
  for (const [client, clock] of other) joined.set(client, Math.max(clock, joined.get(client) ?? 0));
  return joined;
}

/** Whether something that a client wrote at a clock has been taken in. */
export const isCovered = (clocks: Clocks, client: number, clock: number): boolean => clock < (clocks.get(client) ?? 0);

/** The children of a type with those that were deleted, in order. */
export function itemsOf(type: Inside): Y.Item[] {
  const items: Y.Item[] = [];
  for (let item = type._start; item !== null; item = item.right) items.push(item);
  return items;
}

/** The writings below an element, its attributes included, deleted ones too. */
export function clocksBelow(type: Inside): Clocks {
  const clocks = new Map<number, number>();
  const visit = (below: Inside): void => {
    for (const item of [...itemsOf(below), ...below._map.values()]) {
      const { client, clock } = item.id;
      clocks.set(client, Math.max(clocks.get(client) ?? 0, clock + item.length));
      if (item.content instanceof Y.ContentType) visit(item.content.type);
    }
  };
  visit(type);
  return clocks;
}
