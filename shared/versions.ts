import { z } from 'zod';
import { endpoint } from './http.ts';
import type { PlanNode } from './planNode.ts';
import { LessonState } from './planning.ts';
import { Done, Id, Line, ListOf, Moment, Person } from './values.ts';

/** Why there is a version: a quiet spell after writing, a change of state, a class, somebody's wish, and both sides of a restore or an import. */
export const VersionReason = z.enum([
  'quiet',
  'state',
  'class',
  'named',
  'before-restore',
  'restored',
  'before-import',
  'imported',
]);
export type VersionReason = z.output<typeof VersionReason>;

/** `by` caused it, and is null after a quiet spell; `authors` are all who wrote since the version before. */
export const Version = z.object({
  id: Id,
  reason: VersionReason,
  name: z.string().nullable(),
  /** The state that the lesson was brought to. */
  state: LessonState.nullable(),
  /** When the version that was restored had been kept. */
  restoredAt: Moment.nullable(),
  by: Person.nullable(),
  authors: z.array(Person),
  at: Moment,
});
export type Version = z.output<typeof Version>;

/** A whole plan as an editor reads it (`PlanNode`). */
const Content = z.custom<PlanNode>((value) => typeof value === 'object' && value !== null).meta({ type: 'object' });

const LessonParams = z.object({ lessonId: Id });
const VersionParams = LessonParams.extend({ versionId: Id });

export const listVersions = endpoint({
  method: 'GET',
  path: '/api/lessons/:lessonId/versions',
  summary: 'The versions of a plan, the newest first',
  audience: 'account',
  params: LessonParams,
  output: ListOf(Version),
});

export const keepVersion = endpoint({
  method: 'POST',
  path: '/api/lessons/:lessonId/versions',
  summary: 'Keep the plan as it is now under a name (those who write it)',
  audience: 'account',
  params: LessonParams,
  body: z.object({ name: Line(80) }),
  output: Version,
});

export const getVersion = endpoint({
  method: 'GET',
  path: '/api/lessons/:lessonId/versions/:versionId',
  summary: 'A version of a plan with what stood in it',
  audience: 'account',
  params: VersionParams,
  output: Version.extend({ content: Content }),
});

export const nameVersion = endpoint({
  method: 'PATCH',
  path: '/api/lessons/:lessonId/versions/:versionId',
  summary: 'Name a version, or take its name away (those who write the plan)',
  audience: 'account',
  params: VersionParams,
  body: z.object({ name: Line(80).nullable() }),
  output: Version,
});

/** Answers 409 `already_so` when the plan says the same as the version. */
export const restoreVersion = endpoint({
  method: 'POST',
  path: '/api/lessons/:lessonId/versions/:versionId/restoration',
  summary: 'Bring the live plan back to a version, as one more version (those who write it)',
  audience: 'account',
  params: VersionParams,
  output: Version,
});

/** What stands on the card of a lesson, and at the head of its plan. */
const Card = z.object({
  title: z.string(),
  subject: z.string(),
  grade: z.string(),
  textbook: z.string(),
  periods: z.number().int(),
  minutes: z.number().int(),
});
export type Card = z.output<typeof Card>;

/**
 * `content` and `seenAt` are null for somebody who has never looked, `card` also for who looked before cards were kept. `authors` are the
 * others who have written since. `spells` say who wrote where (`planTrail.ts`), the reader among them.
 */
export const getVisit = endpoint({
  method: 'GET',
  path: '/api/lessons/:lessonId/visit',
  summary: 'The plan as I last saw it, and who has written since',
  audience: 'account',
  params: LessonParams,
  output: z.object({
    seenAt: Moment.nullable(),
    content: Content.nullable(),
    card: Card.nullable(),
    authors: z.array(Person),
    spells: z.array(z.object({ authors: z.array(Id), places: z.array(z.string()).nullable() })),
  }),
});

export const recordVisit = endpoint({
  method: 'PUT',
  path: '/api/lessons/:lessonId/visit',
  summary: 'I have seen the plan as it is now',
  audience: 'account',
  params: LessonParams,
  output: Done,
});
