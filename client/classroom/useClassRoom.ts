import { useEffect, useState } from 'react';
import { arrange, type Arrangement } from './arrangement.ts';
import type { Entry } from './DeviceCheck.tsx';
import { AudioOutput } from './media/AudioOutput.ts';
import { useTileNotes, type TileNotes } from './line/tileNotes.ts';
import type { ClassView } from './media/classView.ts';
import type { ClassVisit } from './media/ClassVisit.ts';
import type { VisitState } from './media/visitState.ts';
import { Presence } from './media/Presence.ts';
import { useStageContent, type StageContent } from './stage/content.ts';
import { useChanges } from './useChanges.ts';
import { useLineDown } from './useLineDown.ts';
import { useServerNow } from './useNow.ts';
import type { LineDown } from './media/lineDown.ts';

/** What every layout of the class is made from. */
export interface InClass {
  visit: ClassVisit;
  state: VisitState;
  view: ClassView;
  /** Null only for a moment after entering. */
  presence: Presence | null;
  audio: AudioOutput | null;
  sound: { on: boolean; echo: boolean; toggle: () => void };
  arrangement: Arrangement;
  /** What the class is shown instead of a picture; null while it is pictures. */
  content: StageContent | null;
  pinned: string | null;
  pin: (key: string | null) => void;
  /** The time on the server, in milliseconds. */
  now: number;
  lineDown: LineDown;
  /** What the line has to do with each picture. */
  tileNotes: TileNotes;
  /** Whether pictures stand still because one's own line is lost. */
  frozen: boolean;
}

/** Brings together one's stay in a class, what one sends, what one hears, and what the page shows of it. */
export function useClassRoom(visit: ClassVisit, view: ClassView, entry: Entry): InClass {
  useChanges(visit);
  useChanges(visit.media);
  useChanges(visit.line);
  const { state, media } = visit;
  const { self, participants } = view;
  const [pinned, pin] = useState<string | null>(null);
  const presence = usePresence(visit, entry, self.may.sources);
  const now = useServerNow(state.offset);
  const content = useStageContent({ visit, view, presence, now });
  const arrangement = arrange(participants, self.participantId, self.role, pinned, content?.kind);
  const { audio, sound } = useSound(visit, view, entry.speaker);
  useShownSizes(visit, arrangement);
  return {
    visit,
    state,
    view,
    presence,
    audio,
    sound,
    arrangement,
    content,
    pinned,
    pin,
    now,
    lineDown: useLineDown(visit, view),
    tileNotes: useTileNotes(visit, view),
    frozen: media.line === 'unsteady' || (state.phase === 'returning' && media.line !== 'connected'),
  };
}

function usePresence(visit: ClassVisit, entry: Entry, may: ClassView['self']['may']['sources']): Presence | null {
  const [presence, setPresence] = useState<Presence | null>(null);
  const sources = may.join();
  useEffect(() => {
    const made = new Presence({
      local: entry.local,
      media: visit.media,
      muted: entry.muted,
      may: sources.split(',') as typeof may,
    });
    setPresence(made);
    return () => made.close();
  }, [visit, entry, sources]);
  useChanges(presence);
  const { muted } = visit.state;
  useEffect(() => {
    if (muted !== null) presence?.mute();
    // A new word is a new object; one that was heard before the microphone was turned on again says nothing any more.
  }, [muted, presence]);
  return presence;
}

/** In a room where the classroom device already plays the voices, the local teacher's own machine would echo. */
function useSound(visit: ClassVisit, view: ClassView, speaker: string | undefined) {
  const [audio, setAudio] = useState<AudioOutput | null>(null);
  const [chosen, setChosen] = useState<boolean | null>(null);
  const { media } = visit;
  const echo = view.self.role === 'local' && view.participants.some(({ role, away }) => role === 'device' && !away);
  const on = chosen ?? !echo;
  useChanges(audio);
  useEffect(() => {
    const output = new AudioOutput();
    output.use(speaker);
    const play = () => output.play(media.remote);
    const off = media.on('change', play);
    play();
    setAudio(output);
    return () => {
      off();
      output.close();
    };
  }, [media, speaker]);
  useEffect(() => {
    audio?.mute(!on);
  }, [audio, on]);
  return { audio, sound: { on, echo: echo && chosen === null, toggle: () => setChosen(!on) } };
}

/** Asks for no more of each picture than is seen: nothing at all while the page is in the background. */
function useShownSizes(visit: ClassVisit, { large, small }: Arrangement): void {
  const [hidden, setHidden] = useState(document.hidden);
  useEffect(() => {
    const changed = () => setHidden(document.hidden);
    document.addEventListener('visibilitychange', changed);
    return () => document.removeEventListener('visibilitychange', changed);
  }, []);
  const largeKey = large?.kind === 'picture' ? large.picture.key : null;
  useEffect(() => {
    for (const { producerId, participantId, source, track } of visit.media.remote) {
      if (track.kind !== 'video') continue;
      const key = `${participantId}-${source}`;
      const isSmall = small.some((picture) => picture.key === key);
      visit.media.show(producerId, hidden ? 'hidden' : largeKey === key ? 'large' : isSmall ? 'small' : 'hidden');
    }
  });
}
