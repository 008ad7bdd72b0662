import type { DecorationAttrs } from '@tiptap/pm/view';
import { personColour } from '../../ui/people.ts';
import classes from './PlanEditor.module.css';

/** A person as the server puts them into awareness: their account's name and colour, whatever the client said. */
export interface PresentPerson {
  id: string;
  name: string;
  colour: number;
}

/** What awareness says of one connection, read with care: until the server has answered it is what the client sent. */
export function presentPerson(user: unknown): PresentPerson {
  const { id, name, colour } = (typeof user === 'object' && user !== null ? user : {}) as Record<string, unknown>;
  return {
    id: typeof id === 'string' ? id : '',
    name: typeof name === 'string' ? name : '',
    colour: typeof colour === 'number' ? colour : 0,
  };
}

/** The cursor of another person, with their name. */
export function drawCaret(user: Record<string, unknown>): HTMLElement {
  const person = presentPerson(user);
  const caret = document.createElement('span');
  caret.className = classes['caret'] ?? '';
  caret.style.setProperty('--person', personColour(person));
  // The style sheet shows the name, so that it is no part of the plan's text.
  caret.dataset['name'] = person.name;
  caret.dataset['person'] = person.id;
  return caret;
}

/** What another person has selected. */
export function drawSelection(user: Record<string, unknown>): DecorationAttrs {
  return { nodeName: 'span', class: classes['selection'] ?? '', style: `--person: ${personColour(presentPerson(user))}` };
}
