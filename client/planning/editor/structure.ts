import type { Editor } from '@tiptap/core';
import type { Node, Schema } from '@tiptap/pm/model';
import { TextSelection, type Transaction } from '@tiptap/pm/state';
import { ySyncPluginKey, yUndoPluginKey } from '@tiptap/y-tiptap';
import { uuidv4 } from 'lib0/random';
import type { Doc, UndoManager } from 'yjs';
import { stepFields } from '../../../shared/planDocument.ts';
import { duplicateStep } from '../../../shared/planSteps.ts';
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

/** Puts a copy of a step behind it. Comments stay with the words that they were made on; undo takes the copy away. */
export function copyStep(editor: Editor, id: string): void {
  const sync = ySyncPluginKey.getState(editor.state) as { doc: Doc } | undefined;
  const undo = (yUndoPluginKey.getState(editor.state) as { undoManager: UndoManager } | undefined)?.undoManager;
  if (sync === undefined) return;
  undo?.stopCapturing();
  duplicateStep(sync.doc, id, uuidv4(), ySyncPluginKey);
  undo?.stopCapturing();
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
