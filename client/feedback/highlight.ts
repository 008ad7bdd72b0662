import type { Editor } from '@tiptap/core';
import type { Node } from '@tiptap/pm/model';
import type { EditorState } from '@tiptap/pm/state';
import { Decoration, DecorationSet } from '@tiptap/pm/view';
import type { ThreadKind } from '../../shared/feedback.ts';
import { findPassage, type Passage } from './anchors.ts';
import classes from './highlight.module.css';

/**
 * How the passage of one thread is shown. Of resolved threads only wording that was taken over is shown, with `credit`: whose it
 * is and who adopted it.
 */
export interface Highlight {
  kind: ThreadKind;
  selected: boolean;
  credit: string | null;
}

/** Where one comment mark is in the document. */
interface Marked {
  threadId: string;
  from: number;
  to: number;
}

/** The threads whose passage is in the document, as the editor has it now. */
export const markedThreads = (doc: Node): Set<string> => new Set(findMarks(doc).map(({ threadId }) => threadId));

/**
 * Draws the passages of threads in an editor, and the one that a comment is being written about. The drawing is given to the view directly: registering a plugin would make
 * the binding render the whole plan anew. Nothing is written to the document.
 */
export function showHighlights(editor: Editor, highlights: ReadonlyMap<string, Highlight>, composing: Passage | null): void {
  let drawn: { doc: Node; set: DecorationSet } | null = null;
  editor.view.setProps({
    decorations: (state) => {
      const { doc } = state;
      if (drawn?.doc !== doc) {
        const ranges = [...drawThreads(doc, highlights), ...drawComposing(state, composing)];
        drawn = { doc, set: DecorationSet.create(doc, ranges) };
      }
      return drawn.set;
    },
  });
}

/** Brings the passage of a thread into view. Answers false when it is no longer there. */
export function scrollToPassage(editor: Editor, threadId: string): boolean {
  const mark = findMarks(editor.state.doc).find((one) => one.threadId === threadId);
  if (mark === undefined) return false;
  const { node } = editor.view.domAtPos(mark.from, 1);
  bringIntoView(node instanceof Element ? node : node.parentElement, 'center');
  return true;
}

/** Brings a whole step into view. Answers false when it is no longer there. */
export function scrollToStep(editor: Editor, stepId: string): boolean {
  const step = editor.view.dom.querySelector(`[data-anchor="${CSS.escape(stepId)}"]`);
  bringIntoView(step, 'start');
  return step !== null;
}

/** The name of a step as it is now; empty when it has none or is gone. */
export function stepName(editor: Editor | null, stepId: string): string {
  let name = '';
  editor?.state.doc.descendants((node) => {
    if (node.type.name === 'lessonStep' && node.attrs['id'] === stepId) name = node.firstChild?.textContent.trim() ?? '';
    return node.type.name === 'planSection';
  });
  return name;
}

/** The steps that are in the document, by their ids. */
export function stepIds(doc: Node): Set<string> {
  const ids = new Set<string>();
  doc.descendants((node) => {
    const id: unknown = node.attrs['id'];
    if (node.type.name === 'lessonStep' && typeof id === 'string') ids.add(id);
    return node.type.name === 'planSection';
  });
  return ids;
}

function bringIntoView(element: Element | null, block: ScrollLogicalPosition): void {
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  element?.scrollIntoView({ block, behavior: still ? 'auto' : 'smooth' });
}

/** The thread whose passage a click hit; of several over the same words, the one drawn innermost. */
export function clickedThread(event: MouseEvent): string | null {
  const target = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-feedback-thread]') : null;
  return target?.dataset['feedbackThread'] ?? null;
}

function drawThreads(doc: Node, highlights: ReadonlyMap<string, Highlight>): Decoration[] {
  return findMarks(doc).flatMap(({ threadId, from, to }) => {
    const highlight = highlights.get(threadId);
    if (highlight === undefined) return [];
    return Decoration.inline(from, to, {
      nodeName: 'mark',
      class: classes['passage'] ?? '',
      'data-kind': highlight.kind,
      'data-feedback-thread': threadId,
      ...(highlight.selected ? { 'data-selected': 'true' } : {}),
      ...(highlight.credit === null ? {} : { 'data-adopted': 'true', title: highlight.credit }),
    });
  });
}

/** The browser stops showing a selection when one begins to type elsewhere. */
function drawComposing(state: EditorState, composing: Passage | null): Decoration[] {
  const range = composing === null ? null : findPassage(state, composing);
  return range === null ? [] : [Decoration.inline(range.from, range.to, { class: classes['composing'] ?? '' })];
}

/** The marks in a node, from where its content begins. What stays in the plan is looked through once, not with every character. */
const knownMarks = new WeakMap<Node, readonly Marked[]>();

function findMarks(parent: Node): readonly Marked[] {
  const known = knownMarks.get(parent);
  if (known !== undefined) return known;
  const found: Marked[] = [];
  parent.forEach((node, offset) => {
    for (const { type, attrs } of node.marks) {
      const threadId: unknown = attrs['threadId'];
      if (type.name !== 'comment' || typeof threadId !== 'string') continue;
      found.push({ threadId, from: offset, to: offset + node.nodeSize });
    }
    if (node.childCount === 0) return;
    const inside = offset + 1;
    for (const { threadId, from, to } of findMarks(node)) found.push({ threadId, from: inside + from, to: inside + to });
  });
  knownMarks.set(parent, found);
  return found;
}
