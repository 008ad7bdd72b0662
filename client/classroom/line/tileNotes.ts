import { useWords } from '../../ui/words.ts';
import type { Picture } from '../arrangement.ts';
import type { ClassView } from '../media/classView.ts';
import type { ClassVisit } from '../media/ClassVisit.ts';
import { words, type Say } from './words.ts';

/** What the line has to do with a picture; null when nothing. */
export type TileNotes = (picture: Picture) => string | null;

/** Says beside a picture that stands still why it does, and that somebody's line bears little. */
export function useTileNotes(visit: ClassVisit, view: ClassView): TileNotes {
  const t = useWords(words);
  return ({ participant, source }) => {
    const { line } = visit;
    if (participant.id === view.self.participantId) return line.holdsBack(source) ? t('tile.held') : null;
    const producer = participant.producers.find((one) => one.source === source && !one.paused);
    if (producer !== undefined && line.sheds(producer.id)) return t(line.asked ? 'tile.asked' : 'tile.shed');
    return source === 'screen' ? null : lineOfOther(view, participant.id, t);
  };
}

/** The state of somebody else's line in a few words; null while everything reaches them, and for one who is away. */
export function lineOfOther(view: ClassView, participantId: string, t: Say): string | null {
  const line = view.line.find((one) => one.participantId === participantId);
  if (line === undefined || line.state === 'full' || line.state === 'gone') return null;
  return t(line.asked && line.state === 'voice' ? 'other.voiceAsked' : `other.${line.state}`);
}
