import { z } from 'zod';
import { endpoint } from './http.ts';
import { defineEvents } from './realtime.ts';
import { Done, Id, ListOf, Moment, Person, Text } from './values.ts';

/** Comment kinds: strength 亮点, question 疑问, suggestion 建议, note 记录. */
export const ThreadKind = z.enum(['strength', 'question', 'suggestion', 'note']);
export type ThreadKind = z.output<typeof ThreadKind>;

/**
 * Where a thread hangs: on the lesson as a whole, or on a passage of the plan. The passage is a mark in the document
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
]);

export type NewAnchor = z.output<typeof NewAnchor>;

export const Anchor = z.discriminatedUnion('type', [
  z.object({ type: z.literal('lesson') }),
  z.object({ type: z.literal('plan'), quote: z.string(), prefix: z.string(), suffix: z.string(), orphaned: z.boolean() }),
]);

export const Comment = z.object({ id: Id, author: Person, body: z.string(), createdAt: Moment });

/** A thread with all its comments, the first being the one that opened it. */
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
});
export type Thread = z.output<typeof Thread>;

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

/** Answers 409 `passage_gone` when the passage was deleted meanwhile: nothing is written, the client keeps the text. */
export const openThread = endpoint({
  method: 'POST',
  path: '/api/lessons/:lessonId/threads',
  summary: 'Open a thread on the lesson or on a passage of its plan',
  audience: 'account',
  params: z.object({ lessonId: Id }),
  body: NewComment.extend({ kind: ThreadKind, anchor: NewAnchor }),
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

/** Pages that show a lesson ask to hear of its threads; the answer is only that it is listening. */
export const feedbackEvents = defineEvents({
  requests: {
    'feedback:watch': { input: z.object({ lessonId: Id }), output: Done },
    'feedback:unwatch': { input: z.object({ lessonId: Id }), output: Done },
  },
  pushes: { 'feedback:thread': z.object({ lessonId: Id, threadId: Id }) },
});
