import { useEffect, useState } from 'react';
import type { ClassView } from './media/classView.ts';
import type { ClassVisit } from './media/ClassVisit.ts';
import { lineDown, unsteadyTooLong, type LineDown } from './media/lineDown.ts';

/** Whether the line is down, looked at again when the media have wavered for too long. */
export function useLineDown(visit: ClassVisit, view: ClassView): LineDown {
  const unsteady = visit.media.line === 'unsteady';
  const [tooLong, setTooLong] = useState(false);
  useEffect(() => {
    if (!unsteady) return;
    const timer = setTimeout(() => setTooLong(true), unsteadyTooLong);
    return () => {
      clearTimeout(timer);
      setTooLong(false);
    };
  }, [unsteady]);
  const [leadSeen, setLeadSeen] = useState(false);
  const leadHere = view.participants.some(({ role, away }) => role === 'lead' && !away);
  useEffect(() => {
    if (leadHere) setLeadSeen(true);
  }, [leadHere]);
  return lineDown({
    signallingLost: visit.state.phase === 'returning',
    offline: visit.state.offline,
    media: visit.media.line,
    unsteadyFor: tooLong ? unsteadyTooLong : 0,
    participants: view.participants,
    leadSeen,
  });
}
