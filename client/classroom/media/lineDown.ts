import type { Participant } from '../../../shared/classroom.ts';
import type { MediaLine } from './ClassroomMedia.ts';

/** Why the local teacher carries on alone: her own line is gone, or that of the lead teacher. */
export type LineDown = 'own' | 'lead' | null;

export interface LineFacts {
  /** Whether the server is out of reach. */
  signallingLost: boolean;
  /** Whether the browser says that there is no network at all. */
  offline: boolean;
  media: MediaLine;
  /** How long the media have been wavering, in milliseconds; 0 while they do not. */
  unsteadyFor: number;
  participants: readonly Participant[];
  /** Whether a lead teacher has been in this class since one entered it. */
  leadSeen: boolean;
}

/** Pictures and voices may falter this long before the class is handed to the local teacher, in milliseconds. */
export const unsteadyTooLong = 3000;

/**
 * Whether the line-drop plan is called for. A server that restarts while sound and picture go on does not count: nobody in
 * the room would notice. A lead teacher who left on purpose does not count either, one whose line broke does.
 */
export function lineDown(facts: LineFacts): LineDown {
  const mediaGone = facts.media !== 'connected';
  if (facts.offline || (facts.signallingLost && mediaGone)) return 'own';
  if (facts.media === 'unsteady' && facts.unsteadyFor >= unsteadyTooLong) return 'own';
  const leads = facts.participants.filter(({ role }) => role === 'lead');
  return facts.leadSeen && leads.length > 0 && leads.every(({ away }) => away) ? 'lead' : null;
}
