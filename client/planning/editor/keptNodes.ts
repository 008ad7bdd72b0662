import { Extension } from '@tiptap/core';
import { ySyncPluginKey, type ProsemirrorBinding } from '@tiptap/y-tiptap';

/**
 * Keeps the nodes that somebody else's change has not touched. The binding (y-tiptap 3.0.9) forgets all nodes with every change that
 * arrives and makes the whole plan anew, so that ten people typing have a page compare thousands of nodes many times a second. It
 * says to do so for the sake of places in blocks that were moved; but of what has changed, and of all that holds it, it forgets the
 * nodes beforehand anyway, and a block that was moved is a new one. So its memory is not emptied any more.
 */
export const KeptNodes = Extension.create({
  name: 'keptNodes',
  onCreate() {
    const sync = ySyncPluginKey.getState(this.editor.state) as { binding?: ProsemirrorBinding } | undefined;
    if (sync?.binding !== undefined) sync.binding.mapping.clear = () => undefined;
  },
});
