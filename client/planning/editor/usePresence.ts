import type { Editor } from '@tiptap/core';
import { useEffect, useState } from 'react';
import type { Awareness } from 'y-protocols/awareness';
import { presentPerson, type PresentPerson } from './caret.ts';

/** Somebody else who has the plan open. `place` is the part in which they are: a section's kind, or the id of a step or a class. */
export interface Present extends PresentPerson {
  place: string | null;
}

/** Who else has this plan open now, each once, and in which part of it they are. */
export function usePresence(awareness: Awareness, myId: string): readonly Present[] {
  const [people, setPeople] = useState<readonly Present[]>([]);
  useEffect(() => {
    const look = () => {
      const next = presentPeople(awareness, myId);
      setPeople((now) => (JSON.stringify(now) === JSON.stringify(next) ? now : next));
    };
    look();
    awareness.on('change', look);
    return () => awareness.off('change', look);
  }, [awareness, myId]);
  return people;
}

function presentPeople(awareness: Awareness, myId: string): Present[] {
  const people = new Map<string, Present>();
  for (const state of awareness.getStates().values()) {
    const { user, place } = state as { user?: unknown; place?: unknown };
    const person = presentPerson(user);
    if (person.id === '' || person.id === myId) continue;
    const at = typeof place === 'string' ? place : null;
    people.set(person.id, { ...person, place: at ?? people.get(person.id)?.place ?? null });
  }
  return [...people.values()];
}

/** Tells the others in which part of the plan the cursor is; it stays told while one looks elsewhere. */
export function usePublishedPlace(editor: Editor, awareness: Awareness): void {
  useEffect(() => {
    const tell = () => {
      if (!editor.isFocused) return;
      const place = placeOf(editor);
      const told = awareness.getLocalState() as { place?: unknown } | null;
      if (told !== null && told.place !== place) awareness.setLocalStateField('place', place);
    };
    editor.on('selectionUpdate', tell);
    editor.on('focus', tell);
    return () => {
      editor.off('selectionUpdate', tell);
      editor.off('focus', tell);
    };
  }, [editor, awareness]);
}

/** The step or class that the cursor is in, else the section. */
function placeOf({ state }: Editor): string | null {
  const { $head } = state.selection;
  for (let depth = $head.depth; depth > 0; depth--) {
    const { type, attrs } = $head.node(depth);
    if (type.name === 'lessonStep' || type.name === 'learnerProfile') return String(attrs['id']);
    if (type.name === 'planSection') return String(attrs['kind']);
  }
  return null;
}

/** What a part is called in the plan as it is now; null when it is gone. */
export function partOf({ state }: Editor, place: string): { kind: string } | { step: string } | { className: string } | null {
  for (const section of state.doc.children) {
    if (section.attrs['kind'] === place) return { kind: place };
    for (const part of section.children) {
      if (part.attrs['id'] !== place) continue;
      if (part.type.name === 'lessonStep') return { step: part.firstChild?.textContent.trim() ?? '' };
      return { className: String(part.attrs['className'] ?? '') };
    }
  }
  return null;
}
