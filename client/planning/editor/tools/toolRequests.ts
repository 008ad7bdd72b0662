import type { Editor } from '@tiptap/core';
import { Extension } from '@tiptap/core';
import type { Person } from '../../../../shared/values.ts';

/** A formula that is being written, or changed where `getPos` says it is now. */
export interface FormulaRequest {
  name: 'formula';
  latex: string;
  block: boolean;
  getPos?: () => number | undefined;
}

/** The words of a picture that are being changed. */
export interface ImageRequest {
  name: 'image';
  alt: string;
  caption: string;
  getPos: () => number | undefined;
}

/** A part of the plan that is to be deleted by `run`, after asking beside the button that was pressed. */
export interface DeleteRequest {
  name: 'delete';
  button: HTMLElement;
  question: string;
  run: () => void;
}

/** A dialog of the editor that something in it asks for. */
export type ToolRequest = { name: 'link' } | { name: 'keys' } | FormulaRequest | ImageRequest | DeleteRequest;

interface ToolStorage {
  /** Shows the dialog; set by the page while it shows the editor. */
  open: (request: ToolRequest) => void;
  /** Asks for files and puts them where the cursor is. */
  chooseFiles: (kind: 'image' | 'file') => void;
  /** Who can be named in the plan. */
  people: readonly Person[];
}

declare module '@tiptap/core' {
  interface Storage {
    planTools: ToolStorage;
  }
}

/** Lets what is inside the editor (keys, menus, node views) ask the page around it for its dialogs. */
export const PlanTools = Extension.create<Record<string, never>, ToolStorage>({
  name: 'planTools',
  addStorage: () => ({ open: () => undefined, chooseFiles: () => undefined, people: [] }),
  addKeyboardShortcuts() {
    const ask = (request: ToolRequest) => () => {
      this.storage.open(request);
      return true;
    };
    return {
      'Mod-k': ask({ name: 'link' }),
      'Mod-/': ask({ name: 'keys' }),
      'Mod-Alt-f': ask({ name: 'formula', latex: '', block: false }),
    };
  },
});

/** Asks for one of the editor's dialogs. */
export const openTool = (editor: Editor, request: ToolRequest): void => editor.storage.planTools.open(request);
