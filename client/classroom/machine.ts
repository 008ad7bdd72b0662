import type { Machine } from './media/encodings.ts';

/** Phones and small tablets encode less: told by a finger for a pointer and a short screen. */
export const machine: Machine =
  window.matchMedia('(pointer: coarse)').matches && Math.min(window.screen.width, window.screen.height) < 600
    ? 'phone'
    : 'laptop';
