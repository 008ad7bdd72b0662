import { Extension } from '@tiptap/core';
import { NodeSelection } from '@tiptap/pm/state';
import { openTool } from '../tools/toolRequests.ts';

/** Enter on a selected formula or picture changes it, as a double click does with the mouse. */
export const InsertKeys = Extension.create({
  name: 'insertKeys',
  priority: 950,
  addKeyboardShortcuts() {
    return {
      Enter: () => {
        const { selection } = this.editor.state;
        if (!(selection instanceof NodeSelection)) return false;
        const { node, from } = selection;
        const getPos = () => (this.editor.state.doc.nodeAt(from)?.type === node.type ? from : undefined);
        const { latex, alt, caption } = node.attrs as Record<string, unknown>;
        if (node.type.name === 'planImage') {
          openTool(this.editor, { name: 'image', alt: String(alt), caption: String(caption), getPos });
          return true;
        }
        if (node.type.name !== 'inlineMath' && node.type.name !== 'blockMath') return false;
        openTool(this.editor, { name: 'formula', latex: String(latex), block: node.type.name === 'blockMath', getPos });
        return true;
      },
    };
  },
});
