import type { PushPayload } from '../../../shared/realtime.ts';
import type { classEvents } from '../../../shared/classroom.ts';
import {
  withLine,
  withMessage,
  withoutParticipant,
  withParticipant,
  withPrompt,
  withWanted,
  type ClassView,
} from './classView.ts';
import type { ClassPush, Signalling } from './signalling.ts';

/** Listens to one push; what it changes in the view is handed to `see`. */
type ViewChange = (signalling: Signalling, see: (change: (view: ClassView) => ClassView) => void) => () => void;

function on<N extends ClassPush>(
  name: N,
  change: (view: ClassView, payload: PushPayload<typeof classEvents, N>) => ClassView,
): ViewChange {
  return (signalling, see) => signalling.on(name, (payload) => see((view) => change(view, payload)));
}

/**
 * The pushes that change nothing but what one sees of the class, one line each. Each replaces a part of the view, so that
 * a push that arrives twice, or before the snapshot that holds it already, does no harm.
 */
export const viewChanges: readonly ViewChange[] = [
  on('class:participant', (view, { participant }) => withParticipant(view, participant)),
  on('class:left', (view, { participantId }) => withoutParticipant(view, participantId)),
  on('lobby:changed', (view, { lobby }) => ({ ...view, lobby })),
  on('class:rule', (view, { rule }) => ({ ...view, rule })),
  on('prompts:said', (view, { prompt }) => withPrompt(view, prompt)),
  on('line:changed', (view, { line }) => withLine(view, line)),
  on('board:changed', (view, { board }) => ({ ...view, board })),
  on('show:changed', (view, { shown }) => ({ ...view, shown })),
  on('class:message', (view, { message }) => withMessage(view, message)),
  on('seating:changed', (view, { seating }) => ({ ...view, seating })),
  on('hands:changed', (view, { hands }) => ({ ...view, hands })),
  on('questions:changed', (view, { questions }) => ({ ...view, questions })),
  on('media:wanted', (view, wanted) => withWanted(view, wanted)),
  on('timer:changed', (view, { timer }) => ({ ...view, timer })),
];
