import { useWords } from '../ui/words.ts';
import type { Arrangement, Picture } from './arrangement.ts';
import type { TileNotes } from './line/tileNotes.ts';
import type { ClassroomMedia } from './media/ClassroomMedia.ts';
import type { Presence } from './media/Presence.ts';
import classes from './Stage.module.css';
import { ContentTile } from './stage/ContentTile.tsx';
import type { StageContent } from './stage/content.ts';
import { Tile } from './Tile.tsx';
import { words } from './words.ts';

interface Props {
  arrangement: Arrangement;
  /** What the class is shown instead of a picture. */
  content: StageContent | null;
  selfId: string;
  speakerId: string | null;
  media: ClassroomMedia;
  presence: Presence | null;
  frozen: boolean;
  /** What a line has to do with a picture. */
  noteOf: TileNotes;
  pinned: string | null;
  pin: (key: string | null) => void;
}

/** One thing large, a picture or what the class is shown; everybody else small beside it and always in view. */
export function Stage({ arrangement, content, selfId, speakerId, media, presence, frozen, noteOf, pinned, pin }: Props) {
  const t = useWords(words);
  const { large, small, aside } = arrangement;
  const tile = (picture: Picture, isLarge: boolean) => {
    const own = picture.participant.id === selfId;
    return (
      <Tile
        key={picture.key}
        picture={picture}
        track={own ? ownTrack(picture, presence) : remoteTrack(picture, media)}
        own={own}
        large={isLarge}
        speaking={speakerId === picture.participant.id}
        frozen={frozen}
        note={noteOf(picture)}
        pinned={pinned === picture.key}
        pin={() => pin(pinned === picture.key ? null : picture.key)}
      />
    );
  };
  const alone = small.length === 0 && (large === null || (large.kind === 'picture' && large.picture.participant.id === selfId));
  const shown = content !== null && content.kind === (aside ?? large?.kind) ? content : null;
  // One list for all tiles, so that a picture that changes its place keeps its element and its last frame.
  return (
    <section className={classes.stage} aria-label={t('room.stage')} data-few={small.length === 0 && aside === null}>
      {shown !== null && <ContentTile content={shown} large={aside === null} bring={() => pin(null)} />}
      {large?.kind === 'picture' && tile(large.picture, true)}
      {small.map((picture) => tile(picture, false))}
      {alone && <p className={classes.alone}>{t('room.alone')}</p>}
    </section>
  );
}

function ownTrack({ source }: Picture, presence: Presence | null): MediaStreamTrack | null {
  if (source === 'screen') return presence?.screen?.video ?? null;
  if (source === 'camera-2') return presence?.second?.track ?? null;
  return presence?.local.camera.track ?? null;
}

function remoteTrack({ participant, source }: Picture, media: ClassroomMedia): MediaStreamTrack | null {
  const found = media.remote.find((remote) => remote.participantId === participant.id && remote.source === source);
  return found?.track ?? null;
}
