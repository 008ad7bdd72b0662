import type { Attribute } from '@tiptap/core';

/** Attributes that are numbers; all others are strings. */
const numbers: ReadonlySet<string> = new Set(['minutes', 'width', 'height', 'size']);

/** An attribute that survives copying within the page as `data-…`; numbers stay numbers. */
export function attribute(name: string, fallback: string | number | null): Attribute {
  const key = `data-${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  return {
    default: fallback,
    parseHTML: (element: HTMLElement) => {
      const value = element.getAttribute(key);
      if (value === null) return fallback;
      return numbers.has(name) ? Number(value) || null : value;
    },
    renderHTML: (attributes: Record<string, unknown>) => (attributes[name] === null ? {} : { [key]: attributes[name] }),
  };
}
