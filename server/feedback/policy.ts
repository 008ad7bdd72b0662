import { forbidden } from '../errors.ts';
import type { LessonAccess } from '../planning/index.ts';

/** Whoever sees a lesson reads its feedback; those with the right to comment may write, which observers never have. */
export function checkMayWrite({ rights }: LessonAccess): void {
  if (!rights.comment) throw forbidden('You may read the feedback on this lesson, not write it.');
}

/** A suggestion is decided by those who edit the plan, since its wording enters the plan as their edit. */
export const mayDecide = ({ rights }: LessonAccess): boolean => rights.editPlan;

/** @throws forbidden */
export function checkMayDecide(access: LessonAccess): void {
  if (!mayDecide(access)) throw forbidden('Only those who edit the plan decide on suggestions.');
}

/** A thread is resolved, and opened again, by its author and by those who edit the plan. */
export function mayResolve({ rights }: LessonAccess, accountId: string, openedBy: string): boolean {
  return rights.editPlan || (rights.comment && accountId === openedBy);
}
