import { Button, Group } from '@mantine/core';
import { IconArrowBackUp, IconCheck, IconMessageReply, IconUnlink } from '@tabler/icons-react';
import { useEffect, useId, useRef, useState } from 'react';
import { standingDecision, type Thread } from '../../shared/feedback.ts';
import type { Person } from '../../shared/values.ts';
import { Ago } from '../ui/Ago.tsx';
import { FormError } from '../ui/FormError.tsx';
import { useWords } from '../ui/words.ts';
import { CommentItem } from './CommentItem.tsx';
import { emptyReply, useReplyDraft } from './drafts.ts';
import classes from './FeedbackPanel.module.css';
import { KindLabel } from './kinds.tsx';
import { Suggestion } from './Suggestion.tsx';
import { UnsentMark } from './UnsentMark.tsx';
import type { ThreadActions } from './useThreads.ts';
import { words } from './words.ts';
import { WritingBox } from './WritingBox.tsx';

/** Up to how many comments a thread shows without being asked. */
const shownAtOnce = 3;

/** One thread: what it is about, what was said, and what I can do about it. */
export function ThreadCard(props: {
  thread: Thread;
  selected: boolean;
  orphaned: boolean;
  mayWrite: boolean;
  people: readonly Person[];
  actions: ThreadActions;
  /** Keeps the thread in view when the filter would hide it from now on. */
  onKeep: () => void;
  /** Selects the thread and brings its passage into view. */
  onSelect: () => void;
}) {
  const t = useWords(words);
  const { thread, selected, actions } = props;
  const [draft, setDraft] = useReplyDraft(thread.id);
  const [begun, setBegun] = useState(false);
  const [unfolded, setUnfolded] = useState(false);
  const card = useRef<HTMLElement>(null);
  const labelId = useId();
  const mine = <T,>(one: { variables: { threadId: string } | undefined }, value: T, otherwise: T) =>
    one.variables?.threadId === thread.id ? value : otherwise;

  useEffect(() => {
    if (selected) card.current?.scrollIntoView({ block: 'nearest' });
  }, [selected]);

  const send = () => {
    if (draft !== null) actions.reply.mutate({ threadId: thread.id, ...draft }, { onSuccess: () => setDraft(null) });
  };
  const folded = unfolded || selected ? 0 : Math.max(0, thread.comments.length - shownAtOnce);
  const shown = thread.comments.filter((_comment, index) => index === 0 || index > folded);

  return (
    <article ref={card} className={classes.card} data-selected={selected || undefined} aria-labelledby={labelId}>
      <p className={classes.top}>
        <KindLabel kind={thread.kind} id={labelId} />
        {thread.anchor.type === 'lesson' && <span className={classes.about}>{t('onLesson')}</span>}
      </p>
      <About thread={thread} orphaned={props.orphaned} onSelect={props.onSelect} />
      <ol className={classes.comments}>
        {shown.map((comment, index) => (
          <li key={comment.id}>
            <CommentItem comment={comment} people={props.people} />
            {index === 0 && folded > 0 && (
              <Button variant="subtle" size="compact-sm" mt={4} onClick={() => setUnfolded(true)}>
                {t('moreReplies', { count: folded })}
              </Button>
            )}
          </li>
        ))}
      </ol>
      {thread.wording !== null && (
        <Suggestion thread={thread} orphaned={props.orphaned} decide={actions.decide} onDecide={props.onKeep} />
      )}
      {thread.resolvedAt !== null && standingDecision(thread) === null && (
        <p className={classes.resolved}>
          <IconCheck size={16} aria-hidden />
          {t('resolvedBy', { name: thread.resolvedBy?.name || t('former') })} · <Ago at={thread.resolvedAt} />
        </p>
      )}
      <UnsentMark id={thread.id} />
      {draft === null ? (
        <Group gap={4} ml={-8}>
          {props.mayWrite && (
            <Button
              variant="subtle"
              size="compact-sm"
              leftSection={<IconMessageReply size={16} aria-hidden />}
              onClick={() => {
                setBegun(true);
                setDraft(emptyReply());
              }}
            >
              {t('reply')}
            </Button>
          )}
          {thread.mayResolve && (
            <Button
              variant="subtle"
              size="compact-sm"
              leftSection={
                thread.resolvedAt === null ? <IconCheck size={16} aria-hidden /> : <IconArrowBackUp size={16} aria-hidden />
              }
              loading={mine(actions.resolve, actions.resolve.isPending, false)}
              onClick={() => actions.resolve.mutate({ threadId: thread.id, resolved: thread.resolvedAt === null })}
            >
              {t(thread.resolvedAt === null ? 'resolve' : 'reopen')}
            </Button>
          )}
        </Group>
      ) : (
        <WritingBox
          label={t('replyText')}
          people={props.people}
          begun={begun}
          placeholder={t('replyHint')}
          body={draft.body}
          onBody={(body) => setDraft(emptyReply(body))}
          onSend={send}
          onCancel={() => setDraft(null)}
          sending={mine(actions.reply, actions.reply.isPending, false)}
          error={mine<unknown>(actions.reply, actions.reply.error, null)}
        />
      )}
      <FormError error={mine<unknown>(actions.resolve, actions.resolve.error, null)} />
    </article>
  );
}

/** The words that a thread is about: one can go to them as long as they are in the plan. */
function About({ thread: { anchor }, orphaned, onSelect }: { thread: Thread; orphaned: boolean; onSelect: () => void }) {
  const t = useWords(words);
  if (anchor.type === 'lesson') return null;
  const onStep = anchor.type === 'step';
  const name = anchor.quote || t('unnamedStep');
  const shownWords = onStep ? t('onStep', { name }) : anchor.quote;
  if (!orphaned) {
    const label = onStep ? t('stepLink', { name }) : t('quote', { quote: anchor.quote });
    return (
      <button type="button" className={classes.quote} onClick={onSelect} aria-label={label}>
        {shownWords}
      </button>
    );
  }
  return (
    <div>
      <blockquote className={classes.quote} data-orphaned>
        {shownWords}
      </blockquote>
      <p className={classes.gone}>
        <IconUnlink size={15} aria-hidden />
        {t(onStep ? 'stepGone' : 'orphaned')}
      </p>
    </div>
  );
}
