import type { Editor } from '@tiptap/core';
import { useEffect, useEffectEvent } from 'react';
import { selectedPassage, type Passage } from './anchors.ts';

type Listener = (editor: Editor, passage: Passage) => void;

const listeners = new Set<Listener>();

/**
 * Asks the feedback panel to open its composer on the words selected in an editor. Called by the editor's own button.
 * Answers false when no words are selected or no panel is there.
 */
export function startComment(editor: Editor): boolean {
  const passage = selectedPassage(editor);
  if (passage === null || listeners.size === 0) return false;
  for (const listener of listeners) listener(editor, passage);
  return true;
}

/** Hears of comments started in one editor. */
export function useStartedComments(editor: Editor | null, started: (passage: Passage) => void): void {
  const hear = useEffectEvent(started);
  useEffect(() => {
    const listener: Listener = (from, passage) => {
      if (from === editor) hear(passage);
    };
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }, [editor]);
}
