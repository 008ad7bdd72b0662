import { z } from 'zod';
import { Id, Line, Moment, Person } from '../values.ts';
import { Epoch } from './basics.ts';

/** Choose one of A to D, say yes or no, or write a few words. */
export const QuestionKind = z.enum(['choice', 'yesno', 'text']);
export type QuestionKind = z.output<typeof QuestionKind>;

/** The answers that can be chosen from, in order. */
export const choices = ['A', 'B', 'C', 'D'] as const;
export const verdicts = ['yes', 'no'] as const;

/** What a student may write. */
export const AnswerText = Line(60);

/** One bar of the chart. Short texts that mean the same are one bar, named as it was written most often. */
export const AnswerBar = z.object({
  /** The option, or the text as it is compared. */
  key: z.string(),
  label: z.string(),
  /** How many devices answered so, and how many were counted by hand. */
  devices: z.number().int(),
  counted: z.number().int(),
  /** Kept from the class: teachers see it, nobody else. */
  hidden: z.boolean(),
});
export type AnswerBar = z.output<typeof AnswerBar>;

/**
 * A quick question. What the answers are, and which is right, only teachers know until they show it: for the others `bars`
 * and `correct` are null until then.
 */
export const Question = z.object({
  id: Id,
  kind: QuestionKind,
  prompt: z.string(),
  options: z.array(z.string()),
  askedAt: Moment,
  askedBy: Person,
  closedAt: Moment.nullable(),
  shown: z.boolean(),
  correct: z.string().nullable(),
  bars: z.array(AnswerBar).nullable(),
  /** How many devices have answered. */
  answered: z.number().int(),
});
export type Question = z.output<typeof Question>;

/** The question that is on now, and how students' devices join. `code` is null while they cannot. */
export const Questions = z.object({ current: Question.nullable(), code: z.string().nullable(), devices: z.number().int() });
export type Questions = z.output<typeof Questions>;

const OfQuestion = { ...Epoch, questionId: Id };

export const questionRequests = {
  /** Asks the class; a question that is on is closed and put away first. Answers 409 `wrong_solution` when `correct` is no option. */
  'questions:ask': {
    input: z.object({
      ...Epoch,
      kind: QuestionKind,
      prompt: z.union([z.literal(''), Line(120)]).default(''),
      /** How many options of A to D there are. */
      options: z.number().int().min(2).max(choices.length).default(choices.length),
      correct: z.string().min(1).max(60).nullable().default(null),
    }),
    output: Questions,
  },
  /** No more answers; or answers once more. */
  'questions:close': { input: z.object({ ...OfQuestion, closed: z.boolean() }), output: Questions },
  /** Shows everybody the answers and which is right, or takes them back. */
  'questions:show': { input: z.object({ ...OfQuestion, shown: z.boolean() }), output: Questions },
  /** How many answered so, counted by hand; 0 takes it back. A short text is counted under its words. Answers 409 `no_such_option`. */
  'questions:count': {
    input: z.object({ ...OfQuestion, answer: AnswerText, count: z.number().int().min(0).max(999) }),
    output: Questions,
  },
  /** Keeps a short text from the class, or no longer. */
  'questions:hide': {
    input: z.object({ ...OfQuestion, key: z.string().min(1).max(60), hidden: z.boolean() }),
    output: Questions,
  },
  /** Closes the question and puts it away; it stays in the record of the class. */
  'questions:dismiss': { input: z.object(OfQuestion), output: Questions },
  /** Lets students' devices join by a code, or no longer: then those that have joined are let go. */
  'questions:devices': { input: z.object({ ...Epoch, admitted: z.boolean() }), output: Questions },
};

export const questionPushes = { 'questions:changed': z.object({ questions: Questions }) };
