import { useEffect, useRef, useState } from 'react';
import { Loading } from '../../ui/Loading.tsx';
import { ClassRoom } from '../ClassRoom.tsx';
import type { Entry } from '../DeviceCheck.tsx';
import { recallDevices } from '../deviceChoice.ts';
import { machine } from '../machine.ts';
import { ClassVisit } from '../media/ClassVisit.ts';
import { LocalMedia } from '../media/LocalMedia.ts';
import { signalling } from '../signalling.ts';
import { useChanges } from '../useChanges.ts';

interface Stay {
  visit: ClassVisit;
  entry: Entry;
}

/** A class as the classroom's device is in it: entered without a question, with camera and microphone as they were the last time. */
export function DeviceClass(props: { sessionId: string; entered: () => void; over: (byHand: boolean) => void }) {
  const { sessionId } = props;
  const [stay, setStay] = useState<Stay | null>(null);
  const told = useRef(props);
  useEffect(() => {
    told.current = props;
  });
  useEffect(() => {
    const local = new LocalMedia(machine, recallDevices());
    void local.openBoth();
    const visit = new ClassVisit({ signalling, sessionId, role: 'device', machine });
    setStay({ visit, entry: { role: 'device', local, muted: false, speaker: recallDevices().speaker } });
    told.current.entered();
    return () => {
      visit.leave();
      local.close();
    };
  }, [sessionId]);
  useChanges(stay?.visit ?? null);
  const phase = stay?.visit.state.phase;
  const over = phase !== undefined && ['moved', 'ended', 'left', 'refused'].includes(phase);
  useEffect(() => {
    if (over) told.current.over(phase !== 'ended');
  }, [over, phase]);
  if (stay === null || over) return <Loading height="100dvh" />;
  return <ClassRoom visit={stay.visit} entry={stay.entry} />;
}
