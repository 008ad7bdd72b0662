import { Button, Textarea } from '@mantine/core';
import { IconSend } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useDates } from '../ui/dates.ts';
import { explainError } from '../ui/errors.ts';
import { PersonAvatar } from '../ui/PersonAvatar.tsx';
import { useWords } from '../ui/words.ts';
import classes from './Chat.module.css';
import type { InClass } from './useClassRoom.ts';
import { words } from './words.ts';

/** What is still being written survives a look at another tab. */
const drafts = new Map<string, string>();

/** The chat of the class: everybody reads everything. Enter sends, Shift+Enter begins a new line. */
export function Chat({ visit, view, state }: InClass) {
  const t = useWords(words);
  const dates = useDates();
  const [body, setBody] = useState(drafts.get(view.session.id) ?? '');
  const [sending, setSending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const end = useRef<HTMLDivElement>(null);
  const away = state.phase !== 'in';

  useEffect(() => {
    end.current?.scrollIntoView({ block: 'nearest' });
  }, [view.chat.length]);
  useEffect(() => void drafts.set(view.session.id, body), [view.session.id, body]);

  const send = async () => {
    if (body.trim() === '' || sending || away) return;
    setSending(true);
    setProblem(null);
    try {
      await visit.say(body);
      setBody('');
    } catch (error) {
      setProblem(explainError(error));
    } finally {
      setSending(false);
    }
  };

  return (
    <div className={classes.chat}>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls has to be reached by keyboard. */}
      <div className={classes.log} role="log" aria-label={t('chat.log')} tabIndex={0}>
        {view.chat.length === 0 && <p className={classes.empty}>{t('chat.empty')}</p>}
        {view.chat.map((message) => (
          <article key={message.id} className={classes.message}>
            <PersonAvatar person={message.person} size={30} />
            <div className={classes.said}>
              <p className={classes.by}>
                <strong>{message.person.name}</strong> <span>{t(`role.${message.role}`)}</span>{' '}
                <time dateTime={message.sentAt}>{dates.time(message.sentAt)}</time>
              </p>
              <p className={classes.body}>{message.body}</p>
            </div>
          </article>
        ))}
        <div ref={end} />
      </div>
      {view.self.may.chat && (
        <form
          className={classes.form}
          onSubmit={(event) => {
            event.preventDefault();
            void send();
          }}
        >
          <Textarea
            aria-label={t('chat.write')}
            placeholder={t('chat.write')}
            minRows={1}
            maxRows={5}
            maxLength={1000}
            value={body}
            onChange={(event) => setBody(event.currentTarget.value)}
            onKeyDown={(event) => {
              // While a Chinese input method is composing, Enter chooses a word.
              if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
              event.preventDefault();
              void send();
            }}
            error={problem}
            className={classes.field}
          />
          <Button type="submit" px="sm" disabled={away || body.trim() === ''} loading={sending} aria-label={t('chat.send')}>
            <IconSend size={20} aria-hidden />
          </Button>
          {away && <p className={classes.offline}>{t('chat.offline')}</p>}
        </form>
      )}
    </div>
  );
}
