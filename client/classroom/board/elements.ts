import type { ExcalidrawElement } from '@excalidraw/excalidraw/element/types';
import * as Y from 'yjs';
import { z } from 'zod';
import type { BoardElements } from '../../../shared/boardDocument.ts';

/**
 * How a drawn thing lies in the board's document: a map with its `look`, which seldom changes, its `place`, which changes
 * while it is moved, and the `stroke` of a pen, which only grows while it is drawn. So a long stroke on a weak line costs its
 * new points, not all of them again.
 */
const Points = z.array(z.tuple([z.number(), z.number()])).max(5000);
const Name = z.string().max(100);
const Kind = z.enum(['rectangle', 'diamond', 'ellipse', 'arrow', 'line', 'freedraw', 'text', 'frame']);

const Look = z.object({
  type: Kind,
  index: Name.nullable(),
  seed: z.number(),
  strokeColor: Name,
  backgroundColor: Name,
  fillStyle: z.enum(['hachure', 'cross-hatch', 'solid', 'zigzag']),
  strokeWidth: z.number().min(0).max(100),
  strokeStyle: z.enum(['solid', 'dashed', 'dotted']),
  roughness: z.number().min(0).max(10),
  opacity: z.number().min(0).max(100),
  groupIds: z.array(Name).max(50),
  frameId: Name.nullable(),
  roundness: z.object({ type: z.union([z.literal(1), z.literal(2), z.literal(3)]), value: z.number().optional() }).nullable(),
  boundElements: z
    .array(z.object({ id: Name, type: z.enum(['arrow', 'text']) }))
    .max(500)
    .nullable(),
  locked: z.boolean(),
  // Of texts.
  text: z.string().max(20_000).optional(),
  originalText: z.string().max(20_000).optional(),
  fontSize: z.number().min(1).max(2000).optional(),
  fontFamily: z.number().int().optional(),
  lineHeight: z.number().min(0.1).max(10).optional(),
  textAlign: z.enum(['left', 'center', 'right']).optional(),
  verticalAlign: z.enum(['top', 'middle', 'bottom']).optional(),
  containerId: Name.nullable().optional(),
  autoResize: z.boolean().optional(),
  // Of lines and arrows.
  points: Points.optional(),
  startBinding: z.record(z.string(), z.unknown()).nullable().optional(),
  endBinding: z.record(z.string(), z.unknown()).nullable().optional(),
  startArrowhead: Name.nullable().optional(),
  endArrowhead: Name.nullable().optional(),
  elbowed: z.literal(false).optional(),
  // Of strokes and frames.
  simulatePressure: z.boolean().optional(),
  name: z.string().max(200).nullable().optional(),
});

/** x, y, width, height, angle, version, versionNonce, updated. */
const Place = z.tuple([
  z.number(),
  z.number(),
  z.number(),
  z.number(),
  z.number(),
  z.number().int(),
  z.number().int(),
  z.number(),
]);

const lookKeys = Object.keys(Look.shape) as (keyof typeof Look.shape)[];
const mostStrokeNumbers = 60_000;

/** Whether a thing may be on the board. Web pages and pictures of unknown origin may not. */
export const isDrawable = ({ type }: { type: string }): boolean => Kind.safeParse(type).success;

/** Brings a drawn thing into the document as it is now; one that was deleted goes. Call it in a transaction. */
export function writeElement(elements: BoardElements, element: ExcalidrawElement): void {
  const { id, x, y, width, height, angle, version, versionNonce, updated } = element;
  if (element.isDeleted) return elements.delete(id);
  let entry = elements.get(id);
  if (entry === undefined) {
    entry = new Y.Map();
    elements.set(id, entry);
  }
  const look = lookOf(element);
  if (JSON.stringify(entry.get('look')) !== JSON.stringify(look)) entry.set('look', look);
  entry.set('place', [round(x), round(y), round(width), round(height), angle, version, versionNonce, updated]);
  if (element.type === 'freedraw') writeStroke(entry, element);
}

/** Reads a drawn thing; null when there is none, or when it is not one that we would draw. */
export function readElement(id: string, entry: unknown): ExcalidrawElement | null {
  if (!(entry instanceof Y.Map)) return null;
  const look = Look.safeParse(entry.get('look'));
  const place = Place.safeParse(entry.get('place'));
  if (!look.success || !place.success) return null;
  const [x, y, width, height, angle, version, versionNonce, updated] = place.data;
  const stroke = look.data.type === 'freedraw' ? readStroke(entry, look.data.simulatePressure !== false) : {};
  if (stroke === null) return null;
  const facts = { id, x, y, width, height, angle, version, versionNonce, updated, isDeleted: false, link: null };
  return { ...look.data, ...stroke, ...facts } as unknown as ExcalidrawElement;
}

/** Compares things by the order in which they lie above each other. */
export function byIndex(one: Pick<ExcalidrawElement, 'id' | 'index'>, other: Pick<ExcalidrawElement, 'id' | 'index'>): number {
  const [left, right] = one.index === other.index ? [one.id, other.id] : [one.index ?? '', other.index ?? ''];
  return left < right ? -1 : 1;
}

function lookOf(element: ExcalidrawElement): Record<string, unknown> {
  const all = element as unknown as Record<string, unknown>;
  const own = lookKeys.filter((key) => all[key] !== undefined && !(key === 'points' && element.type === 'freedraw'));
  return Object.fromEntries(own.map((key) => [key, all[key]]));
}

interface Stroke {
  points: readonly (readonly [number, number])[];
  pressures: readonly number[];
  simulatePressure: boolean;
}

/** Adds the points that are new; a stroke that was stretched or turned is written anew. */
function writeStroke(entry: Y.Map<unknown>, stroke: Stroke): void {
  const numbers = strokeNumbers(stroke);
  const known: unknown = entry.get('stroke');
  if (known instanceof Y.Array && startsWith(numbers, known as Y.Array<number>)) {
    if (numbers.length > known.length) known.push(numbers.slice(known.length));
    return;
  }
  const fresh = new Y.Array<number>();
  fresh.push(numbers);
  entry.set('stroke', fresh);
}

function readStroke(entry: Y.Map<unknown>, simulatePressure: boolean): Stroke | null {
  const known: unknown = entry.get('stroke');
  const numbers: unknown[] = known instanceof Y.Array ? known.toArray() : [];
  if (numbers.length > mostStrokeNumbers || !numbers.every((value) => Number.isFinite(value))) return null;
  const size = simulatePressure ? 2 : 3;
  const at = (index: number) => numbers[index] as number;
  const count = Math.floor(numbers.length / size);
  const points = Array.from({ length: count }, (_, index): [number, number] => [at(index * size), at(index * size + 1)]);
  const pressures = simulatePressure ? [] : points.map((_, index) => at(index * size + 2));
  return { points, pressures, simulatePressure };
}

function strokeNumbers({ points, pressures, simulatePressure }: Stroke): number[] {
  return points.flatMap(([x, y], index) =>
    simulatePressure ? [round(x), round(y)] : [round(x), round(y), round(pressures[index] ?? 0.5)],
  );
}

/** Only the ends of the known part are compared: whatever changes a whole stroke changes them. */
function startsWith(numbers: readonly number[], known: Y.Array<number>): boolean {
  if (known.length > numbers.length) return false;
  const checked = [0, 1, 2, known.length - 3, known.length - 2, known.length - 1].filter(
    (index) => index >= 0 && index < known.length,
  );
  return checked.every((index) => known.get(index) === numbers[index]);
}

const round = (value: number): number => Math.round(value * 100) / 100;
