import type { ClassRole, MediaSource } from '../../shared/classroom.ts';

/** The size of the result. */
export const frameSize = { width: 1280, height: 720 } as const;

/** Where a picture stands. */
export interface Place {
  x: number;
  y: number;
  width: number;
  height: number;
}

interface Shown {
  source: MediaSource;
  role: ClassRole;
}

const order: ClassRole[] = ['lead', 'device', 'local', 'observer'];
const beside = 3;

/**
 * Where each picture of a scene stands, in the order in which they were given; null for one too many. A shared screen is
 * large, else the lead teacher, else the classroom; the others stand beside it (SPEC 4.3). One alone has the whole frame.
 */
export function arrangePictures(shown: readonly Shown[]): (Place | null)[] {
  const rank = ({ source, role }: Shown) => (source === 'screen' ? 0 : 1 + order.indexOf(role));
  const sorted = shown.map((_one, index) => index).toSorted((a, b) => rankAt(shown, a, rank) - rankAt(shown, b, rank));
  const places: (Place | null)[] = shown.map(() => null);
  const { width, height } = frameSize;
  const [large, ...small] = sorted;
  if (large === undefined) return places;
  if (small.length === 0) {
    places[large] = { x: 0, y: 0, width, height };
    return places;
  }
  const column = width / 4;
  const tile = (column * 9) / 16;
  places[large] = { x: 0, y: (height - (3 * column * 9) / 16) / 2, width: 3 * column, height: (3 * column * 9) / 16 };
  const seen = small.slice(0, beside);
  const top = (height - seen.length * tile) / 2;
  seen.forEach((index, row) => void (places[index] = { x: 3 * column, y: top + row * tile, width: column, height: tile }));
  return places;
}

function rankAt(shown: readonly Shown[], index: number, rank: (one: Shown) => number): number {
  const one = shown[index];
  return one === undefined ? Infinity : rank(one);
}
