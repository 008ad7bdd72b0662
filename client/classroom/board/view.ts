import { sheet } from '../../../shared/boardDocument.ts';

/** A part of the board, in the board's own units. */
export interface Area {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Where the board is seen from: what lies at the left upper corner, and how large it is drawn. */
export interface View {
  scrollX: number;
  scrollY: number;
  zoom: number;
}

const margin = 12;
/** What the tools cover of a window, in pixels, for who draws: above, in a narrow one below, and in a wide one at the left. */
const bar = 64;
const barBelow = 56;
const panel = 216;
const wide = 1000;
/** Excalidraw has its tools for phones in a window of this size. */
const isNarrow = (width: number, height: number): boolean => width < 730 || (height < 500 && width < wide);

/** The sheet, and whatever was drawn beyond its edge. */
export function areaOf(elements: readonly Area[]): Area {
  const left = Math.min(0, ...elements.map(({ x }) => x));
  const top = Math.min(0, ...elements.map(({ y }) => y));
  const right = Math.max(sheet.width, ...elements.map(({ x, width }) => x + width));
  const bottom = Math.max(sheet.height, ...elements.map(({ y, height }) => y + height));
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** Brings an area whole and as large as it fits into a window of so many pixels, in the middle of what the tools leave free. */
export function fit(area: Area, width: number, height: number, withTools = false): View {
  const left = withTools && width > wide ? panel : 0;
  const top = withTools ? bar : 0;
  const bottom = withTools && isNarrow(width, height) ? barBelow : 0;
  const across = Math.max((width - left - 2 * margin) / area.width, 0.05);
  const zoom = Math.min(across, Math.max((height - top - bottom - 2 * margin) / area.height, 0.05));
  return {
    zoom,
    scrollX: ((width + left) / zoom - area.width) / 2 - area.x,
    scrollY: ((height + top - bottom) / zoom - area.height) / 2 - area.y,
  };
}

/** Whether two views show the same to the eye. */
export function isSameView(one: View, other: View): boolean {
  return (
    Math.abs(one.zoom - other.zoom) < 0.001 &&
    Math.abs(one.scrollX - other.scrollX) * one.zoom < 1 &&
    Math.abs(one.scrollY - other.scrollY) * one.zoom < 1
  );
}
