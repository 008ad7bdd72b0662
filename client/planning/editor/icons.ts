const namespace = 'http://www.w3.org/2000/svg';

/** The lines of the icons that stand in every step: those of Tabler Icons (MIT), as on the rest of the page. */
const lines = {
  grip: [5, 12, 19].flatMap((y) => [8, 14].map((x) => `M${x} ${y}a1 1 0 1 0 2 0a1 1 0 1 0 -2 0`)),
  comment: [
    'M8 9h8',
    'M8 13h6',
    'M12.01 18.594l-4.01 2.406v-3h-2a3 3 0 0 1 -3 -3v-8a3 3 0 0 1 3 -3h12a3 3 0 0 1 3 3v5.5',
    'M16 19h6',
    'M19 16v6',
  ],
  up: ['M12 5l0 14', 'M18 11l-6 -6', 'M6 11l6 -6'],
  down: ['M12 5l0 14', 'M18 13l-6 6', 'M6 13l6 6'],
  copy: [
    'M7 9.667a2.667 2.667 0 0 1 2.667 -2.667h8.666a2.667 2.667 0 0 1 2.667 2.667v8.666a2.667 2.667 0 0 1 -2.667 2.667h-8.666a2.667 2.667 0 0 1 -2.667 -2.667l0 -8.666',
    'M4.012 16.737a2.005 2.005 0 0 1 -1.012 -1.737v-10c0 -1.1 .9 -2 2 -2h10c.75 0 1.158 .385 1.5 1',
  ],
  delete: [
    'M4 7l16 0',
    'M10 11l0 6',
    'M14 11l0 6',
    'M5 7l1 12a2 2 0 0 0 2 2h8a2 2 0 0 0 2 -2l1 -12',
    'M9 7v-3a1 1 0 0 1 1 -1h4a1 1 0 0 1 1 1v3',
  ],
  pencil: ['M4 20h4l10.5 -10.5a2.828 2.828 0 1 0 -4 -4l-10.5 10.5v4', 'M13.5 6.5l4 4'],
  cross: ['M18 6l-12 12', 'M6 6l12 12'],
} as const;

export type IconName = keyof typeof lines;

/** An icon for views of the editor that are plain elements. `size` and `stroke` are in pixels. */
export function drawIcon(name: IconName, size: number, stroke: number): SVGElement {
  const icon = document.createElementNS(namespace, 'svg');
  const attributes = {
    viewBox: '0 0 24 24',
    width: size,
    height: size,
    fill: 'none',
    stroke: 'currentColor',
    'stroke-width': stroke,
    'stroke-linecap': 'round',
    'stroke-linejoin': 'round',
    'aria-hidden': true,
  };
  for (const [key, value] of Object.entries(attributes)) icon.setAttribute(key, String(value));
  // One path draws quicker than five.
  const path = document.createElementNS(namespace, 'path');
  path.setAttribute('d', lines[name].join(''));
  icon.append(path);
  return icon;
}
