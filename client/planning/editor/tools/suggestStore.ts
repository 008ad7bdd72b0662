import type { Editor } from '@tiptap/core';

/** One entry of a menu that opens while one types. */
export interface Choice {
  id: string;
  label: string;
  /** Drawn before the label. */
  sign: { type: 'action'; key: string } | { type: 'person'; id: string; name: string; colour: number };
  /** How the key press is written that does the same. */
  keys?: string;
  choose: () => void;
}

/** The menu that is open: below which place of the window, with what, and which entry is marked. */
export interface OpenMenu {
  kind: 'slash' | 'mention';
  choices: readonly Choice[];
  marked: number;
  place: DOMRect;
}

const stores = new WeakMap<Editor, SuggestStore>();

/** The menu of one editor, written by its plugins and drawn by the page. */
export class SuggestStore {
  menu: OpenMenu | null = null;
  private readonly listeners = new Set<() => void>();

  static of(editor: Editor): SuggestStore {
    const store = stores.get(editor) ?? new SuggestStore();
    stores.set(editor, store);
    return store;
  }

  show(menu: OpenMenu | null): void {
    if (menu === null && this.menu === null) return;
    this.menu = menu;
    for (const listener of this.listeners) listener();
  }

  /** Marks the entry that is so many places further on; after the last comes the first. */
  move(by: number): void {
    if (this.menu === null) return;
    const { choices, marked } = this.menu;
    this.show({ ...this.menu, marked: (marked + by + choices.length) % choices.length });
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };
}
