import { useMutation } from '@tanstack/react-query';
import type { Editor } from '@tiptap/core';
import { useEffect, useEffectEvent } from 'react';
import { movePlanStep } from '../../../shared/planning.ts';
import { call } from '../../connection/call.ts';
import { useWords } from '../../ui/words.ts';
import { planWords } from '../planWords.ts';
import { provideMoves, requestMove, resolveGoal, stepIds, type Goal } from './stepMoves.ts';

interface Options {
  editor: Editor;
  lessonId: string;
  /** Steps in which somebody else is. */
  busy: () => readonly string[];
  announce: (sentence: string) => void;
}

/** Has the server move steps, and keeps the focus on the button that asked for it. Answers why the last move failed. */
export function useStepMoves({ editor, lessonId, busy, announce }: Options): { error: unknown } {
  const t = useWords(planWords);
  const move = useMutation({
    mutationFn: ({ id, before }: { id: string; before: string | null }) =>
      call(movePlanStep, { params: { lessonId, partId: id }, body: { before, busy: [...busy()] } }),
  });
  const request = useEffectEvent(async (id: string, goal: Goal) => {
    const before = resolveGoal(editor, id, goal);
    if (editor.isDestroyed || before === undefined) return;
    const focused = editor.view.dom.querySelector<HTMLElement>(':focus')?.dataset['move'];
    const old = stepIds(editor);
    const next = old[old.indexOf(id) + 1] ?? null;
    const release = focused === undefined ? undefined : catchPresses(() => requestMove(editor, id, goal));
    try {
      const { place } = await move.mutateAsync({ id, before });
      await arrived(editor, id, place);
      if (editor.isDestroyed) return;
      tell(id, place, next);
      // The step may have been drawn anew: the same button of it keeps the focus.
      if (focused !== undefined) partOf(editor, id)?.querySelector<HTMLElement>(`[data-move="${focused}"]`)?.focus();
    } finally {
      release?.();
    }
  });
  const tell = (id: string, place: number, next: string | null) => {
    announce(t('step.moved', { place: place + 1 }));
    Object.assign(editor.storage.planKeys, { moved: { id, before: next } });
    partOf(editor, id)?.scrollIntoView({ block: 'nearest' });
  };
  useEffect(() => {
    let last = Promise.resolve();
    // One after another: each goes from where the one before has left the steps.
    return provideMoves(editor, (id, goal) => {
      last = last.then(() => request(id, goal)).catch(() => undefined);
    });
  }, [editor]);
  return { error: move.error };
}

/** Waits until a move has come back from the server and is drawn; a lost line is not waited for. */
async function arrived(editor: Editor, id: string, place: number): Promise<void> {
  for (let frames = 0; frames < 120 && !editor.isDestroyed; frames++) {
    const drawn = editor.view.dom.querySelectorAll<HTMLElement>('[data-part="lessonStep"]')[place]?.dataset['anchor'];
    if (stepIds(editor)[place] === id && drawn === id) return;
    await new Promise((resolve) => setTimeout(resolve, 16));
  }
}

const partOf = (editor: Editor, id: string): HTMLElement | null =>
  editor.view.dom.querySelector<HTMLElement>(`[data-anchor="${CSS.escape(id)}"]`);

/**
 * While a step is drawn anew, the button that has the focus is gone for a moment: a press of Enter or the space bar in that moment is meant for it
 * all the same. Answers the function that ends this.
 */
function catchPresses(press: () => void): () => void {
  const caught = (event: KeyboardEvent) => {
    if (document.activeElement !== document.body || (event.key !== 'Enter' && event.key !== ' ')) return;
    event.preventDefault();
    press();
  };
  document.addEventListener('keydown', caught, true);
  return () => document.removeEventListener('keydown', caught, true);
}
