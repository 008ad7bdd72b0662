import { z } from 'zod';
import { endpoint } from './http.ts';
import { defineEvents } from './realtime.ts';
import { Done, Id, ListOf, Moment, Person, Text } from './values.ts';

/** Comment kinds: strength 亮点, question 疑问, suggestion 建议, note 记录. */
export const ThreadKind = z.enum(['strength', 'question', 'suggestion', 'note']);
export type ThreadKind = z.output<typeof ThreadKind>;

/**
 * Where a thread hangs: on the lesson as a whole, on one of its steps, or on a passage of the plan. The passage is a mark in the document
 * (set by the server, since mentors cannot write) plus its quote and surroundings, so that an orphaned thread still shows what it was about.
 * `from` and `to` are Yjs relative positions, base64 of `Y.encodeRelativePosition`, in the plan's fragment.
 */
export const NewAnchor = z.discriminatedUnion('type', [
  z.object({ type: z.literal('lesson') }),
  z.object({
    type: z.literal('plan'),
    from: z.base64().max(400),
    to: z.base64().max(400),
    quote: z.string().min(1).max(2000),
  }),
  z.object({ type: z.literal('step'), stepId: z.string().min(1).max(100) }),
]);

export type NewAnchor = z.output<typeof NewAnchor>;

export const Anchor = z.discriminatedUnion('type', [
  z.object({ type: z.literal('lesson') }),
  z.object({ type: z.literal('plan'), quote: z.string(), prefix: z.string(), suffix: z.string(), orphaned: z.boolean() }),
  /** `quote` is the name that the step had when the thread was opened. */
  z.object({ type: z.literal('step'), stepId: z.string(), quote: z.string(), orphaned: z.boolean() }),
]);

export const Comment = z.object({ id: Id, author: Person, body: z.string(), createdAt: Moment });

/** What becomes of a suggestion: taken over as it is, taken over in other words, or not taken over. */
export const Outcome = z.enum(['adopted', 'adapted', 'declined']);
export type Outcome = z.output<typeof Outcome>;

/**
 * One decision on a suggestion. `wording` is what went into the plan and `replaced` what stood there before; both are null when
 * it was declined. A decision is withdrawn, never erased, when the thread is opened again: the plan's words stay as they are.
 */
export const Decision = z.object({
  id: Id,
  outcome: Outcome,
  by: Person,
  at: Moment,
  reason: z.string().nullable(),
  wording: z.string().nullable(),
  replaced: z.string().nullable(),
  withdrawnAt: Moment.nullable(),
  withdrawnBy: Person.nullable(),
});
export type Decision = z.output<typeof Decision>;

/**
 * Where a suggestion was brought from, and who had written it there. `lesson` is null when the reader does not see that one; its
 * authors are named all the same.
 */
export const ThreadSource = z.object({ lesson: z.object({ id: Id, title: z.string() }).nullable(), authors: z.array(Person) });

/**
 * A thread with all its comments, the first being the one that opened it. `wording` is what a suggestion would put in the
 * place of its passage; `decisions` are those on it, the oldest first.
 */
export const Thread = z.object({
  id: Id,
  lessonId: Id,
  kind: ThreadKind,
  anchor: Anchor,
  comments: z.array(Comment),
  createdAt: Moment,
  resolvedAt: Moment.nullable(),
  resolvedBy: Person.nullable(),
  mayResolve: z.boolean(),
  wording: z.string().nullable(),
  decisions: z.array(Decision),
  source: ThreadSource.nullable(),
  mayDecide: z.boolean(),
});
export type Thread = z.output<typeof Thread>;

/** The decision on a suggestion that holds now, if any. */
export const standingDecision = ({ decisions }: Pick<Thread, 'decisions'>): Decision | null =>
  decisions.find(({ withdrawnAt }) => withdrawnAt === null) ?? null;

/** Words for the plan: several lines, of which the first and the last are not blank. */
const Wording = Text(2000);

/** What a person writes. The client may choose `commentId`, so that sending again after a lost answer writes nothing twice. */
const NewComment = z.object({ commentId: Id.optional(), body: Text(4000) });

export const listThreads = endpoint({
  method: 'GET',
  path: '/api/lessons/:lessonId/threads',
  summary: 'The feedback on a lesson, the oldest thread first',
  audience: 'account',
  params: z.object({ lessonId: Id }),
  output: ListOf(Thread),
});

/**
 * A suggestion on a passage may hold `wording`, and then needs no other words. `threadId` may be the client's choice, so that what is
 * written without a connection can be answered before it is sent.
 */
const NewThread = NewComment.extend({
  threadId: Id.optional(),
  body: z.union([Text(4000), z.literal('')]),
  kind: ThreadKind,
  anchor: NewAnchor,
  wording: Wording.optional(),
})
  .refine(({ body, wording }) => body !== '' || wording !== undefined, { path: ['body'], message: 'Nothing is written.' })
  .refine(({ kind, anchor, wording }) => wording === undefined || (kind === 'suggestion' && anchor.type === 'plan'), {
    path: ['wording'],
    message: 'Only a suggestion on a passage holds wording.',
  });

/**
 * Answers 409 `passage_gone` when the passage was deleted meanwhile, `step_gone` when the step was, and `passage_too_long` when
 * it is too long to be replaced: nothing is written, the client keeps the text.
 */
export const openThread = endpoint({
  method: 'POST',
  path: '/api/lessons/:lessonId/threads',
  summary: 'Open a thread on the lesson, on one of its steps or on a passage of its plan',
  audience: 'account',
  params: z.object({ lessonId: Id }),
  body: NewThread,
  output: Thread,
});

export const reply = endpoint({
  method: 'POST',
  path: '/api/threads/:threadId/comments',
  summary: 'Reply in a thread',
  audience: 'account',
  params: z.object({ threadId: Id }),
  body: NewComment,
  output: Thread,
});

export const resolveThread = endpoint({
  method: 'POST',
  path: '/api/threads/:threadId/resolution',
  summary: 'Resolve a thread, or open it again',
  audience: 'account',
  params: z.object({ threadId: Id }),
  body: z.object({ resolved: z.boolean() }),
  output: Thread,
});

/** The client chooses `decisionId`, so that sending again after a lost answer decides nothing twice. */
const NewDecision = z.object({ decisionId: Id });

/**
 * `replaces` are the words of the passage as the person saw them, when they are not those that the suggestion was made on. Answers
 * 409 `passage_changed` with the present words in `details.words`, `suggestion_orphaned` when the passage is gone, and
 * `already_decided` when somebody was faster.
 */
export const decideSuggestion = endpoint({
  method: 'POST',
  path: '/api/threads/:threadId/decision',
  summary: 'Adopt a suggestion, adapt it or decline it with a reason; adopted wording enters the plan',
  audience: 'account',
  params: z.object({ threadId: Id }),
  body: z.discriminatedUnion('outcome', [
    NewDecision.extend({ outcome: z.literal('adopted'), replaces: z.string().max(2000).optional() }),
    NewDecision.extend({
      outcome: z.literal('adapted'),
      wording: Wording,
      reason: Text(1000).optional(),
      replaces: z.string().max(2000).optional(),
    }),
    NewDecision.extend({ outcome: z.literal('declined'), reason: Text(1000) }),
  ]),
  output: Thread,
});

/** Whom a comment can name: `@` and their name in a comment tells them of it. */
export const listReaders = endpoint({
  method: 'GET',
  path: '/api/lessons/:lessonId/readers',
  summary: 'The people who can see a lesson and be mentioned in its feedback',
  audience: 'account',
  params: z.object({ lessonId: Id }),
  output: ListOf(Person),
});

/** Pages that show a lesson ask to hear of its threads; the answer is only that it is listening. */
export const feedbackEvents = defineEvents({
  requests: {
    'feedback:watch': { input: z.object({ lessonId: Id }), output: Done },
    'feedback:unwatch': { input: z.object({ lessonId: Id }), output: Done },
  },
  pushes: { 'feedback:thread': z.object({ lessonId: Id, threadId: Id }) },
});
