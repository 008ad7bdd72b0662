import type { z } from 'zod';
import type { ParticipantLine } from '../../../shared/classroom/line.ts';
import type {
  ChatMessage,
  ClassPosition,
  ClassSnapshot,
  ClassStep,
  Participant,
  WantedPicture,
} from '../../../shared/classroom.ts';
import type { Prompt } from '../../../shared/classroom/prompts.ts';

type Snapshot = z.output<typeof ClassSnapshot>;

/** What a client holds of a class: the snapshot, kept up to date by the pushes that follow it. */
export type ClassView = Omit<Snapshot, 'media'>;

/** A snapshot replaces everything; only the media are kept elsewhere. */
export function viewOf({ media: _media, ...view }: Snapshot): ClassView {
  return view;
}

/** Somebody came, or is no longer what they were. */
export function withParticipant(view: ClassView, participant: Participant): ClassView {
  const known = view.participants.some(({ id }) => id === participant.id);
  const participants = known
    ? view.participants.map((other) => (other.id === participant.id ? participant : other))
    : [...view.participants, participant];
  return { ...view, participants };
}

export function withoutParticipant(view: ClassView, participantId: string): ClassView {
  return { ...view, participants: view.participants.filter(({ id }) => id !== participantId) };
}

export function withoutProducer(view: ClassView, participantId: string, producerId: string): ClassView {
  const participants = view.participants.map((participant) =>
    participant.id === participantId
      ? { ...participant, producers: participant.producers.filter(({ id }) => id !== producerId) }
      : participant,
  );
  return { ...view, participants };
}

export function withPosition(view: ClassView, { steps, ...position }: ClassPosition & { steps: ClassStep[] }): ClassView {
  return { ...view, steps, position };
}

/** Adds a prompt once, as below. */
export function withPrompt(view: ClassView, prompt: Prompt): ClassView {
  if (view.prompts.some(({ id }) => id === prompt.id)) return view;
  return { ...view, prompts: [...view.prompts, prompt] };
}

/** Adds a message once, however often it arrives (as an answer to its sender and as a push). */
export function withMessage(view: ClassView, message: ChatMessage): ClassView {
  if (view.chat.some(({ id }) => id === message.id)) return view;
  return { ...view, chat: [...view.chat, message] };
}

export function withLine(view: ClassView, line: ParticipantLine): ClassView {
  return { ...view, line: [...view.line.filter(({ participantId }) => participantId !== line.participantId), line] };
}

/** All media are built anew, or are gone: how they come to the server is counted anew (ME5.3). */
export function withMediaReset(view: ClassView, mediaMissing: string | null): ClassView {
  return { ...view, mediaMissing, line: view.line.map((line) => ({ ...line, lost: 0 })) };
}

/** More or less of one's own picture is wanted than before. */
export function withWanted(view: ClassView, wanted: WantedPicture): ClassView {
  const others = view.self.wanted.filter(({ producerId }) => producerId !== wanted.producerId);
  return { ...view, self: { ...view.self, wanted: [...others, wanted] } };
}
