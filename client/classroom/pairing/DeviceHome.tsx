import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { listClassSessions } from '../../../shared/classroom.ts';
import { call } from '../../connection/call.ts';
import { answerKey } from '../../connection/useAnswer.ts';
import { useDates } from '../../ui/dates.ts';
import { PageTitle } from '../../ui/PageTitle.tsx';
import { useWords } from '../../ui/words.ts';
import { useServerNow } from '../useNow.ts';
import { useWakeLock } from '../useWakeLock.ts';
import { AllowDevices } from './AllowDevices.tsx';
import classes from './Device.module.css';
import { DeviceClass } from './DeviceClass.tsx';
import { words } from './words.ts';

/** How often it is looked whether a class has begun, in milliseconds. */
const lookAgain = 4000;

/** What a paired device shows between classes; when one begins it goes in by itself. */
export function DeviceHome({ name, school }: { name: string; school: string }) {
  const t = useWords(words);
  const dates = useDates();
  useWakeLock();
  const now = useServerNow(0);
  const { data, error } = useQuery({
    queryKey: answerKey(listClassSessions),
    queryFn: () => call(listClassSessions),
    refetchInterval: lookAgain,
  });
  // A class that somebody left by hand is not gone back to by itself; one that was chosen is.
  const [left, setLeft] = useState<string | null>(null);
  const [chosen, setChosen] = useState<string | null>(null);
  const open = (data?.items ?? []).filter(({ state }) => state === 'open');
  const only = open.length === 1 && open[0]?.id !== left ? open[0]?.id : undefined;
  const [inside, setInside] = useState<string | null>(null);
  const sessionId = inside ?? chosen ?? only ?? null;
  if (sessionId !== null) {
    return (
      <DeviceClass
        key={sessionId}
        sessionId={sessionId}
        entered={() => setInside(sessionId)}
        over={(byHand) => {
          setInside(null);
          setChosen(null);
          setLeft(byHand ? sessionId : null);
        }}
      />
    );
  }
  const next = (data?.items ?? []).find(({ state, scheduledFor }) => state === 'planned' && scheduledFor !== null);
  return (
    <main className={classes.page}>
      <p className={classes.quiet}>{`${school} · ${name}`}</p>
      <p className={classes.clock} aria-hidden>
        {dates.time(new Date(now).toISOString())}
      </p>
      <PageTitle title={t('own.wait')} className={classes.title} />
      {error !== null && (
        <p className={classes.alert} role="alert">
          {t('own.offline')}
        </p>
      )}
      {open.length > 0 ? (
        <div className={classes.choices}>
          {open.length > 1 && <p className={classes.lead}>{t('own.choose')}</p>}
          {open.map(({ id, lessonTitle }) => (
            <Button key={id} size="xl" onClick={() => setChosen(id)}>
              {id === left ? `${t('own.back')} · ${lessonTitle}` : t('own.enter', { lesson: lessonTitle })}
            </Button>
          ))}
        </div>
      ) : (
        <>
          <p className={classes.lead}>
            {next === undefined || next.scheduledFor === null
              ? t('own.none')
              : `${t('own.next', { lesson: next.lessonTitle })} · ${dates.soon(next.scheduledFor)}`}
          </p>
          <p className={classes.quiet}>{t('own.auto')}</p>
          <AllowDevices />
        </>
      )}
    </main>
  );
}
