import type { Editor } from '@tiptap/core';
import type { Node, Schema } from '@tiptap/pm/model';
import { TextSelection, type Transaction } from '@tiptap/pm/state';
import { yUndoPluginKey } from '@tiptap/y-tiptap';
import { uuidv4 } from 'lib0/random';
import type { UndoManager } from 'yjs';
import { stepFields } from '../../../shared/planDocument.ts';
import { asStructure } from './planGuard.ts';

/** A part of the plan in the document: the node, where it begins, and the part that holds it. */
interface Place {
  node: Node;
  position: number;
  parent: Node;
  index: number;
}

/** Finds a step or a learner profile by its id; null when it is gone. */
export function findPart(doc: Node, id: string): Place | null {
  let found: Place | null = null;
  doc.descendants((node, position, parent, index) => {
    if (found === null && node.attrs['id'] === id && parent !== null) found = { node, position, parent, index };
    return found === null && (node.type.name === 'planSection' || node.type.name === 'doc');
  });
  return found;
}

/** Adds an empty step at the end of the section that begins at `position`, and puts the cursor into its name. */
export function addStep(editor: Editor, position: number): void {
  append(editor, position, newStep(editor.schema));
}

/** Adds 学情 for another class at the end of the section that begins at `position`. */
export function addProfile(editor: Editor, position: number): void {
  const { nodes } = editor.schema;
  const profile = nodes['learnerProfile']?.create({ id: uuidv4() }, nodes['paragraph']?.create());
  if (profile !== undefined) append(editor, position, profile);
}

/** Deletes a step or a profile with what is written in it; undo brings it back. */
export function deletePart(editor: Editor, id: string): void {
  const place = findPart(editor.state.doc, id);
  if (place === null) return;
  const { tr } = editor.state;
  dispatchAlone(editor, tr.delete(place.position, place.position + place.node.nodeSize));
}

/**
 * Moves a step by one place among the steps of its section. The cursor stays with the step that it is in.
 * @returns the new place of the step counted from 1, or null when it was at that end already.
 */
export function moveStep(editor: Editor, id: string, by: -1 | 1): number | null {
  const { state } = editor;
  const place = findPart(state.doc, id);
  const other = place?.parent.maybeChild(place.index + by);
  if (place === null || other?.type !== place.node.type) return null;
  const target = by < 0 ? place.position - other.nodeSize : place.position + other.nodeSize;
  const tr = state.tr.delete(place.position, place.position + place.node.nodeSize).insert(target, place.node);
  const { anchor, head } = state.selection;
  if (anchor > place.position && head < place.position + place.node.nodeSize) {
    const shift = target - place.position;
    tr.setSelection(TextSelection.between(tr.doc.resolve(anchor + shift), tr.doc.resolve(head + shift)));
  }
  dispatchAlone(editor, tr);
  const steps = place.parent.children.filter((child) => child.type === place.node.type);
  return steps.indexOf(place.node) + by + 1;
}

/** The id of the step that the cursor is in. */
export function stepAtCursor({ state }: Editor): string | null {
  const { $from } = state.selection;
  for (let depth = $from.depth; depth > 0; depth--) {
    const node = $from.node(depth);
    if (node.type.name === 'lessonStep') return String(node.attrs['id']);
  }
  return null;
}

function newStep({ nodes }: Schema): Node {
  const { lessonStep, stepField, paragraph } = nodes;
  if (lessonStep === undefined || stepField === undefined || paragraph === undefined)
    throw new Error('Not the schema of a plan.');
  return lessonStep.create(
    { id: uuidv4() },
    stepFields.map((kind) => stepField.create({ kind }, paragraph.create())),
  );
}

function append(editor: Editor, sectionPosition: number, node: Node): void {
  const { state } = editor;
  const section = state.doc.nodeAt(sectionPosition);
  if (section?.type.name !== 'planSection') return;
  const end = sectionPosition + section.nodeSize - 1;
  const tr = state.tr.insert(end, node);
  dispatchAlone(editor, tr.setSelection(TextSelection.near(tr.doc.resolve(end + 1))).scrollIntoView());
  editor.view.focus();
}

/** Dispatches a change of the form of the plan as a step of undo of its own, however soon it follows on typing. */
function dispatchAlone(editor: Editor, transaction: Transaction): void {
  const undo = (yUndoPluginKey.getState(editor.state) as { undoManager: UndoManager } | undefined)?.undoManager;
  undo?.stopCapturing();
  editor.view.dispatch(asStructure(transaction));
  undo?.stopCapturing();
}
