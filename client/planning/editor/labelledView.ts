import type { NodeViewRenderer } from '@tiptap/core';
import type { Node } from '@tiptap/pm/model';
import type { NodeView } from '@tiptap/pm/view';
import { isEmptyText } from './emptiness.ts';
import classes from './planParts.module.css';

/** How a labelled part is shown: its label, and what its empty place says. */
export interface Labelling {
  name: string;
  label: string;
  hint: string;
}

/**
 * A view of "a label above a place to write", for the parts of which a plan has hundreds: plain elements, so that opening
 * and typing stay quick. `data-part` lets the style sheet place each of them.
 */
export function labelledView(describe: (node: Node) => Labelling): NodeViewRenderer {
  return ({ node: first }) => {
    let node = first;
    const { name, label, hint } = describe(node);
    const dom = document.createElement('div');
    dom.className = classes['labelled'] ?? '';
    dom.dataset['part'] = name;
    const heading = document.createElement('div');
    heading.className = classes['label'] ?? '';
    heading.contentEditable = 'false';
    heading.textContent = label;
    const writing = document.createElement('div');
    writing.className = classes['writing'] ?? '';
    const place = document.createElement('div');
    place.className = classes['hint'] ?? '';
    place.contentEditable = 'false';
    place.textContent = hint;
    const contentDOM = document.createElement('div');
    writing.append(place, contentDOM);
    dom.append(heading, writing);

    const showEmptiness = () => writing.toggleAttribute('data-empty', isEmptyText(node));
    showEmptiness();
    const view: NodeView = {
      dom,
      contentDOM,
      update: (next) => {
        if (next.type !== node.type || describe(next).label !== label) return false;
        node = next;
        showEmptiness();
        return true;
      },
      ignoreMutation: (mutation) => !contentDOM.contains(mutation.target),
    };
    return view;
  };
}
