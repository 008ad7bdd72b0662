import type { Editor } from '@tiptap/core';
import { useEffect } from 'react';
import { startComment } from '../../feedback/composer.ts';
import classes from './PlanEditor.module.css';
import { readSelection } from './readInput.ts';

const directions: Readonly<
  Record<string, readonly [direction: 'left' | 'right' | 'backward' | 'forward', by: 'character' | 'line']>
> = {
  ArrowLeft: ['left', 'character'],
  ArrowRight: ['right', 'character'],
  ArrowUp: ['backward', 'line'],
  ArrowDown: ['forward', 'line'],
};

/**
 * Lets those who may not write go through the plan by keyboard: arrows move a caret, with Shift they select, with Ctrl by words;
 * Ctrl+Alt+M comments on what is selected. Browsers offer this only in text that can be written.
 */
export function useReaderKeys(editor: Editor, reading: boolean): void {
  useEffect(() => {
    const { dom } = editor.view;
    if (!reading) return;
    const caret = document.createElement('div');
    caret.className = classes['readerCaret'] ?? '';
    caret.ariaHidden = 'true';
    const draw = () => {
      const selection = getSelection();
      const range = selection !== null && selection.rangeCount > 0 ? selection.getRangeAt(0) : null;
      const rect = range !== null && range.collapsed && dom.contains(range.startContainer) ? rectOf(range) : null;
      if (rect === null || document.activeElement !== dom) return caret.remove();
      caret.style.top = `${rect.top + scrollY}px`;
      caret.style.left = `${rect.left + scrollX}px`;
      caret.style.height = `${rect.height}px`;
      if (!caret.isConnected) document.body.append(caret);
    };
    const press = (event: KeyboardEvent) => {
      const selection = getSelection();
      if (event.target !== dom || selection === null) return;
      if (event.code === 'KeyM' && event.altKey && (event.ctrlKey || event.metaKey)) {
        readSelection(editor);
        if (startComment(editor)) event.preventDefault();
        return;
      }
      const move = directions[event.key];
      if (move === undefined || event.altKey) return;
      event.preventDefault();
      if (selection.anchorNode === null || !dom.contains(selection.anchorNode)) {
        const first = dom.querySelector('[data-anchor="objectives"] p') ?? dom.querySelector('p');
        if (first !== null) selection.collapse(first, 0);
      }
      const by = move[1] === 'character' && (event.ctrlKey || event.metaKey) ? 'word' : move[1];
      selection.modify(event.shiftKey ? 'extend' : 'move', move[0], by);
      const at = selection.focusNode;
      (at instanceof Element ? at : at?.parentElement)?.scrollIntoView({ block: 'nearest' });
      draw();
    };
    dom.setAttribute('tabindex', '0');
    dom.addEventListener('keydown', press);
    dom.addEventListener('blur', draw);
    document.addEventListener('selectionchange', draw);
    return () => {
      dom.removeAttribute('tabindex');
      dom.removeEventListener('keydown', press);
      dom.removeEventListener('blur', draw);
      document.removeEventListener('selectionchange', draw);
      caret.remove();
    };
  }, [editor, reading]);
}

/** Where a place in the text is; an empty paragraph has no characters to measure. Null between paragraphs, where there is no line to stand in. */
function rectOf(range: Range): DOMRect | null {
  const rect = range.getClientRects()[0] ?? range.getBoundingClientRect();
  if (rect.height > 0) return rect;
  const { startContainer } = range;
  return startContainer instanceof Element && startContainer.textContent === '' ? startContainer.getBoundingClientRect() : null;
}
