import type { Editor } from '@tiptap/core';
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
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
  (editor.view as WatchingView).domObserver?.forceFlush?.();
  readSelection(editor);
}

/** Has the editor take over the browser's selection at once, also where nobody may write. */
export function readSelection(editor: Editor): void {
  (editor.view as WatchingView).domObserver?.flush?.();
}

/** How long after the end of a composition the editor has taken it in, and how long others' changes wait at most, in milliseconds. */
const settle = 40;
const longestWait = 10_000;

/**
 * From now on reads input before a change of others is applied. It has to happen outside of a Yjs transaction: what is read
 * within one would count as the other person's and not be sent. While Chinese (or any other script) is being composed, changes of
 * others wait: drawing one at the place of the composition would break it off and leave its letters in the text. Answers the
 * function that stops it.
 */
export function readInputBeforeChanges(editor: Editor, { messageHandlers }: WebsocketProvider): () => void {
  const handle = messageHandlers[messageSync];
  if (handle === undefined) return () => undefined;
  let waiting: { since: number; apply: () => void }[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const composing = () => !editor.isDestroyed && editor.view.composing;
  const release = () => {
    const late = Date.now() - (waiting[0]?.since ?? Date.now()) > longestWait;
    if (composing() && !late) {
      timer = setTimeout(release, settle);
      return;
    }
    timer = undefined;
    const messages = waiting;
    waiting = [];
    readInput(editor);
    for (const { apply } of messages) apply();
  };
  messageHandlers[messageSync] = (encoder, decoder, ...rest) => {
    if (timer === undefined && !composing()) {
      readInput(editor);
      handle(encoder, decoder, ...rest);
      return;
    }
    // The provider goes on with the same bytes once this has returned: what waits reads a copy, and answers by itself.
    const copy = decoding.createDecoder(decoding.readTailAsUint8Array(decoder));
    const [provider, emitSynced, type] = rest;
    const apply = () => {
      const answer = encoding.createEncoder();
      handle(answer, copy, provider, emitSynced, type);
      if (encoding.length(answer) > 1 && provider.ws?.readyState === WebSocket.OPEN)
        provider.ws.send(encoding.toUint8Array(answer));
    };
    waiting.push({ since: Date.now(), apply });
    timer ??= setTimeout(release, settle);
  };
  return () => {
    clearTimeout(timer);
    for (const { apply } of waiting) apply();
    messageHandlers[messageSync] = handle;
  };
}
