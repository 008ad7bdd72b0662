import { Button, Group, Textarea } from '@mantine/core';
import { useState, type FormEvent, type KeyboardEvent, type ReactNode } from 'react';
import { useWords } from '../ui/words.ts';
import { words } from './words.ts';

const longestWording = 2000;
const longestReason = 1000;

/** Changing the suggested wording before it enters the plan; a reason may be given. */
export function AdaptForm(props: {
  wording: string;
  sending: boolean;
  onSend: (answer: { wording: string; reason?: string }) => void;
  onCancel: () => void;
}) {
  const t = useWords(words);
  const [wording, setWording] = useState(props.wording);
  const [reason, setReason] = useState('');
  const send = () => props.onSend({ wording: wording.trim(), ...(reason.trim() === '' ? {} : { reason: reason.trim() }) });
  return (
    <AnswerForm
      label={t('adapt')}
      submit={t('adapt.send')}
      ready={wording.trim() !== ''}
      sending={props.sending}
      onSend={send}
      onCancel={props.onCancel}
    >
      <Textarea
        size="sm"
        label={t('adapt.wording')}
        autosize
        minRows={2}
        maxRows={10}
        maxLength={longestWording}
        value={wording}
        onChange={({ currentTarget }) => setWording(currentTarget.value)}
        ref={focusOnce}
        onKeyDown={sendByKey}
      />
      <Textarea
        size="sm"
        label={t('adapt.reason')}
        autosize
        minRows={1}
        maxRows={6}
        maxLength={longestReason}
        mt="xs"
        value={reason}
        onChange={({ currentTarget }) => setReason(currentTarget.value)}
        onKeyDown={sendByKey}
      />
    </AnswerForm>
  );
}

/** Declining a suggestion: whoever made it is owed a reason. */
export function DeclineForm(props: { sending: boolean; onSend: (reason: string) => void; onCancel: () => void }) {
  const t = useWords(words);
  const [reason, setReason] = useState('');
  return (
    <AnswerForm
      label={t('decline')}
      submit={t('decline.send')}
      ready={reason.trim() !== ''}
      sending={props.sending}
      onSend={() => props.onSend(reason.trim())}
      onCancel={props.onCancel}
    >
      <Textarea
        size="sm"
        label={t('decline.reason')}
        placeholder={t('decline.hint')}
        autosize
        minRows={2}
        maxRows={8}
        maxLength={longestReason}
        value={reason}
        onChange={({ currentTarget }) => setReason(currentTarget.value)}
        ref={focusOnce}
        onKeyDown={sendByKey}
      />
    </AnswerForm>
  );
}

/** Whoever opens a form goes on in its first field. */
const focusOnce = (field: HTMLTextAreaElement | null) => field?.focus();

/** Ctrl + Enter sends, as in every box where feedback is written. */
function sendByKey(event: KeyboardEvent<HTMLTextAreaElement>): void {
  if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.nativeEvent.isComposing) return;
  event.preventDefault();
  event.currentTarget.form?.requestSubmit();
}

function AnswerForm(props: {
  label: string;
  submit: string;
  ready: boolean;
  sending: boolean;
  onSend: () => void;
  onCancel: () => void;
  children: ReactNode;
}) {
  const t = useWords(words);
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (props.ready && !props.sending) props.onSend();
  };
  return (
    <form onSubmit={send} aria-label={props.label}>
      {props.children}
      <Group justify="flex-end" gap="xs" mt="xs">
        <Button variant="subtle" color="gray" c="dimmed" size="sm" onClick={props.onCancel}>
          {t('cancel')}
        </Button>
        <Button type="submit" size="sm" loading={props.sending} disabled={!props.ready}>
          {props.submit}
        </Button>
      </Group>
    </form>
  );
}
