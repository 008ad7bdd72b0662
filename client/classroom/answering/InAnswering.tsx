import { Button, Group, Loader, Text } from '@mantine/core';
import { IconHandStop } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { leaveAnswering, raiseSeatHand, type AnsweringView } from '../../../shared/classroom/answering.ts';
import { call } from '../../connection/call.ts';
import { FormError } from '../../ui/FormError.tsx';
import { PageTitle } from '../../ui/PageTitle.tsx';
import { useWords } from '../../ui/words.ts';
import { useSeatName } from '../seats/seatName.ts';
import { Countdown } from '../timer/Countdown.tsx';
import { useDoing } from '../tools/useDoing.ts';
import { useServerNow } from '../useNow.ts';
import classes from './answering.module.css';
import { SeatForm } from './SeatForm.tsx';
import { StudentQuestion } from './StudentQuestion.tsx';
import { useAnswering, type Over } from './useAnswering.ts';
import { words } from './words.ts';

interface Props {
  token: string;
  first: AnsweringView | null;
  leave: (why: Over | null) => void;
}

/** A student's device that is in a class: the question, the countdown, and one's own hand. */
export function InAnswering({ token, first, leave }: Props) {
  const t = useWords(words);
  const seatName = useSeatName();
  const { view, lost, over, offset, take } = useAnswering(token, first);
  const now = useServerNow(offset);
  const { run, busy, error } = useDoing();
  const [seatAsked, askSeat] = useState(first?.layout !== null && first?.seat === null);
  useEffect(() => {
    if (over !== null) leave(over);
  }, [over, leave]);
  const params = { token };
  const goOut = () => {
    // The device has left whether the server hears of it or not.
    call(leaveAnswering, { params }).catch(() => undefined);
    leave(null);
  };
  const title = view?.lessonTitle ?? t('title');
  return (
    <div className={classes['page']}>
      <header className={classes['bar']}>
        <PageTitle title={title} className={classes['lesson']} />
        <Button variant="subtle" size="sm" onClick={goOut}>
          {t('leave')}
        </Button>
      </header>
      {lost && (
        <p className={classes['lost']} role="status">
          {t('lost')}
        </p>
      )}
      <main className={classes['main']}>
        {view === null ? (
          <Loader type="dots" />
        ) : (
          <>
            {view.called && (
              <p className={classes['called']} role="alert">
                {t('called')}
              </p>
            )}
            {view.timer !== null && <Countdown timer={view.timer} now={now} />}
            {seatAsked && view.layout !== null ? (
              <SeatForm token={token} layout={view.layout} seat={view.seat} take={take} close={() => askSeat(false)} />
            ) : (
              <StudentQuestion key={view.question?.id} token={token} view={view} take={take} />
            )}
            <FormError error={error} />
            {view.layout !== null && !seatAsked && (
              <footer className={classes['foot']}>
                <Group gap="xs">
                  <Text>{view.seat === null ? t('seat.none') : seatName(view.seat)}</Text>
                  <Button variant="subtle" size="sm" onClick={() => askSeat(true)}>
                    {t(view.seat === null ? 'seat.choose' : 'seat.change')}
                  </Button>
                </Group>
                {view.seat !== null && (
                  <Button
                    size="lg"
                    variant={view.hand === null ? 'default' : 'filled'}
                    leftSection={<IconHandStop size={22} aria-hidden />}
                    aria-pressed={view.hand !== null}
                    loading={busy}
                    onClick={() =>
                      run(async () => take(await call(raiseSeatHand, { params, body: { raised: view.hand === null } })))
                    }
                  >
                    {t(view.hand === null ? 'hand.raise' : 'hand.lower')}
                  </Button>
                )}
                {view.hand !== null && <Text role="status">{t('hand.up')}</Text>}
              </footer>
            )}
          </>
        )}
      </main>
    </div>
  );
}
