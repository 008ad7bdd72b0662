import type { Editor } from '@tiptap/core';

/** The part of a ProseMirror view that watches the browser's own changes; it has no public name. */
interface WatchingView {
  domObserver?: { forceFlush?: () => void; flush?: () => void };
}

/**
 * Has the editor read at once what the browser has just done (a click, a typed character), which it otherwise notices a moment
 * later. Before it draws what came from others this is needed: drawing puts the cursor where the editor believes it to be.
 */
export function readInput(editor: Editor): void {
  if (editor.isDestroyed || !editor.isEditable) return;
  (editor.view as WatchingView).domObserver?.forceFlush?.();
  readSelection(editor);
}

/** Has the editor take over the browser's selection at once, also where nobody may write. */
export function readSelection(editor: Editor): void {
  (editor.view as WatchingView).domObserver?.flush?.();
}
