import type { Editor } from '@tiptap/core';
import { createContext, use } from 'react';
import type { Lesson, TakenPart } from '../../../shared/planning.ts';
import type { TaughtTime } from '../useTaughtTimes.ts';

/** What the views inside the editor need to know of the page around it. */
export interface PlanSettings {
  lesson: Lesson;
  /** Who has said to write which part. */
  taken: readonly TakenPart[];
  /** The account that looks at the plan. */
  me: string;
  editable: boolean;
  /** How long a step took in the classes held from this plan; null where it was not taught yet. */
  taught: (stepId: string) => TaughtTime | null;
  /** Says that one writes a part, and that one does not any more. */
  take: (part: string) => Promise<unknown>;
  release: (part: string) => Promise<unknown>;
  /** Goes to another page of the application. */
  visit: (address: string) => unknown;
}

export const PlanSettingsContext = createContext<PlanSettings | null>(null);

/** The settings of the plan that a view in React belongs to. */
export function usePlanSettings(): PlanSettings {
  const settings = use(PlanSettingsContext);
  if (settings === null) throw new Error('A view of the plan is shown outside of the plan.');
  return settings;
}

/** The settings of an editor's plan for views that are plain elements. */
interface Shared {
  settings: PlanSettings | null;
  listeners: Set<(settings: PlanSettings) => void>;
}

const shared = new WeakMap<Editor, Shared>();

function sharedBy(editor: Editor): Shared {
  const known = shared.get(editor) ?? { settings: null, listeners: new Set() };
  shared.set(editor, known);
  return known;
}

/** Tells the views inside an editor of the settings as they are now. */
export function sharePlanSettings(editor: Editor, settings: PlanSettings): void {
  const known = sharedBy(editor);
  known.settings = settings;
  for (const listener of known.listeners) listener(settings);
}

/** Tells a view of the settings, now when they are known and whenever they change. Answers the function that stops it. */
export function followPlanSettings(editor: Editor, listener: (settings: PlanSettings) => void): () => void {
  const { settings, listeners } = sharedBy(editor);
  listeners.add(listener);
  if (settings !== null) listener(settings);
  return () => void listeners.delete(listener);
}
