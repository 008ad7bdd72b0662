import { z } from 'zod';
import { Thread } from './feedback.ts';
import { endpoint } from './http.ts';
import { planSections, stepFields } from './planDocument.ts';
import type { PlanNode } from './planNode.ts';
import { LessonState } from './planning.ts';
import { Id, ListOf, Moment, Person, Text } from './values.ts';

/** The same lesson, different designs 同课异构: lessons whose plans come from one another. */

/** Where the plan of a lesson came from. `lesson` is null when the reader does not see that one; its authors are named all the same. */
export const LessonOrigin = z.object({
  lesson: z.object({ id: Id, title: z.string() }).nullable(),
  authors: z.array(Person),
  reason: z.string(),
  classNames: z.array(z.string()),
  by: Person,
  at: Moment,
});
export type LessonOrigin = z.output<typeof LessonOrigin>;

/**
 * One lesson of a family. `parentId` is the nearest lesson it comes from that the reader sees; null when there is none. `at` is when
 * it was made.
 */
export const FamilyMember = z.object({
  id: Id,
  parentId: Id.nullable(),
  title: z.string(),
  state: LessonState,
  school: z.string(),
  team: z.string(),
  classNames: z.array(z.string()),
  planners: z.array(Person),
  reason: z.string().nullable(),
  at: Moment,
  /** Whether the reader may bring changes to it. */
  mayComment: z.boolean(),
});
export type FamilyMember = z.output<typeof FamilyMember>;

const LessonParams = z.object({ lessonId: Id });

/** Holds only what the reader sees: of other members nothing is told, not even that they are there. */
export const getFamily = endpoint({
  method: 'GET',
  path: '/api/lessons/:lessonId/family',
  summary: 'Where a lesson’s plan came from, and the lessons of its family that I can see',
  audience: 'account',
  params: LessonParams,
  output: ListOf(FamilyMember).extend({ origin: LessonOrigin.nullable() }),
});

/** A whole plan as an editor reads it (`PlanNode`). */
const Content = z.custom<PlanNode>((value) => typeof value === 'object' && value !== null).meta({ type: 'object' });

export const getPlan = endpoint({
  method: 'GET',
  path: '/api/lessons/:lessonId/plan',
  summary: 'The plan of a lesson as it is now',
  audience: 'account',
  params: LessonParams,
  output: z.object({ content: Content }),
});

/** A part of a plan that holds lines of text. `part` is the id, site or layer of what it is in, when it is in one. */
export const PlanPlace = z.object({
  section: z.enum(planSections),
  part: z.string().max(100).nullable(),
  field: z.enum(stepFields).nullable(),
});
export type PlanPlace = z.output<typeof PlanPlace>;

/** Lines of a plan, joined by newlines; those that hold nothing are left out. */
const Lines = z
  .string()
  .max(2000)
  .refine((value) => !value.includes('\u0000'));

/**
 * `before` are the lines of the lesson, `after` those that stand at the same place in the relative. Answers 409 `passage_gone` when the
 * lesson no longer says `before` there, and `source_changed` when the relative no longer says `after`: the comparison is old.
 */
export const bringChange = endpoint({
  method: 'POST',
  path: '/api/lessons/:lessonId/family/:relativeId/suggestions',
  summary: 'Suggest to a lesson what another one of its family says at the same place',
  audience: 'account',
  params: LessonParams.extend({ relativeId: Id }),
  body: z
    .object({
      commentId: Id.optional(),
      place: PlanPlace,
      before: Lines,
      after: Lines,
      /** How many lines stood before them at their place. */
      at: z.number().int().min(0).default(0),
      body: z.union([Text(2000), z.literal('')]),
    })
    .refine(({ before, after }) => before.trim() !== '' || after.trim() !== '', {
      path: ['after'],
      message: 'Nothing is brought.',
    })
    .refine(({ after, body }) => after.trim() !== '' || body !== '', { path: ['body'], message: 'Say why it can go.' }),
  output: Thread,
});
