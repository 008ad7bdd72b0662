import { Extension } from '@tiptap/core';

/**
 * Spares the page a walk through the whole plan. Before React (19) changes anything on the page, it counts all characters up to the
 * cursor of a focused element that says to be `contentEditable`, to put the selection back if the change takes the focus away: in a
 * long plan that is tens of milliseconds, several times a character. The editor looks after its selection by itself, so
 * that its element says so only to the browser, by its attribute, which is what counts.
 */
export const PlainFocus = Extension.create({
  name: 'plainFocus',
  onCreate() {
    const { dom } = this.editor.view;
    Object.defineProperty(dom, 'contentEditable', {
      configurable: true,
      get: () => (dom.getAttribute('contenteditable') === 'false' ? 'false' : 'inherit'),
      set: (value: string) => {
        dom.setAttribute('contenteditable', value);
      },
    });
  },
});
