import * as Y from 'yjs';
import { Refusal } from './refusal.ts';

/**
 * Refuses an update that would nest nodes deeper than a document's kind allows: thousands of levels overflow the stack of
 * whatever renders them. The update must have passed `inspectUpdate`.
 * @throws Refusal `too_deep`
 */
export function checkNesting(update: Uint8Array, store: Y.Doc['store'], deepest: number): void {
  const items = Y.decodeUpdate(update).structs.filter((struct): struct is Y.Item => struct instanceof Y.Item);
  const own = new OwnItems(items);
  const depths = new Map<Y.Item, number>();
  for (const item of items) {
    if (!(item.content instanceof Y.ContentType)) continue;
    if (depthOf(item, own, store, depths, deepest) > deepest) throw new Refusal('too_deep');
  }
}

/**
 * The level of an item, 1 directly below a root. Goes from item to item (a neighbour is on the same level, a parent one
 * above) until one is known or lies in the document, then writes down the levels of all it has passed.
 */
function depthOf(item: Y.Item, own: OwnItems, store: Y.Doc['store'], depths: Map<Y.Item, number>, deepest: number): number {
  const passed: { item: Y.Item; below: number }[] = [];
  let current: Y.Item | undefined = item;
  let depth = 1;
  while (current !== undefined) {
    const known = depths.get(current);
    if (known !== undefined) {
      depth = known;
      break;
    }
    const next: Step = stepUp(current);
    passed.push({ item: current, below: next.up });
    // A cycle, which Yjs would never integrate.
    if (passed.length > own.size) throw new Refusal('malformed');
    if (next.id === null) break;
    current = own.find(next.id);
    if (current === undefined) depth = storedDepth(next.id, store, deepest);
  }
  for (const step of passed.reverse()) {
    depth += step.below;
    depths.set(step.item, depth);
  }
  return depth;
}

interface Step {
  id: Y.ID | null;
  up: number;
}

function stepUp(item: Y.Item): Step {
  const neighbour = item.origin ?? item.rightOrigin;
  if (neighbour !== null) return { id: neighbour, up: 0 };
  if (item.parent instanceof Y.ID) return { id: item.parent, up: 1 };
  return { id: null, up: 0 };
}

function storedDepth(id: Y.ID, store: Y.Doc['store'], deepest: number): number {
  if (id.clock >= Y.getState(store, id.client)) return 1;
  let depth = 1;
  let item = Y.getItem(store, id);
  while (item instanceof Y.Item && item.parent instanceof Y.AbstractType && item.parent._item !== null && depth <= deepest) {
    item = item.parent._item;
    depth++;
  }
  return depth;
}

/** The items of one update, found by client and clock. */
class OwnItems {
  readonly size: number;
  private readonly byClient = new Map<number, Y.Item[]>();

  constructor(items: Y.Item[]) {
    this.size = items.length;
    for (const item of items) {
      const list = this.byClient.get(item.id.client);
      if (list === undefined) this.byClient.set(item.id.client, [item]);
      else list.push(item);
    }
  }

  find(id: Y.ID): Y.Item | undefined {
    const list = this.byClient.get(id.client) ?? [];
    let low = 0;
    let high = list.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const item = list[middle] as Y.Item;
      if (id.clock < item.id.clock) high = middle - 1;
      else if (id.clock >= item.id.clock + item.length) low = middle + 1;
      else return item;
    }
    return undefined;
  }
}
