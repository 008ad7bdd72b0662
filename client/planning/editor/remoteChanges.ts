import type { Editor } from '@tiptap/core';
import * as decoding from 'lib0/decoding';
import type { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { messageAwareness, messageSync } from '../../../shared/documents.ts';
import { readInput } from './readInput.ts';

/** What a sync message is: a question for what is missing, its answer, or a change made just now. */
const question = 0;
const change = 2;
/** How often others are drawn at most, and how long they wait at most for a page that is busy, in milliseconds. */
const pause = 50;
const busyWait = 200;
/** A composition that has not gone on for so long has been left lying, in milliseconds. */
const patience = 10_000;
/** How soon after that it is looked again whether changes can be drawn. */
const again = 250;

/** A message of others that waits, as a function that reads it. */
type Waiting = () => unknown;

/**
 * From now on draws others in turns: the words and cursors that have come in meanwhile are applied as one change, when the page has
 * nothing else to do. Were each drawn by itself, ten people typing would leave no time to type oneself. The own input is read
 * first, outside of a Yjs transaction: what is read within one would count as the other person's and not be sent.
 *
 * While Chinese (or any other script) is being composed, changes of others wait for the end of the word: drawing one at the place
 * of the composition would break it off and leave its letters in the text. Answers the function that stops it; what waits
 * is then applied.
 */
export function gatherRemoteChanges(editor: Editor, provider: WebsocketProvider): () => void {
  const { messageHandlers, doc } = provider;
  const [readSync, readAwareness] = [messageHandlers[messageSync], messageHandlers[messageAwareness]];
  if (readSync === undefined || readAwareness === undefined) return () => undefined;
  let cursors: Waiting[] = [];
  let changes: Waiting[] = [];
  let composed = 0;
  let next = 0;
  let cancel: (() => void) | null = null;

  const composing = () => !editor.isDestroyed && editor.view.composing;
  const apply = () => {
    const [heard, made] = [cursors, changes];
    cursors = [];
    changes = [];
    const started = performance.now();
    readInput(editor);
    // Cursors first: the change then draws them with what they stand in.
    for (const read of heard) read();
    if (made.length > 0) Y.transact(doc, () => made.forEach((read) => read()), provider, false);
    const ended = performance.now();
    next = ended + Math.max(pause, 2 * (ended - started));
  };
  const attempt = () => {
    cancel = null;
    if (composing() && performance.now() - composed < patience) cancel = after(again, attempt);
    else apply();
  };
  const wait = (list: Waiting[], read: Waiting) => {
    list.push(read);
    cancel ??= after(Math.max(0, next - performance.now()), () => (cancel = whenIdle(attempt)));
  };

  messageHandlers[messageSync] = (encoder, decoder, ...rest) => {
    const kind = decoding.peekVarUint(decoder);
    if (kind === question || (kind !== change && !composing())) {
      if (!composing()) readInput(editor);
      readSync(encoder, decoder, ...rest);
      return;
    }
    const own = copyOf(decoder);
    wait(changes, () => readSync(encoder, own, ...rest));
  };
  messageHandlers[messageAwareness] = (encoder, decoder, ...rest) => {
    const own = copyOf(decoder);
    // Whoever was known of is forgotten with the connection.
    wait(cursors, () => provider.wsconnected && readAwareness(encoder, own, ...rest));
  };
  const { dom } = editor.view;
  const goesOn = () => (composed = performance.now());
  // Between two words is the time to draw: the next one may follow at once.
  const ends = () => {
    if (cancel === null) return;
    cancel();
    cancel = after(0, attempt);
  };
  for (const name of ['compositionstart', 'compositionupdate'] as const) dom.addEventListener(name, goesOn);
  dom.addEventListener('compositionend', ends);
  return () => {
    cancel?.();
    for (const name of ['compositionstart', 'compositionupdate'] as const) dom.removeEventListener(name, goesOn);
    dom.removeEventListener('compositionend', ends);
    messageHandlers[messageSync] = readSync;
    messageHandlers[messageAwareness] = readAwareness;
    apply();
  };
}

/** The provider goes on with the same bytes once a message has been handled. */
const copyOf = (decoder: decoding.Decoder) => decoding.createDecoder(decoding.readTailAsUint8Array(decoder));

function after(delay: number, run: () => void): () => void {
  const timer = setTimeout(run, delay);
  return () => clearTimeout(timer);
}

/** Runs something once the page has drawn what it had to; not every browser tells when that is. */
function whenIdle(run: () => void): () => void {
  if (typeof requestIdleCallback !== 'function') return after(0, run);
  const handle = requestIdleCallback(run, { timeout: busyWait });
  return () => cancelIdleCallback(handle);
}
