import {
  IconColumnInsertLeft,
  IconColumnInsertRight,
  IconColumnRemove,
  IconLayoutNavbar,
  IconRowInsertBottom,
  IconRowInsertTop,
  IconRowRemove,
  IconTableMinus,
  IconArrowsSplit2,
  IconArrowMerge,
  type Icon,
} from '@tabler/icons-react';
import { Extension, type ChainedCommands, type Editor } from '@tiptap/core';
import type { Node } from '@tiptap/pm/model';
import { Plugin } from '@tiptap/pm/state';
import { fixTables, tableEditing } from '@tiptap/pm/tables';
import { insertBlock } from '../inserts/insertBlock.ts';

/** What can be done to the table that the cursor is in. */
export const tableTools = [
  tool('rowAbove', IconRowInsertTop, (chain) => chain.addRowBefore()),
  tool('rowBelow', IconRowInsertBottom, (chain) => chain.addRowAfter()),
  tool('columnLeft', IconColumnInsertLeft, (chain) => chain.addColumnBefore()),
  tool('columnRight', IconColumnInsertRight, (chain) => chain.addColumnAfter()),
  tool('deleteRow', IconRowRemove, (chain) => chain.deleteRow()),
  tool('deleteColumn', IconColumnRemove, (chain) => chain.deleteColumn()),
  tool('header', IconLayoutNavbar, (chain) => chain.toggleHeaderRow()),
  tool('merge', IconArrowMerge, (chain) => chain.mergeCells()),
  tool('split', IconArrowsSplit2, (chain) => chain.splitCell()),
  tool('deleteTable', IconTableMinus, (chain) => chain.deleteTable()),
] as const;

function tool<const Key extends string>(key: Key, icon: Icon, change: (chain: ChainedCommands) => ChainedCommands) {
  return {
    key,
    icon,
    can: (editor: Editor) => change(editor.can().chain()).run(),
    run: (editor: Editor) => {
      mend(editor);
      change(editor.chain().focus()).run();
    },
  };
}

/**
 * Selecting cells, moving between them and pasting into them. Two people who change the form of one table at once may leave it
 * uneven; it is made even only by the next one who changes its form, never by whoever merely has it on the page.
 */
export const TableEditing = Extension.create({
  name: 'tableEditing',
  addProseMirrorPlugins() {
    const { spec } = tableEditing();
    return [
      new Plugin({
        ...spec,
        // Told that nothing has changed, it brings selections into order and leaves tables alone.
        appendTransaction: (transactions, _before, state) => spec.appendTransaction?.call(this, transactions, state, state),
      }),
    ];
  },
});

/** Puts a table of three by three with a header row where the cursor is, and the cursor into its first cell. */
export function insertTable(editor: Editor): void {
  const { table, tableRow, tableHeader, tableCell, paragraph } = editor.schema.nodes;
  if (!table || !tableRow || !tableHeader || !tableCell || !paragraph) return;
  const row = (type: typeof tableCell): Node =>
    tableRow.create(
      null,
      [1, 2, 3].map(() => type.create(null, paragraph.create())),
    );
  const made = table.create(null, [row(tableHeader), row(tableCell), row(tableCell)]);
  const behind = insertBlock(editor, made);
  editor.commands.focus(behind - made.nodeSize + 3);
}

function mend(editor: Editor): void {
  const mended = fixTables(editor.state);
  if (mended !== undefined) editor.view.dispatch(mended);
}
