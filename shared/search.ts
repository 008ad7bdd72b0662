import { z } from 'zod';
import { endpoint } from './http.ts';
import { LessonState } from './planning.ts';
import { Id, Moment } from './values.ts';

/** What a text that was found is: the card of a lesson, a section or a step of its plan, a comment, the name of a file, a need. */
export const FindKind = z.enum(['lesson', 'plan', 'step', 'comment', 'file', 'need']);
export type FindKind = z.output<typeof FindKind>;

/** Characters of a query. */
export const longestQuery = 100;
/** Lessons and needs on one page of results. */
export const foundPerPage = 20;

/**
 * One passage that was found. `marks` are the places of the words in `text`, as pairs of the first character and the one behind the last.
 * `anchor` and `field` say where it is: a section's kind or a step's id with its written part, a thread's id, a file's id.
 */
export const FoundPassage = z.object({
  kind: FindKind,
  anchor: z.string(),
  field: z.string(),
  text: z.string(),
  marks: z.array(z.tuple([z.number().int(), z.number().int()])),
  /** Of a step's text: the name of the step. */
  step: z.string().optional(),
});
export type FoundPassage = z.output<typeof FoundPassage>;

/** A lesson or a need in which all words were found, with the best passages; `passages` of them are shown of `count`. */
export const Found = z.object({
  id: Id,
  what: z.enum(['lesson', 'need']),
  title: z.string(),
  titleMarks: FoundPassage.shape.marks,
  subject: z.string(),
  grade: z.string(),
  state: LessonState.nullable(),
  /** Where a need is looked up. */
  pairingId: Id.nullable(),
  at: Moment,
  passages: z.array(FoundPassage),
  count: z.number().int(),
});
export type Found = z.output<typeof Found>;

/** All words have to be in one lesson, or one need; words between quotation marks have to stand together. */
export const search = endpoint({
  method: 'GET',
  path: '/api/search',
  summary: 'Find words in the plans, steps, comments, files and needs that I can see',
  audience: 'account',
  query: z.object({
    q: z.string().trim().max(longestQuery).default(''),
    kind: FindKind.optional(),
    /** Only lessons in which I have a part. */
    mine: z.literal('1').optional(),
    subject: z.string().max(40).optional(),
    grade: z.string().max(40).optional(),
    state: LessonState.optional(),
    page: z.coerce.number().int().min(1).max(500).default(1),
  }),
  output: z.object({ items: z.array(Found), total: z.number().int(), page: z.number().int(), pages: z.number().int() }),
});
