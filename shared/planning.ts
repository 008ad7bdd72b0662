import { z } from 'zod';
import { endpoint } from './http.ts';
import { Day, Id, Line, ListOf, Moment, Person } from './values.ts';

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

/** One line of the record of a lesson's states. */
export const StateChange = z.object({ from: LessonState.nullable(), to: LessonState, by: Person, at: Moment });

export const listLessons = endpoint({
  method: 'GET',
  path: '/api/lessons',
  summary: 'The lessons I can see, the latest change first',
  audience: 'account',
  output: ListOf(Lesson),
});

export const createLesson = endpoint({
  method: 'POST',
  path: '/api/lessons',
  summary: 'Start a lesson from the standard template',
  audience: 'account',
  body: z.object({
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
  }),
  output: Lesson,
});

const LessonParams = z.object({ lessonId: Id });

export const getLesson = endpoint({
  method: 'GET',
  path: '/api/lessons/:lessonId',
  summary: 'A lesson, with the record of its states',
  audience: 'account',
  params: LessonParams,
  output: Lesson.extend({ history: z.array(StateChange) }),
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
    plannedFor: Moment.nullable().optional(),
  }),
  output: Lesson,
});

/** Answers 409 `plan_incomplete` with `details.missing` when a plan is not ready to be final. */
export const changeLessonState = endpoint({
  method: 'POST',
  path: '/api/lessons/:lessonId/state',
  summary: 'Move a lesson to another state; going back is possible and recorded',
  audience: 'account',
  params: LessonParams,
  body: z.object({ state: LessonState }),
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
