import { z } from 'zod';
import { Done, Id, Person } from '../values.ts';
import { ClassRole, Epoch } from './basics.ts';

/**
 * How much of a class reaches somebody over their line, from the best to nothing: everything; fewer and smaller pictures;
 * voice and what is shown; the cues of the step, because the voice cannot be understood; no line at all.
 */
export const lineStates = ['full', 'saving', 'voice', 'cues', 'gone'] as const;
export const LineState = z.enum(lineStates);
export type LineState = z.output<typeof LineState>;

/** What a page says of its own line. That it is gone, the server sees for itself. */
export const ReportedLine = z.object({
  state: LineState.exclude(['gone']),
  /** Whether the person asked to save data, as opposed to the line making it necessary. */
  asked: z.boolean(),
});
export type ReportedLine = z.output<typeof ReportedLine>;

/** The shares of lost packets that are told apart. */
export const lostSteps: readonly number[] = [0.05, 0.1, 0.2, 0.4, 1];

/**
 * The line of somebody in the class, as the others see it. `lost` is the share of what they send that does not reach the
 * server, rounded up to one of `lostSteps`; 0 while it is no more than is lost on any line. The page does not say that: the
 * server sees it.
 */
export const ParticipantLine = z.object({
  participantId: Id,
  state: LineState,
  asked: z.boolean(),
  lost: z.number().min(0).max(1),
});
export type ParticipantLine = z.output<typeof ParticipantLine>;

/** How many seconds of a class somebody spent in each state. Kept with the class; it says something about lines, not about people. */
export const LineRecord = z.object({
  person: Person,
  role: ClassRole,
  seconds: z.object({
    full: z.number().int(),
    saving: z.number().int(),
    voice: z.number().int(),
    cues: z.number().int(),
    gone: z.number().int(),
  }),
});
export type LineRecord = z.output<typeof LineRecord>;

export const lineRequests = {
  /** Says how much of the class reaches this page now. */
  'line:report': { input: z.object({ ...Epoch, ...ReportedLine.shape }), output: Done },
};

export const linePushes = { 'line:changed': z.object({ line: ParticipantLine }) };
