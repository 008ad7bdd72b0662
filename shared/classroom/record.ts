import { z } from 'zod';
import { endpoint } from '../http.ts';
import { Id, ListOf, Moment, Person } from '../values.ts';
import { ClassRole } from './basics.ts';
import { Question } from './questions.ts';
import { Seating, SeatNumber } from './seating.ts';

/** What was said in a class, as its record keeps it. */
const Said = z.object({ id: Id, person: Person, role: ClassRole, body: z.string(), sentAt: Moment });

/** What is kept of a class beside its steps and its attendance. */
export const ClassRecord = z.object({
  seating: Seating,
  /** In the order in which they were asked, with the step the class was at. */
  questions: z.array(Question.extend({ stepId: z.string().nullable() })),
  /** How many devices of students took part. */
  devices: z.number().int(),
  hands: z.object({
    /** How often students and others raised a hand. */
    students: z.number().int(),
    people: z.number().int(),
    /** How often seats were asked to speak, and how many of these were drawn at random. */
    called: z.number().int(),
    drawn: z.number().int(),
    /** How often each seat was asked to speak; seats that never were are left out. */
    seats: z.array(z.object({ seat: SeatNumber, times: z.number().int() })),
  }),
  chat: z.array(Said),
});
export type ClassRecord = z.output<typeof ClassRecord>;

export const getClassRecord = endpoint({
  method: 'GET',
  path: '/api/class-sessions/:sessionId/record',
  summary: 'What is kept of a class: students’ seats and head count, questions with their answers, hands, chat',
  audience: 'account',
  params: z.object({ sessionId: Id }),
  output: ClassRecord,
});

/** How long a step of the plan really took in a class that has ended. */
const StepTime = z.object({ stepId: z.string(), seconds: z.number().int() });

/** The newest first. Steps that were not reached are left out. */
export const listStepTimes = endpoint({
  method: 'GET',
  path: '/api/lessons/:lessonId/step-times',
  summary: 'How long the steps of a plan took in the classes held from it',
  audience: 'account',
  params: z.object({ lessonId: Id }),
  output: ListOf(z.object({ sessionId: Id, openedAt: Moment, steps: z.array(StepTime) })),
});
