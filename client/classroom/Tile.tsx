import { IconAntennaBars3, IconMicrophoneOff, IconPlugConnectedX, IconPlayerPause } from '@tabler/icons-react';
import { useState } from 'react';
import { initials } from '../ui/PersonAvatar.tsx';
import { personColour } from '../ui/people.ts';
import { useWords } from '../ui/words.ts';
import type { Picture } from './arrangement.ts';
import { deviceWords } from './deviceWords.ts';
import type { TileNote } from './line/tileNotes.ts';
import { RemoteVideo } from './RemoteVideo.tsx';
import classes from './Stage.module.css';
import { TrackVideo } from './TrackVideo.tsx';
import type { Flow } from './useFlow.ts';
import { useLinger } from './useLinger.ts';
import { words, type Say } from './words.ts';

/** A picture that goes is out of sight at once; one that returns within this time, in milliseconds, has its last frame until then. */
const lastFrameKept = 10_000;

interface Props {
  picture: Picture;
  /** What there is to be shown now; null while it is on its way, or off. */
  track: MediaStreamTrack | null;
  own: boolean;
  large: boolean;
  speaking: boolean;
  /** Whether one's own line is lost, so that every picture stays as it is. */
  frozen: boolean;
  /** What a line has to do with this picture. */
  note: TileNote;
  pinned: boolean;
  pin: () => void;
}

/** One person or screen on the stage: picture or sign, name and role, whether they speak, and what is the matter. */
export function Tile({ picture, track, own, large, speaking, frozen, note, pinned, pin }: Props) {
  const t = useWords(words);
  const ofDevice = useWords(deviceWords);
  const [flow, setFlow] = useState<Flow>('moving');
  const { participant, source } = picture;
  const { person, role, producers, away } = participant;
  const sent = producers.some((producer) => producer.source === source && !producer.paused);
  const muted = !producers.some((producer) => producer.source === 'microphone' && !producer.paused);
  const screen = source === 'screen';
  const face = source === 'camera';
  const label = face ? person.name : t(screen ? 'room.screenOf' : 'room.secondOf', { name: person.name });
  const shown = own ? track !== null : sent || away || frozen;
  const kept = useLinger(shown, lastFrameKept);
  // Why it stands still, or that it does; and what is known of the other's line.
  const stopped = note.held ?? (!own && sent ? flowWords(flow, frozen, screen, t) : null);
  // A small tile has room for one of them.
  const notes = (large ? [stopped, note.line] : [stopped ?? note.line]).filter((text) => text !== null);
  const NoteIcon = stopped === null ? IconAntennaBars3 : IconPlayerPause;
  return (
    <div
      className={classes.tile}
      data-large={large}
      data-speaking={speaking && face}
      data-participant={participant.id}
      data-source={source}
    >
      {face && (
        <span className={classes.sign} style={{ background: personColour(person) }} aria-hidden>
          {initials(person.name)}
        </span>
      )}
      {shown && own && !screen && track !== null && (
        <TrackVideo track={track} mirrored={face} label={ofDevice('check.preview')} />
      )}
      {shown && own && screen && <p className={classes.sharing}>{t('room.sharing')}</p>}
      {kept && !own && <RemoteVideo track={track} label={label} whole={!face || large} hidden={!shown} onFlow={setFlow} />}
      <span className={classes.name}>
        {muted && face && <IconMicrophoneOff size={16} stroke={2} aria-label={t('room.muted')} role="img" />}
        <span className={classes.nameText}>{own && face ? t('room.self') : label}</span>
        <span className={classes.role}>{t(`role.${role}`)}</span>
      </span>
      {speaking && face && <span className={classes.speaking}>{t('room.speaking')}</span>}
      {!own && away && (
        <span className={classes.badge}>
          <IconPlugConnectedX size={16} stroke={2} aria-hidden />
          <span className={classes.noteText}>{t('room.away')}</span>
        </span>
      )}
      {!away && notes.length > 0 && (
        <span className={classes.badge}>
          <NoteIcon size={16} stroke={2} aria-hidden />
          <span className={classes.noteText}>{notes.join(' · ')}</span>
        </span>
      )}
      {!(own && large) && (
        <button type="button" className={classes.pin} aria-pressed={pinned} onClick={pin}>
          {pinned ? t('room.unpin') : t('room.pin', { name: label })}
        </button>
      )}
    </div>
  );
}

/** What is said of a picture that does not move; a screen on which nothing happens is as it should be. */
function flowWords(flow: Flow, frozen: boolean, screen: boolean, t: Say): string | null {
  if (flow === 'awaited') return t('room.awaited');
  return (flow === 'stopped' || frozen) && !screen ? t('room.still') : null;
}
