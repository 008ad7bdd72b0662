import type { Editor } from '@tiptap/core';

/** Where a step is to go: before another one (null: to the end), or by one place. */
export type Goal = { before: string | null } | { by: -1 | 1 };

export type MoveStep = (id: string, goal: Goal) => void;

const movers = new WeakMap<Editor, MoveStep>();

/** Says how steps of an editor are moved: by the server, which its page reaches. Answers the function that takes it back. */
export function provideMoves(editor: Editor, move: MoveStep): () => void {
  movers.set(editor, move);
  return () => void movers.delete(editor);
}

/** Asks for a step to be moved. */
export const requestMove = (editor: Editor, id: string, goal: Goal): void => movers.get(editor)?.(id, goal);

/** The step that a step is to stand before, as the plan is now; undefined when it cannot go there. */
export function resolveGoal(editor: Editor, id: string, goal: Goal): string | null | undefined {
  if ('before' in goal) return goal.before;
  const ids = stepIds(editor);
  const index = ids.indexOf(id);
  if (index < 0 || index + goal.by < 0 || index + goal.by >= ids.length) return undefined;
  return ids[goal.by < 0 ? index - 1 : index + 2] ?? null;
}

/** The steps of the plan in their order. */
export function stepIds({ state }: Editor): string[] {
  return state.doc.children.flatMap((section) =>
    section.children.flatMap((child) => (child.type.name === 'lessonStep' ? [String(child.attrs['id'])] : [])),
  );
}
