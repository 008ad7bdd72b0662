import { z } from 'zod';
import { endpoint } from '../http.ts';
import { Done, Id, Moment } from '../values.ts';
import { Hand } from './hands.ts';
import { AnswerText, Question } from './questions.ts';
import { SeatLayout, SeatNumber } from './seating.ts';
import { ClassTimer } from './timer.ts';

/** The code by which students' devices join a class, shown on the big screen. */
export const AnsweringCode = z.string().regex(/^\d{6}$/u);

/** What a student's device sees of the class it has joined: the question that is on, and what concerns its own seat. */
export const AnsweringView = z.object({
  lessonTitle: z.string(),
  layout: SeatLayout.nullable(),
  seat: SeatNumber.nullable(),
  question: Question.omit({ askedBy: true, answered: true }).nullable(),
  /** What this device answered to it. */
  answer: z.string().nullable(),
  hand: Hand.pick({ id: true, raisedAt: true }).nullable(),
  called: z.boolean(),
  timer: ClassTimer.nullable(),
  serverTime: Moment,
});
export type AnsweringView = z.output<typeof AnsweringView>;

/** What the stream of a device carries, each as JSON: what it sees now, or that it is over for a reason. */
export const AnsweringEvent = z.union([z.object({ view: AnsweringView }), z.object({ over: z.enum(['ended', 'let_go']) })]);
export type AnsweringEvent = z.output<typeof AnsweringEvent>;

/** Answers 404 `wrong_code`, 429 after many wrong ones, 409 `answering_full`, `no_such_seat`. */
export const joinAnswering = endpoint({
  method: 'POST',
  path: '/api/answering',
  summary: 'Join a class as a student’s device, with the code on the big screen and without an account',
  audience: 'anyone',
  body: z.object({ code: AnsweringCode, seat: SeatNumber.nullable().default(null) }),
  output: z.object({ token: z.string(), view: AnsweringView }),
});

const TokenParams = z.object({ token: z.string().min(20).max(100) });

export const getAnswering = endpoint({
  method: 'GET',
  path: '/api/answering/:token',
  summary: 'What a student’s device sees of its class',
  audience: 'anyone',
  params: TokenParams,
  output: AnsweringView,
});

/** A stream of server-sent events; each one's data is an `AnsweringEvent`. */
export const followAnswering = endpoint({
  method: 'GET',
  path: '/api/answering/:token/events',
  summary: 'The same as a stream, told of every change (text/event-stream)',
  audience: 'anyone',
  params: TokenParams,
  output: z.unknown(),
});

/** Where the stream of a device is. */
export const answeringStream = (token: string): string => `/api/answering/${encodeURIComponent(token)}/events`;

/** Answering again replaces the answer. Answers 409 `question_over` when it is closed, 409 `no_such_option`. */
export const giveAnswer = endpoint({
  method: 'PUT',
  path: '/api/answering/:token/answer',
  summary: 'Answer the question that is on',
  audience: 'anyone',
  params: TokenParams,
  body: z.object({ question: Id, answer: AnswerText }),
  output: AnsweringView,
});

/** Answers 409 `no_seat` for a device that has not said where it is. */
export const raiseSeatHand = endpoint({
  method: 'PUT',
  path: '/api/answering/:token/hand',
  summary: 'Raise or lower the hand of the seat',
  audience: 'anyone',
  params: TokenParams,
  body: z.object({ raised: z.boolean() }),
  output: AnsweringView,
});

/** Sitting somewhere else takes the hand down. */
export const takeSeat = endpoint({
  method: 'PUT',
  path: '/api/answering/:token/seat',
  summary: 'Say in which seat the device is',
  audience: 'anyone',
  params: TokenParams,
  body: z.object({ seat: SeatNumber.nullable() }),
  output: AnsweringView,
});

export const leaveAnswering = endpoint({
  method: 'DELETE',
  path: '/api/answering/:token',
  summary: 'Leave the class as a student’s device; its answers stay',
  audience: 'anyone',
  params: TokenParams,
  output: Done,
});
