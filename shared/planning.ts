import { z } from 'zod';
import { endpoint } from './http.ts';
import { defineEvents } from './realtime.ts';
import { Day, Id, Line, ListOf, Moment, Person, Text } from './values.ts';

/** Plan states: draft 初备 → review 研讨 → revision 复备 → final 定稿 → taught 已授 → reflected 反思. */
export const LessonState = z.enum(['draft', 'review', 'revision', 'final', 'taught', 'reflected']);
export type LessonState = z.output<typeof LessonState>;

/** The states in their order. */
export const lessonStates: readonly LessonState[] = LessonState.options;

/** Whether a lesson is at a state or past it. */
export const hasReached = (state: LessonState, goal: LessonState): boolean =>
  lessonStates.indexOf(state) >= lessonStates.indexOf(goal);

/** Going back is always possible. Up to final any state can be reached; taught follows final, and reflected follows taught. */
export function mayFollow(from: LessonState, to: LessonState): boolean {
  const steps = lessonStates.indexOf(to) - lessonStates.indexOf(from);
  return steps < 0 || steps === 1 || !hasReached(to, 'taught');
}

/** Whether a move leads back, which needs a reason. */
export const goesBack = (from: LessonState, to: LessonState): boolean => from !== to && hasReached(from, to);

/** What a person is to one lesson. Team members have access by their role in the team; observers only through a row here. */
export const LessonPart = z.enum(['lead-planner', 'co-planner', 'mentor', 'observer']);
export type LessonPart = z.output<typeof LessonPart>;

export const LessonPerson = z.object({ person: Person, part: LessonPart });

/** What the signed-in account may do with one lesson: the client shows only what is true here, the server enforces it. */
export const LessonRights = z.object({
  editPlan: z.boolean(),
  comment: z.boolean(),
  manage: z.boolean(),
  openClass: z.boolean(),
});
export type LessonRights = z.output<typeof LessonRights>;

/** `documentId` is the plan's document at `/documents/<documentId>`. `minutes` is the length of one period. */
export const Lesson = z.object({
  id: Id,
  teamId: Id,
  title: z.string(),
  subject: z.string(),
  grade: z.string(),
  textbook: z.string(),
  periods: z.number().int(),
  minutes: z.number().int(),
  state: LessonState,
  documentId: Id,
  needId: Id.nullable(),
  plannedFor: Moment.nullable(),
  people: z.array(LessonPerson),
  rights: LessonRights,
  createdAt: Moment,
  updatedAt: Moment,
});
export type Lesson = z.output<typeof Lesson>;

/** One line of the record of a lesson's states. `reason` says why it went back; going on needs none. */
export const StateChange = z.object({
  from: LessonState.nullable(),
  to: LessonState,
  by: Person,
  at: Moment,
  reason: z.string().nullable(),
});

/** A part of the plan that somebody has said they write: `part` is the kind of a section, or the id of a step or a class. */
export const TakenPart = z.object({ part: z.string(), person: Person, at: Moment });
export type TakenPart = z.output<typeof TakenPart>;

export const listLessons = endpoint({
  method: 'GET',
  path: '/api/lessons',
  summary: 'The lessons I can see, the latest change first',
  audience: 'account',
  output: ListOf(Lesson),
});

/**
 * What a new lesson starts from. A plan that is taken over from another lesson says why, and for which classes: their 学情 is
 * written anew. `keepReference` puts the 学情 and the reflection of the other lesson beside it, to be read and deleted.
 */
const NewLesson = z
  .object({
    teamId: Id,
    title: Line(120),
    subject: Line(40),
    grade: Line(40),
    textbook: z.string().trim().max(120).default(''),
    periods: z.number().int().min(1).max(20).default(1),
    minutes: z.number().int().min(5).max(240).default(40),
    needId: Id.nullable().default(null),
    plannedFor: Moment.nullable().default(null),
    /** One 学情 block is seeded per name. */
    classNames: z.array(Line(60)).max(12).default([]),
    coPlannerIds: z.array(Id).max(50).default([]),
    templateId: Id.nullable().default(null),
    originId: Id.nullable().default(null),
    reason: Text(500).nullable().default(null),
    keepReference: z.boolean().default(false),
  })
  .refine(({ templateId, originId }) => templateId === null || originId === null, {
    path: ['templateId'],
    message: 'A lesson starts from a template or from another lesson.',
  })
  .refine(({ originId, reason }) => originId === null || reason !== null, {
    path: ['reason'],
    message: 'Whoever takes a plan over says why.',
  })
  .refine(({ originId, classNames }) => originId === null || classNames.length > 0, {
    path: ['classNames'],
    message: 'Whoever takes a plan over says for which class.',
  });

export const createLesson = endpoint({
  method: 'POST',
  path: '/api/lessons',
  summary: 'Start a lesson from the standard template, from another one, or from the plan of another lesson',
  audience: 'account',
  body: NewLesson,
  output: Lesson,
});

const LessonParams = z.object({ lessonId: Id });

export const getLesson = endpoint({
  method: 'GET',
  path: '/api/lessons/:lessonId',
  summary: 'A lesson, with the record of its states and who writes which part',
  audience: 'account',
  params: LessonParams,
  output: Lesson.extend({ history: z.array(StateChange), taken: z.array(TakenPart) }),
});

export const updateLesson = endpoint({
  method: 'PATCH',
  path: '/api/lessons/:lessonId',
  summary: 'Change what stands on the card of a lesson (its planners)',
  audience: 'account',
  params: LessonParams,
  body: z.object({
    title: Line(120).optional(),
    subject: Line(40).optional(),
    grade: Line(40).optional(),
    textbook: z.string().trim().max(120).optional(),
    periods: z.number().int().min(1).max(20).optional(),
    minutes: z.number().int().min(5).max(240).optional(),
    plannedFor: Moment.nullable().optional(),
  }),
  output: Lesson,
});

/** Answers 409 `plan_incomplete` with `details.missing` when a plan is not ready to be final. Going back needs a reason. */
export const changeLessonState = endpoint({
  method: 'POST',
  path: '/api/lessons/:lessonId/state',
  summary: 'Move a lesson to another state; going back is possible and recorded',
  audience: 'account',
  params: LessonParams,
  body: z.object({ state: LessonState, reason: Text(300).optional() }),
  output: Lesson,
});

export const inviteToLesson = endpoint({
  method: 'PUT',
  path: '/api/lessons/:lessonId/people/:personId',
  summary: 'Give a member of the team a part in a lesson',
  audience: 'account',
  params: LessonParams.extend({ personId: Id }),
  body: z.object({ part: LessonPart }),
  output: Lesson,
});

export const removeFromLesson = endpoint({
  method: 'DELETE',
  path: '/api/lessons/:lessonId/people/:personId',
  summary: 'Take a part in a lesson away again',
  audience: 'account',
  params: LessonParams.extend({ personId: Id }),
  output: Lesson,
});

/** The people of my teams who can be invited to a lesson. */
export const listColleagues = endpoint({
  method: 'GET',
  path: '/api/teams/:teamId/people',
  summary: 'The active members of one of my teams',
  audience: 'account',
  params: z.object({ teamId: Id }),
  output: ListOf(Person.extend({ role: z.string(), endsOn: Day.nullable() })),
});

const PartParams = LessonParams.extend({ partId: z.string().min(1).max(100) });

/** Answers 409 `part_taken` with `details.name` when a colleague was faster. */
export const takePart = endpoint({
  method: 'PUT',
  path: '/api/lessons/:lessonId/taken-parts/:partId',
  summary: 'Say that I write a section, a step or the analysis of a class; it locks nothing (those who write the plan)',
  audience: 'account',
  params: PartParams,
  output: Lesson,
});

export const releasePart = endpoint({
  method: 'DELETE',
  path: '/api/lessons/:lessonId/taken-parts/:partId',
  summary: 'Give a part back (whoever took it, and those who look after the lesson)',
  audience: 'account',
  params: PartParams,
  output: Lesson,
});

/**
 * Answers the place that the step has then, counted from 0. 404 when the step is gone, 409 `step_gone` when the one that it is to
 * stand before is. `busy` are steps in which somebody has the cursor: those stay what they are, and others are moved past them.
 */
export const movePlanStep = endpoint({
  method: 'POST',
  path: '/api/lessons/:lessonId/steps/:partId/place',
  summary: 'Move a step of the plan (those who write it)',
  audience: 'account',
  params: PartParams,
  body: z.object({ before: z.string().max(100).nullable(), busy: z.array(z.string().max(100)).max(200).default([]) }),
  output: z.object({ place: z.number().int() }),
});

/** Told to every open page of everybody who sees a lesson: its card, state, people or taken parts have changed. Not its plan. */
export const lessonEvents = defineEvents({
  requests: {},
  pushes: { 'lesson:changed': z.object({ lessonId: Id }) },
});
