import { Stack } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { listClassSessions } from '../../shared/classroom.ts';
import { listNotifications, notificationEvents } from '../../shared/notifications.ts';
import { listLessons } from '../../shared/planning.ts';
import { listNeeds } from '../../shared/programme.ts';
import { useAccount } from '../connection/session.tsx';
import { onPush, onSocketOpen } from '../connection/socket.ts';
import { answerKey, useAnswer } from '../connection/useAnswer.ts';
import { useDates } from '../ui/dates.ts';
import { Failure } from '../ui/Failure.tsx';
import { Loading } from '../ui/Loading.tsx';
import { Page } from '../ui/Page.tsx';
import { useMinute } from '../ui/useMinute.ts';
import { useWords, type Translate } from '../ui/words.ts';
import { NextClass } from './NextClass.tsx';
import { ReadyLesson } from './ReadyLesson.tsx';
import { TodayEmpty } from './TodayEmpty.tsx';
import { TodayInbox } from './TodayInbox.tsx';
import { TodayLessons } from './TodayLessons.tsx';
import { TodayNeeds } from './TodayNeeds.tsx';
import classes from './TodayPage.module.css';
import { lessonReadyToTeach, lessonsInProgress } from './chooseForToday.ts';
import { words } from './words.ts';

/** What is to be done: the class that is open or next, my lessons, what the school needs, and what is new. */
export function TodayPage() {
  const t = useWords(words);
  const dates = useDates();
  const now = useMinute();
  const account = useAccount();
  const sessions = useAnswer(listClassSessions);
  const lessons = useAnswer(listLessons);
  const needs = useAnswer(listNeeds);
  const inbox = useAnswer(listNotifications);
  const asked = [sessions, lessons, needs, inbox];
  useFreshToday();
  const failed = asked.find(({ data, error }) => data === undefined && error !== null);
  const loaded =
    sessions.data !== undefined && lessons.data !== undefined && needs.data !== undefined && inbox.data !== undefined;
  const coming = sessions.data?.items.filter(({ state }) => state !== 'ended') ?? [];
  const mine = lessonsInProgress(lessons.data?.items ?? [], account.id);
  const unmet = needs.data?.items.filter(({ state }) => state !== 'met') ?? [];
  const ready = lessonReadyToTeach(lessons.data?.items ?? []);
  const unread = inbox.data?.items.filter(({ readAt }) => readAt === null) ?? [];

  const aside = unread.length > 0 || unmet.length > 0;

  return (
    <Page
      title={t('nav.today')}
      heading={greeting(t, account.name, now.getHours())}
      lead={dates.day(now)}
      width={aside ? 'wide' : 'normal'}
    >
      {failed !== undefined && <Failure error={failed.error} retry={() => Promise.all(asked.map(({ refetch }) => refetch()))} />}
      {!loaded && failed === undefined && <Loading />}
      {loaded && (
        <>
          {coming.length > 0 && <NextClass sessions={coming} />}
          {coming.length === 0 && ready !== undefined && <ReadyLesson lesson={ready} />}
          <div className={aside ? classes.columns : undefined}>
            <Stack gap="xl">{mine.length > 0 ? <TodayLessons lessons={mine} /> : <TodayEmpty quiet={coming.length > 0} />}</Stack>
            {aside && (
              <Stack gap="xl">
                {unread.length > 0 && <TodayInbox unread={unread} />}
                {unmet.length > 0 && <TodayNeeds needs={unmet} />}
              </Stack>
            )}
          </div>
        </>
      )}
    </Page>
  );
}

/** A class that has been opened, or a plan one was invited to, shows as soon as one is told of it, and after a lost line. */
function useFreshToday(): void {
  const queries = useQueryClient();
  useEffect(() => {
    const refresh = () => {
      for (const endpoint of [listClassSessions, listLessons, listNeeds]) {
        void queries.invalidateQueries({ queryKey: answerKey(endpoint) });
      }
    };
    const offs = [onPush(notificationEvents, 'notification:new', refresh), onSocketOpen(refresh)];
    return () => offs.forEach((off) => off());
  }, [queries]);
}

function greeting(t: Translate<keyof (typeof words)['zh']>, name: string, hour: number): string {
  if (hour >= 5 && hour < 11) return t('greeting.morning', { name });
  if (hour >= 11 && hour < 13) return t('greeting.noon', { name });
  return t(hour >= 13 && hour < 18 ? 'greeting.afternoon' : 'greeting.evening', { name });
}
