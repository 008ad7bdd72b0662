import { Button } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { Link, useParams } from 'react-router';
import { getClassSession, openPlannedClassSession } from '../../shared/classroom.ts';
import { call } from '../connection/call.ts';
import { useAnswer } from '../connection/useAnswer.ts';
import { commonWords } from '../ui/commonWords.ts';
import { Failure } from '../ui/Failure.tsx';
import { Loading } from '../ui/Loading.tsx';
import { Page } from '../ui/Page.tsx';
import { useWords } from '../ui/words.ts';
import { ClassRoom } from './ClassRoom.tsx';
import { DeviceCheck, type Entry } from './DeviceCheck.tsx';
import { EndedClass } from './EndedClass.tsx';
import { machine } from './machine.ts';
import { ClassVisit } from './media/ClassVisit.ts';
import { loadDevice } from './media/device.ts';
import { Outside } from './Outside.tsx';
import { signalling } from './signalling.ts';
import { useChanges } from './useChanges.ts';
import { words } from './words.ts';

/** While a class has not begun, the page looks this often whether it has, in milliseconds. */
const lookAgain = 5000;

/** A class from the first look at oneself to the summary afterwards. */
export function ClassPage() {
  const { sessionId = '' } = useParams();
  return <OneClass key={sessionId} sessionId={sessionId} />;
}

interface Stay {
  visit: ClassVisit;
  entry: Entry;
}

function OneClass({ sessionId }: { sessionId: string }) {
  const t = useWords(words);
  const common = useWords(commonWords);
  const answer = useAnswer(getClassSession, { params: { sessionId } });
  const [stay, setStay] = useState<Stay | null>(null);
  const current = useRef<Stay | null>(null);
  useChanges(stay?.visit ?? null);
  const { data: session, refetch } = answer;
  const waiting = stay === null && session?.state === 'planned';
  const received = session?.media?.routerRtpCapabilities;
  // What the browser can play is known by the time somebody clicks.
  useEffect(() => {
    if (received !== undefined) loadDevice(received).catch(() => undefined);
  }, [received]);

  useEffect(() => {
    if (!waiting) return;
    const timer = setInterval(() => void refetch(), lookAgain);
    return () => clearInterval(timer);
  }, [waiting, refetch]);
  const ended = stay?.visit.state.phase === 'ended';
  useEffect(() => {
    if (ended) void refetch();
  }, [ended, refetch]);
  const over = stay !== null && ['moved', 'ended', 'left', 'refused'].includes(stay.visit.state.phase);
  useEffect(() => {
    if (over) current.current?.entry.local.close();
  }, [over]);
  // Whoever goes to another page has left the class.
  useEffect(
    () => () => {
      current.current?.visit.leave();
      current.current?.entry.local.close();
    },
    [],
  );

  const begin = (entry: Entry) => {
    current.current?.entry.local.close();
    const visit = new ClassVisit({ signalling, sessionId, role: entry.role, machine, routerRtpCapabilities: received });
    current.current = { visit, entry };
    setStay(current.current);
  };
  const enter = async (entry: Entry) => {
    if (session?.state === 'planned') await call(openPlannedClassSession, { params: { sessionId } });
    begin(entry);
  };
  const outside = () => {
    current.current = null;
    setStay(null);
    void refetch();
  };

  if (stay !== null && !over) return <ClassRoom visit={stay.visit} entry={stay.entry} />;
  if (stay !== null && !ended) {
    return <Outside state={stay.visit.state} lessonTitle={session?.lessonTitle ?? ''} again={outside} />;
  }
  if (answer.isPending) return <Loading height="100dvh" />;
  if (session === undefined) {
    return (
      <main>
        <Page title={t('card.title')} width="narrow">
          <Failure error={answer.error} retry={refetch} />
          <div>
            <Button component={Link} to="/" variant="default">
              {common('home')}
            </Button>
          </div>
        </Page>
      </main>
    );
  }
  if (ended || session.state === 'ended') return <EndedClass session={session} />;
  return <DeviceCheck session={session} enter={enter} />;
}
