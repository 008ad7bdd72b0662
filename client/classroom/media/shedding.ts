import type { ClassRole, MediaSource } from '../../../shared/classroom.ts';
import type { ReportedLine } from '../../../shared/classroom/line.ts';
import type { ShownAs } from './layerChoice.ts';

/** Something that somebody else sends. */
export interface Offer {
  producerId: string;
  role: ClassRole;
  source: MediaSource;
}

/** From this level on no camera is received. It is also what data saving by a click comes to. */
export const withoutCameras = 3;

/** At this level nothing but the most important voice is received. */
export const lowestLevel = 5;

/**
 * What matters most on a weak line (facts on the classroom): the teacher's voice, then what is shown, the classroom's
 * voice, the teacher's camera, the classroom's, everyone else.
 */
export function importance({ role, source }: Pick<Offer, 'role' | 'source'>): number {
  if (isScreen(source)) return 4;
  if (role === 'observer') return 0;
  if (source === 'microphone') return role === 'lead' ? 5 : 3;
  return role === 'lead' ? 2 : 1;
}

/**
 * How much of each offer is received at a level of shedding: at level 0 everything, at level n what is at least n important,
 * and cameras in their lowest layer. The most important voice of all is kept at any level.
 */
export function limitsAt(level: number, offers: readonly Offer[]): Map<string, ShownAs> {
  const vital = Math.max(0, ...offers.filter(({ source }) => source === 'microphone').map(importance));
  return new Map(
    offers.map((offer) => {
      const weight = importance(offer);
      const kept = weight >= level || (offer.source === 'microphone' && weight === vital);
      const least = level > 0 && !isSound(offer.source) && !isScreen(offer.source);
      return [offer.producerId, kept ? (least ? 'small' : 'large') : 'hidden'];
    }),
  );
}

/**
 * The next level down (`by` 1) or up (−1) that makes a difference with these offers; null when there is none.
 */
export function nextLevel(level: number, offers: readonly Offer[], by: 1 | -1): number | null {
  const now = signature(limitsAt(level, offers));
  for (let next = level + by; next >= 0 && next <= lowestLevel; next += by) {
    if (signature(limitsAt(next, offers)) === now) continue;
    // Going up, the best of the levels that come to the same is meant.
    if (by === 1) return next;
    const reached = signature(limitsAt(next, offers));
    while (next > 0 && signature(limitsAt(next - 1, offers)) === reached) next -= 1;
    return next;
  }
  return null;
}

/** What a level is called when it is told to others; one that comes to nothing with these offers is `full`. */
export function stateAt(level: number, offers: readonly Offer[]): ReportedLine['state'] {
  if (signature(limitsAt(level, offers)) === signature(limitsAt(0, offers))) return 'full';
  return level < withoutCameras ? 'saving' : 'voice';
}

const isScreen = (source: MediaSource): boolean => source.startsWith('screen');
const isSound = (source: MediaSource): boolean => source === 'microphone' || source === 'screen-audio';
const signature = (limits: Map<string, ShownAs>): string => [...limits].map(([id, limit]) => `${id}:${limit}`).join(' ');
