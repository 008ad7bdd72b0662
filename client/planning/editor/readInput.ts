import type { Editor } from '@tiptap/core';
import type { WebsocketProvider } from 'y-websocket';
import { messageSync } from '../../../shared/documents.ts';

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
  const { domObserver } = editor.view as WatchingView;
  domObserver?.forceFlush?.();
  domObserver?.flush?.();
}

/**
 * From now on reads input before a change of others is applied. It has to happen outside of a Yjs transaction: what is read
 * within one would count as the other person's and not be sent. Answers the function that stops it.
 */
export function readInputBeforeChanges(editor: Editor, { messageHandlers }: WebsocketProvider): () => void {
  const handle = messageHandlers[messageSync];
  if (handle === undefined) return () => undefined;
  messageHandlers[messageSync] = (...message) => {
    readInput(editor);
    handle(...message);
  };
  return () => {
    messageHandlers[messageSync] = handle;
  };
}
