import type { Editor } from '@tiptap/core';
import { useCallback, useSyncExternalStore } from 'react';
import { hasSelectedWords } from './anchors.ts';

/** Whether words are selected in an editor now, its focus being elsewhere or not. */
export function useHasSelection(editor: Editor | null): boolean {
  const subscribe = useCallback(
    (listener: () => void) => {
      editor?.on('selectionUpdate', listener);
      return () => void editor?.off('selectionUpdate', listener);
    },
    [editor],
  );
  return useSyncExternalStore(subscribe, () => editor !== null && !editor.isDestroyed && hasSelectedWords(editor));
}
