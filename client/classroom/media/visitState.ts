import type { Person } from '../../../shared/values.ts';
import type { ClassView } from './classView.ts';

/** `waiting` at the door until one is let in; `returning` while the line is lost and on its way back; the last four are final. */
export type VisitPhase = 'joining' | 'waiting' | 'in' | 'returning' | 'moved' | 'ended' | 'left' | 'refused';

/** How a stay in a class stands. */
export interface VisitState {
  phase: VisitPhase;
  /** Why a visit was refused or moved: a stable code. */
  why: string | null;
  view: ClassView | null;
  /** Server time minus this device's, in milliseconds. */
  offset: number;
  speakerId: string | null;
  /** Who turned one's microphone off the last time, and when, in milliseconds. */
  muted: { by: Person; at: number } | null;
  /** Whether the browser says that there is no network. */
  offline: boolean;
  /** Whether the ladder has come to its end without success: a person may want to press a button. */
  exhausted: boolean;
}

export const firstState: VisitState = {
  phase: 'joining',
  why: null,
  view: null,
  offset: 0,
  speakerId: null,
  muted: null,
  offline: false,
  exhausted: false,
};
