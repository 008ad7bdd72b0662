import { useWords } from '../../ui/words.ts';
import type { Picture } from '../arrangement.ts';
import type { ClassView } from '../media/classView.ts';
import type { ClassVisit } from '../media/ClassVisit.ts';
import { words, type Say } from './words.ts';

/** What lines have to do with a picture: why it stands still here, and that its person's line bears little. */
export interface TileNote {
  held: string | null;
  line: string | null;
}
export type TileNotes = (picture: Picture) => TileNote;

/** Says beside a picture that stands still why it does, and that somebody's line bears little. */
export function useTileNotes(visit: ClassVisit, view: ClassView): TileNotes {
  const t = useWords(words);
  return ({ participant, source }) => {
    const { line } = visit;
    if (participant.id === view.self.participantId) return { held: line.holdsBack(source) ? t('tile.held') : null, line: null };
    const producer = participant.producers.find((one) => one.source === source && !one.paused);
    const shed = producer !== undefined && line.sheds(producer.id);
    return {
      held: shed ? t(line.asked ? 'tile.asked' : 'tile.shed') : null,
      line: source.startsWith('screen') ? null : lineOfOther(view, participant.id, t),
    };
  };
}

/** From this share of lost packets on, the others can hear and see it, in spite of all repairs. */
const perceptible = 0.1;

/** Whether what somebody sends is lost on its way to such a degree that the others notice. */
export const sendsBadly = (view: ClassView, participantId: string): boolean =>
  (view.line.find((one) => one.participantId === participantId)?.lost ?? 0) >= perceptible;

/** The state of somebody else's line in a few words; null while everything comes and goes, and for one who is away. */
export function lineOfOther(view: ClassView, participantId: string, t: Say): string | null {
  const line = view.line.find((one) => one.participantId === participantId);
  if (line === undefined || line.state === 'gone') return null;
  if (line.state === 'full') return sendsBadly(view, participantId) ? t('other.sendsBadly') : null;
  return t(line.asked && line.state === 'voice' ? 'other.voiceAsked' : `other.${line.state}`);
}
