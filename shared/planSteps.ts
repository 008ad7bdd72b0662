import * as Y from 'yjs';
import { childElements, planRoot } from './planDocument.ts';
import { clocksBelow, joinClocks, readClocks, writeClocks } from './stepClocks.ts';

/** Where a step stands: the section that holds it, and its place among the steps counted from 0. */
export interface StepPlace {
  section: Y.XmlElement;
  steps: Y.XmlElement[];
  index: number;
}

/** Finds a step by its id; null when it is gone. */
export function findStep(doc: Y.Doc, id: string): StepPlace | null {
  for (const section of childElements(doc.getXmlFragment(planRoot), 'planSection')) {
    const steps = childElements(section, 'lessonStep');
    const index = steps.findIndex((step) => step.getAttribute('id') === id);
    if (index >= 0) return { section, steps, index };
  }
  return null;
}

/**
 * Moves a step to another place among the steps of its section (rules M1–M3 of SPEC-steps.md). Only the server does, in the live
 * document: what it has is in the copy, and what it does not have yet is told by its clocks. Either it is copied past the others, or those are
 * copied past it: the side in which fewer people are.
 * @param before The step that it is to stand before; null puts it at the end.
 * @param busy Ids of steps in which somebody has the cursor.
 * @returns the place it has then, counted from 0; null when one of the two steps is gone.
 */
export function moveStep(doc: Y.Doc, id: string, before: string | null, busy: ReadonlySet<string> = new Set()): number | null {
  const place = findStep(doc, id);
  const step = place?.steps[place.index];
  if (place === null || step === undefined) return null;
  const next = before === null ? place.steps.length : place.steps.findIndex((one) => one.getAttribute('id') === before);
  if (next < 0) return null;
  const goal = next > place.index ? next - 1 : next;
  if (goal === place.index) return goal;
  const passed = goal > place.index ? place.steps.slice(place.index + 1, goal + 1) : place.steps.slice(goal, place.index);
  const busyAmong = (steps: readonly Y.XmlElement[]) => steps.filter((one) => busy.has(one.getAttribute('id') ?? '')).length;
  const forward = goal > place.index;
  doc.transact(() => {
    if (busyAmong([step]) <= busyAmong(passed)) copyBeside(doc, place.section, [step], passed, forward);
    else copyBeside(doc, place.section, passed, [step], !forward);
  });
  return goal;
}

/**
 * Puts a copy of a step right behind it, with an id of its own. Comments stay with the words that they were made on.
 * @param origin Whose change it is, for undo.
 */
export function duplicateStep(doc: Y.Doc, id: string, newId: string, origin?: unknown): boolean {
  const place = findStep(doc, id);
  const step = place?.steps[place.index];
  if (place === null || step === undefined) return false;
  doc.transact(() => {
    const copy = step.clone();
    copy.setAttribute('id', newId);
    copy.removeAttribute('seen');
    place.section.insertAfter(step, [copy]);
    withoutComments(copy);
  }, origin);
  return true;
}

/** Copies steps to the other side of some others, and deletes them where they were. `behind` says to which side. */
function copyBeside(
  doc: Y.Doc,
  section: Y.XmlElement,
  moving: readonly Y.XmlElement[],
  others: readonly Y.XmlElement[],
  behind: boolean,
): void {
  const anchor = behind ? others.at(-1) : others[0];
  const children = section.toArray();
  const at = children.indexOf(anchor as Y.XmlElement) + (behind ? 1 : 0);
  const copies = moving.map((step) => step.clone());
  section.insert(at, copies);
  // What was not below the original when it was copied is not in the copy, and can be told by its clock (M4).
  const now = new Map([[doc.clientID, Y.getState(doc.store, doc.clientID)]]);
  moving.forEach((step, index) => {
    const before = joinClocks(readClocks(step.getAttribute('seen')), clocksBelow(step));
    copies[index]?.setAttribute('seen', writeClocks(joinClocks(before, now)));
  });
  for (const step of moving) section.delete(section.toArray().indexOf(step), 1);
}

function withoutComments(parent: Y.XmlElement): void {
  for (const child of parent.toArray()) {
    if (child instanceof Y.XmlElement) withoutComments(child);
    else if (child instanceof Y.XmlText) {
      const parts = child.toDelta() as { attributes?: Record<string, unknown> }[];
      const keys = new Set(
        parts.flatMap(({ attributes }) => Object.keys(attributes ?? {})).filter((key) => /^comment(--|$)/.test(key)),
      );
      for (const key of keys) child.format(0, child.length, { [key]: null });
    }
  }
}
