import type { Editor } from '@tiptap/core';
import { useEffect, useEffectEvent } from 'react';
import type { NewAnchor } from '../../shared/feedback.ts';
import { selectedPassage } from './anchors.ts';

type Listener = (editor: Editor, anchor: NewAnchor) => void;

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

/** Asks the feedback panel to open its composer on a whole step of the plan. Answers false when no panel is there. */
export function startStepComment(editor: Editor, stepId: string): boolean {
  for (const listener of listeners) listener(editor, { type: 'step', stepId });
  return listeners.size > 0;
}

/** Hears of comments started in one editor. */
export function useStartedComments(editor: Editor | null, started: (anchor: NewAnchor) => void): void {
  const hear = useEffectEvent(started);
  useEffect(() => {
    const listener: Listener = (from, anchor) => {
      if (from === editor) hear(anchor);
    };
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }, [editor]);
}
