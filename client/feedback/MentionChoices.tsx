import { Button } from '@mantine/core';
import type { RefObject } from 'react';
import type { Person } from '../../shared/values.ts';
import { useAccount } from '../connection/session.tsx';
import { PersonAvatar } from '../ui/PersonAvatar.tsx';
import { useWords } from '../ui/words.ts';
import classes from './FeedbackPanel.module.css';
import { words } from './words.ts';

/** How many people are offered at once. */
const offered = 5;

/** Offers the people whose names fit what stands after an `@` before the cursor; one of them is chosen by click or Tab and Enter. */
export function MentionChoices(props: {
  people: readonly Person[];
  body: string;
  /** Where the cursor is in the text. */
  cursor: number;
  textarea: RefObject<HTMLTextAreaElement | null>;
  onBody: (body: string) => void;
}) {
  const t = useWords(words);
  const me = useAccount();
  const { body, cursor, textarea } = props;
  const begun = /[@＠]([^\s@＠]{0,12})$/.exec(body.slice(0, cursor));
  const name = begun?.[1] ?? '';
  const fits = (person: Person) => person.id !== me.id && person.name.startsWith(name) && person.name !== name;
  const fitting = begun === null ? [] : props.people.filter(fits);
  if (begun === null || fitting.length === 0) return null;
  const choose = (person: Person) => {
    const before = `${body.slice(0, begun.index)}@${person.name} `;
    props.onBody(before + body.slice(cursor));
    requestAnimationFrame(() => {
      textarea.current?.focus();
      textarea.current?.setSelectionRange(before.length, before.length);
    });
  };
  return (
    <div role="group" aria-label={t('mention')} className={classes.mentions}>
      {fitting.slice(0, offered).map((person) => (
        <Button
          key={person.id}
          variant="default"
          size="compact-sm"
          leftSection={<PersonAvatar person={person} size={20} />}
          onClick={() => choose(person)}
        >
          {person.name}
        </Button>
      ))}
    </div>
  );
}
