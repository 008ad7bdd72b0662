import type { Person } from '../../shared/values.ts';

/** Twelve colours that carry white text at 4.5:1 or more, for avatars and cursors. */
const palette = [
  '#1f6f5c',
  '#2f5f9e',
  '#8a4a9c',
  '#a3472f',
  '#6b6a1f',
  '#1d6f86',
  '#a13d68',
  '#4f5bb0',
  '#7a5a2b',
  '#3f7030',
  '#75538f',
  '#99500f',
];

/** The colour that a person has everywhere: avatar, cursor, name in a class. */
export const personColour = ({ colour }: Pick<Person, 'colour'>): string => palette[colour % palette.length] ?? '#1f6f5c';
