import { Button, Group, Text, Textarea } from '@mantine/core';
import { useEffect, useRef, useState, type FormEvent, type KeyboardEvent, type ReactNode, type RefObject } from 'react';
import type { Person } from '../../shared/values.ts';
import { FormError } from '../ui/FormError.tsx';
import { useWords } from '../ui/words.ts';
import classes from './FeedbackPanel.module.css';
import { MentionChoices } from './MentionChoices.tsx';
import { words } from './words.ts';

/** The longest comment, as the server takes it. */
const longest = 4000;

/** Where a comment is written and sent. What was typed stays until it has been sent. */
export function WritingBox(props: {
  label: string;
  placeholder: string;
  body: string;
  onBody: (body: string) => void;
  onSend: () => void;
  onCancel: () => void;
  sending: boolean;
  error: unknown;
  /** The people who can be mentioned. */
  people: readonly Person[];
  /** Whether there is something to send although no text was written here. */
  complete?: boolean;
  textarea?: RefObject<HTMLTextAreaElement | null>;
  minRows?: number;
  /** Whether it was opened here, rather than found from an earlier visit. */
  begun?: boolean;
  /** What stands above the text. */
  children?: ReactNode;
}) {
  const t = useWords(words);
  const form = useRef<HTMLFormElement>(null);
  const { begun = false, complete = false } = props;
  const ownTextarea = useRef<HTMLTextAreaElement>(null);
  const textarea = props.textarea ?? ownTextarea;
  const [cursor, setCursor] = useState(0);
  // One who has just asked to write goes on writing; the buttons below the text come into view with it.
  useEffect(() => {
    if (!begun) return;
    textarea.current?.focus();
    form.current?.scrollIntoView({ block: 'nearest' });
  }, [begun, textarea]);
  const ready = (complete || props.body.trim() !== '') && !props.sending;
  const send = (event: FormEvent | KeyboardEvent) => {
    event.preventDefault();
    if (ready) props.onSend();
  };
  const key = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !event.nativeEvent.isComposing) send(event);
  };
  return (
    <form ref={form} className={classes.writing} onSubmit={send} aria-label={props.label}>
      {props.children}
      <Textarea
        ref={textarea}
        aria-label={props.label}
        placeholder={props.placeholder}
        value={props.body}
        onChange={({ currentTarget }) => props.onBody(currentTarget.value)}
        onSelect={({ currentTarget }) => setCursor(currentTarget.selectionStart)}
        onKeyDown={key}
        maxLength={longest}
        minRows={props.minRows ?? 2}
        maxRows={12}
        mb="xs"
      />
      <MentionChoices people={props.people} body={props.body} cursor={cursor} textarea={textarea} onBody={props.onBody} />
      <FormError error={props.error} />
      <Group justify="space-between" gap="xs" mt="xs">
        <Text size="xs" c="dimmed" visibleFrom="md">
          {t('keyHint')} · {t('mention.hint')}
        </Text>
        <Group gap="xs" ml="auto">
          <Button variant="subtle" color="gray" c="dimmed" size="sm" onClick={props.onCancel}>
            {t('cancel')}
          </Button>
          <Button type="submit" size="sm" loading={props.sending} disabled={!ready}>
            {t('send')}
          </Button>
        </Group>
      </Group>
    </form>
  );
}
