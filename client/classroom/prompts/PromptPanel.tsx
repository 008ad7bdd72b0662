import { Button, Group, SegmentedControl, Stack, Text, Textarea } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { Prompt, PromptTo } from '../../../shared/classroom/prompts.ts';
import { useDates } from '../../ui/dates.ts';
import { explainError } from '../../ui/errors.ts';
import { useWords } from '../../ui/words.ts';
import type { InClass } from '../useClassRoom.ts';
import classes from './Prompts.module.css';
import { words } from './words.ts';

/** To whom somebody of a role can say something: a teacher to the other one, a colleague who watches to either. */
const choices: Record<string, PromptTo[]> = { lead: ['local'], local: ['lead'], observer: ['lead', 'local', 'both'] };
const quick = ['quick.time', 'quick.slower', 'quick.louder', 'quick.ask'] as const;

/** The private words between the teachers and from colleagues who watch, and a place to write one. */
export function PromptPanel({ visit, state, view, seen }: InClass & { seen: (count: number) => void }) {
  const t = useWords(words);
  const own = choices[view.self.role] ?? [];
  const [to, setTo] = useState<PromptTo>(own[0] ?? 'lead');
  const [text, setText] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const offline = state.phase !== 'in';
  const count = view.prompts.length;
  useEffect(() => seen(count), [seen, count]);
  const self = view.participants.find(({ id }) => id === view.self.participantId)?.person.id;

  const send = async (body: string) => {
    if (body.trim() === '' || offline || busy) return;
    setBusy(true);
    setError(null);
    try {
      await visit.prompt(to, body);
      if (body === text) setText('');
    } catch (problem) {
      setError(problem);
    } finally {
      setBusy(false);
    }
  };

  return (
    <Stack p="md" gap="md">
      <Text size="sm" c="dimmed">
        {t('panel.who')}
      </Text>
      {own.length > 1 && (
        <SegmentedControl
          fullWidth
          aria-label={t('panel.to')}
          value={to}
          onChange={(value) => setTo(value)}
          data={own.map((value) => ({ value, label: t(`to.${value}`) }))}
        />
      )}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void send(text);
        }}
      >
        <Textarea
          label={t('panel.write', { who: t(`to.${to}`) })}
          autosize
          minRows={2}
          maxLength={200}
          value={text}
          error={error === null ? undefined : explainError(error)}
          description={offline ? t('panel.offline') : undefined}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
            event.preventDefault();
            void send(text);
          }}
        />
        <Group justify="space-between" mt="sm" gap="xs" wrap="nowrap" align="flex-start">
          <Group gap={6}>
            {quick.map((key) => (
              <Button key={key} size="compact-sm" variant="default" disabled={offline || busy} onClick={() => void send(t(key))}>
                {t(key)}
              </Button>
            ))}
          </Group>
          <Button type="submit" size="sm" loading={busy} disabled={offline || text.trim() === ''} style={{ flex: 'none' }}>
            {t('panel.send')}
          </Button>
        </Group>
      </form>
      {count === 0 ? (
        <Text c="dimmed">{t('panel.empty')}</Text>
      ) : (
        <ol className={classes.log} aria-label={t('panel.log')}>
          {view.prompts.toReversed().map((prompt) => (
            <Said key={prompt.id} prompt={prompt} own={prompt.person.id === self} />
          ))}
        </ol>
      )}
    </Stack>
  );
}

function Said({ prompt, own }: { prompt: Prompt; own: boolean }) {
  const t = useWords(words);
  const dates = useDates();
  return (
    <li className={classes.said} data-own={own}>
      <Text size="sm" c="dimmed">
        {`${own ? t('prompt.self') : prompt.person.name} · ${t('prompt.to', { who: t(`to.${prompt.to}`) })} · ${dates.time(prompt.sentAt)}`}
      </Text>
      <Text className={classes.body}>{prompt.body}</Text>
    </li>
  );
}
