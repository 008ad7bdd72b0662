import { Alert, Anchor, Button, Group } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconPencil, IconX } from '@tabler/icons-react';
import { uuidv4 } from 'lib0/random';
import { useEffect, useRef, useState } from 'react';
import { Link } from 'react-router';
import { standingDecision, type Thread } from '../../shared/feedback.ts';
import { CallError } from '../connection/callError.ts';
import { FormError } from '../ui/FormError.tsx';
import { useWords } from '../ui/words.ts';
import { AdaptForm, DeclineForm } from './DecisionForms.tsx';
import { DecisionItem } from './DecisionItem.tsx';
import classes from './Suggestion.module.css';
import type { ThreadActions } from './useThreads.ts';
import { words } from './words.ts';
import { writtenBy } from './writtenBy.ts';

type Decide = ThreadActions['decide'];
type Choice = Parameters<Decide['mutate']>[0]['decision'];
type Chosen = Choice extends infer One ? (One extends { decisionId: string } ? Omit<One, 'decisionId'> : never) : never;

/** The wording that a thread suggests, what became of it, and, for those who may decide, the three ways to answer it. */
export function Suggestion(props: { thread: Thread; orphaned: boolean; decide: Decide; onDecide: () => void }) {
  const t = useWords(words);
  const { thread, orphaned, decide } = props;
  const [answering, setAnswering] = useState<'adapted' | 'declined' | null>(null);
  // Sending the same decision again after a lost answer must not be another decision.
  const [sent, setSent] = useState<Choice | null>(null);
  const outcome = useRef<HTMLOListElement>(null);
  const mine = decide.variables?.threadId === thread.id;
  const error = mine ? decide.error : null;
  const changed = changedWords(error);

  const send = (chosen: Chosen) => {
    const again = sent !== null && JSON.stringify({ ...sent, decisionId: '' }) === JSON.stringify({ ...chosen, decisionId: '' });
    const decision: Choice = again ? sent : { ...chosen, decisionId: uuidv4() };
    setSent(decision);
    props.onDecide();
    decide.mutate({ threadId: thread.id, decision }, { onSuccess: () => setAnswering(null) });
  };
  const decidedHere = mine && decide.isSuccess;
  // The button that was pressed is gone: the focus goes on from what has come of it.
  useEffect(() => {
    if (decidedHere) outcome.current?.focus();
  }, [decidedHere]);

  return (
    <div className={classes.suggestion}>
      {thread.source !== null && (
        <p className={classes.label}>
          {thread.source.lesson === null ? (
            t('source.unseen', { names: writtenBy(thread, t) })
          ) : (
            <>
              {t('source.from')}{' '}
              <Anchor component={Link} to={`/lessons/${thread.source.lesson.id}`} inherit underline="always">
                {thread.source.lesson.title}
              </Anchor>
              {t('source.by', { names: writtenBy(thread, t) })}
            </>
          )}
        </p>
      )}
      {/* Once it has been adopted as it is, the decision shows the same words beside those that they replaced. */}
      {standingDecision(thread)?.outcome !== 'adopted' && (
        <>
          <p className={classes.label}>{t('wording.suggested')}</p>
          <blockquote className={classes.wording}>{thread.wording}</blockquote>
        </>
      )}
      {thread.decisions.length > 0 && (
        <ol ref={outcome} tabIndex={-1} className={classes.decisions} aria-label={t('decisions')}>
          {thread.decisions.map((decision) => (
            <DecisionItem key={decision.id} decision={decision} suggestedBy={writtenBy(thread, t)} />
          ))}
        </ol>
      )}
      {thread.mayDecide && answering === null && (
        <Group gap="xs">
          {!orphaned && (
            <>
              <Button
                size="sm"
                leftSection={<IconCheck size={16} aria-hidden />}
                loading={mine && decide.isPending}
                onClick={() => send({ outcome: 'adopted' })}
              >
                {t('adopt')}
              </Button>
              <Button
                variant="default"
                size="sm"
                leftSection={<IconPencil size={16} aria-hidden />}
                onClick={() => setAnswering('adapted')}
              >
                {t('adapt')}
              </Button>
            </>
          )}
          <Button
            variant="default"
            size="sm"
            leftSection={<IconX size={16} aria-hidden />}
            onClick={() => setAnswering('declined')}
          >
            {t('decline')}
          </Button>
        </Group>
      )}
      {thread.mayDecide && answering === 'adapted' && (
        <AdaptForm
          wording={thread.wording ?? ''}
          sending={mine && decide.isPending}
          onSend={(answer) => send({ outcome: 'adapted', ...answer })}
          onCancel={() => setAnswering(null)}
        />
      )}
      {thread.mayDecide && answering === 'declined' && (
        <DeclineForm
          sending={mine && decide.isPending}
          onSend={(reason) => send({ outcome: 'declined', reason })}
          onCancel={() => setAnswering(null)}
        />
      )}
      {changed === null ? (
        <FormError error={error} />
      ) : (
        <Alert color="orange" variant="light" icon={<IconAlertTriangle aria-hidden />} role="alert" title={t('changed.title')}>
          {changed.words === null ? (
            t('changed.tooLong')
          ) : (
            <>
              <blockquote className={classes.present}>{changed.words}</blockquote>
              <Button
                size="sm"
                variant="default"
                onClick={() => sent !== null && sent.outcome !== 'declined' && send(replacing(sent, changed.words ?? ''))}
              >
                {t('changed.replace')}
              </Button>
            </>
          )}
        </Alert>
      )}
    </div>
  );
}

function replacing(sent: Exclude<Choice, { outcome: 'declined' }>, replaces: string): Chosen {
  const { decisionId: _former, ...chosen } = sent;
  return { ...chosen, replaces };
}

/** The words that stand in the plan now, when a decision was refused because they are not those it was made on. */
function changedWords(error: unknown): { words: string | null } | null {
  if (!(error instanceof CallError) || error.code !== 'passage_changed') return null;
  const present = error.details?.['words'];
  return { words: typeof present === 'string' ? present : null };
}
