import { Button, Group, Text } from '@mantine/core';
import { Link } from 'react-router';
import { commonWords } from '../ui/commonWords.ts';
import { explainError } from '../ui/errors.ts';
import { Page } from '../ui/Page.tsx';
import { useWords } from '../ui/words.ts';
import type { VisitState } from './media/visitState.ts';
import { words as orderWords } from './order/words.ts';
import { words, type Say } from './words.ts';

/** What is shown to somebody who is no longer in a class that goes on: why, and how to come back if one may. */
export function Outside({ state, lessonTitle, again }: { state: VisitState; lessonTitle: string; again: () => void }) {
  const t = useWords(words);
  const common = useWords(commonWords);
  const order = useWords(orderWords);
  const elsewhere = state.phase === 'moved' && (state.why === 'newer_tab' || state.why === 'stale_epoch');
  const removed = state.phase === 'moved' && state.why === 'removed';
  const mayReturn = elsewhere || removed || state.phase === 'left' || state.phase === 'refused';
  const returning = elsewhere
    ? t('moved.here')
    : removed
      ? order('moved.askBack')
      : state.phase === 'left'
        ? t('left.again')
        : common('retry');
  return (
    <main>
      <Page title={titleOf(state, t)} lead={lessonTitle} width="narrow">
        <Text>{reasonOf(state, t)}</Text>
        <Group>
          {mayReturn && <Button onClick={again}>{returning}</Button>}
          <Button component={Link} to="/" variant="default">
            {common('home')}
          </Button>
        </Group>
      </Page>
    </main>
  );
}

function titleOf(state: VisitState, t: Say): string {
  if (state.phase === 'left') return t('left.title');
  if (state.phase === 'refused') return t('refused.title');
  return state.why === 'removed' || state.why === 'access_ended' ? t('moved.titleOut') : t('moved.title');
}

function reasonOf(state: VisitState, t: Say): string {
  if (state.phase === 'left') return t('left.body');
  if (state.phase === 'refused') return explainError({ code: state.why ?? 'unknown' });
  if (state.why === 'removed') return t('moved.removed');
  return state.why === 'access_ended' ? t('moved.access_ended') : t('moved.newer_tab');
}
