import { Button } from '@mantine/core';
import { IconMessagePlus } from '@tabler/icons-react';
import type { Editor } from '@tiptap/core';
import { useEffect, useState, type RefObject } from 'react';
import { hasSelectedWords } from '../../feedback/anchors.ts';
import { startComment } from '../../feedback/composer.ts';
import { useWords } from '../../ui/words.ts';
import { planWords } from '../planWords.ts';
import classes from './PlanEditor.module.css';

/** The small button above selected words that starts a comment on them. Readers who cannot write have it too. */
export function CommentBubble({ editor, sheet }: { editor: Editor; sheet: RefObject<HTMLElement | null> }) {
  const t = useWords(planWords);
  const [place, setPlace] = useState<{ left: number; top: number } | null>(null);

  useEffect(() => {
    const look = () => setPlace(sheet.current === null ? null : above(editor, sheet.current));
    const hide = () => setPlace(null);
    editor.on('selectionUpdate', look);
    editor.on('update', look);
    editor.on('blur', hide);
    addEventListener('resize', look);
    return () => {
      editor.off('selectionUpdate', look);
      editor.off('update', look);
      editor.off('blur', hide);
      removeEventListener('resize', look);
    };
  }, [editor, sheet]);

  if (place === null) return null;
  return (
    <Button
      className={classes['bubble'] ?? ''}
      style={place}
      size="compact-sm"
      leftSection={<IconMessagePlus size={16} aria-hidden />}
      // The selection stays while the button is pressed.
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => startComment(editor)}
    >
      {t('tools.comment')}
    </Button>
  );
}

/** A point above the middle of the first selected line, within the sheet; null when no words are selected. */
function above(editor: Editor, sheet: HTMLElement): { left: number; top: number } | null {
  const { selection } = editor.state;
  if (selection.empty || editor.view.composing || !hasSelectedWords(editor)) return null;
  const start = editor.view.coordsAtPos(selection.from, 1);
  const end = editor.view.coordsAtPos(selection.to, -1);
  const frame = sheet.getBoundingClientRect();
  const middle = end.top > start.bottom ? start.left + 40 : (start.left + end.left) / 2;
  const left = Math.min(Math.max(middle - frame.left, 56), frame.width - 56);
  return { left, top: start.top - frame.top - 8 };
}
