import type { Editor } from '@tiptap/core';
import type { Node } from '@tiptap/pm/model';
import { TextSelection } from '@tiptap/pm/state';
import {
  absolutePositionToRelativePosition,
  relativePositionToAbsolutePosition,
  ySyncPluginKey,
  type ProsemirrorBinding,
} from '@tiptap/y-tiptap';

/** Says where a place of the plan is now, however others have written meanwhile; null when it is gone. */
export type PlaceKeeper = () => number | null;

/** Keeps a place of the plan, the cursor's unless another is given. */
export function keepPlace(editor: Editor, position = editor.state.selection.from): PlaceKeeper {
  const { binding } = ySyncPluginKey.getState(editor.state) as { binding: ProsemirrorBinding };
  const place: unknown = absolutePositionToRelativePosition(position, binding.type, binding.mapping);
  return () => {
    const now = relativePositionToAbsolutePosition(binding.doc, binding.type, place, binding.mapping);
    return now === null || now > editor.state.doc.content.size ? null : now;
  };
}

/**
 * Puts a block behind the line at a position, or in its place when it is empty, with a line to write on behind it.
 * @returns the position of that line.
 */
export function insertBlock(editor: Editor, block: Node, position = editor.state.selection.to): number {
  const { tr, schema, doc } = editor.state;
  const $position = doc.resolve(Math.min(position, doc.content.size));
  const inLine = $position.parent.isTextblock;
  const empty = inLine && $position.parent.content.size === 0;
  const at = inLine ? (empty ? $position.before() : $position.after()) : $position.pos;
  tr.replaceWith(at, empty ? $position.after() : at, block);
  const behind = at + block.nodeSize;
  const next = tr.doc.resolve(behind).nodeAfter;
  const { paragraph } = schema.nodes;
  if (next?.isTextblock !== true && paragraph !== undefined) tr.insert(behind, paragraph.create());
  editor.view.dispatch(tr.setSelection(TextSelection.near(tr.doc.resolve(behind + 1))).scrollIntoView());
  return behind + 1;
}
