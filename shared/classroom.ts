import { z } from 'zod';
import { ClassRole, Epoch } from './classroom/basics.ts';
import * as board from './classroom/board.ts';
import { lobby, Lobby } from './classroom/lobby.ts';
import {
  mediaPushes,
  mediaRequests,
  MediaSource,
  mediaState,
  Receiving,
  RtpParameters,
  WantedPicture,
} from './classroom/media.ts';
import { order, StepRule } from './classroom/order.ts';
import { prompts, Prompt } from './classroom/prompts.ts';
import { linePushes, lineRequests, LineRecord, ParticipantLine } from './classroom/line.ts';
import { tools } from './classroom/tools.ts';
import { endpoint } from './http.ts';
import { floors } from './planDocument.ts';
import { defineEvents } from './realtime.ts';
import { Done, Id, ListOf, Moment, Person, Text } from './values.ts';

export { ClassRole, MediaSource, WantedPicture };

export const ClassState = z.enum(['planned', 'open', 'ended']);
export type ClassState = z.output<typeof ClassState>;

/** A step as the class holds it: copied from the plan when the class opens, so that the class never depends on the editor. */
export const ClassStep = z.object({
  id: z.string(),
  position: z.number().int(),
  name: z.string(),
  minutes: z.number().nullable(),
  floor: z.enum(floors),
  lead: z.string(),
  local: z.string(),
  students: z.string(),
  intent: z.string(),
  cue: z.string(),
  answering: z.string(),
  evidence: z.string(),
  lineDrop: z.string(),
  /** When the class was at this step: the first entry, and how long in all up to `asOf` of the snapshot. */
  startedAt: Moment.nullable(),
  actualSeconds: z.number().int(),
});
export type ClassStep = z.output<typeof ClassStep>;

/** A class session as lists show it. `roles` are those the signed-in account may join in, the likeliest first. */
export const ClassSession = z.object({
  id: Id,
  lessonId: Id,
  lessonTitle: z.string(),
  subject: z.string(),
  grade: z.string(),
  state: ClassState,
  scheduledFor: Moment.nullable(),
  openedAt: Moment.nullable(),
  endedAt: Moment.nullable(),
  roles: z.array(ClassRole),
  present: z.number().int(),
  mayManage: z.boolean(),
});
export type ClassSession = z.output<typeof ClassSession>;

export const Attendance = z.object({
  person: Person,
  role: ClassRole,
  joinedAt: Moment,
  leftAt: Moment.nullable(),
  seconds: z.number().int(),
});

export type Attendance = z.output<typeof Attendance>;

/**
 * Somebody in the class. `away` is true while their connection is lost and they are expected back: they stay listed, and
 * their last picture stays. The id is the same for a person and role over all joins to a class.
 */
export const Participant = z.object({
  id: Id,
  person: Person,
  role: ClassRole,
  joinedAt: Moment,
  away: z.boolean(),
  producers: z.array(z.object({ id: z.string(), source: MediaSource, paused: z.boolean() })),
});
export type Participant = z.output<typeof Participant>;

export const ChatMessage = z.object({ id: Id, person: Person, role: ClassRole, body: z.string(), sentAt: Moment });
export type ChatMessage = z.output<typeof ChatMessage>;

/** Where the class is: at no step until a teacher starts the first. `stepStartedAt` starts the timer; `serverTime` lets clients correct their clock. */
export const ClassPosition = z.object({
  stepId: z.string().nullable(),
  stepStartedAt: Moment.nullable(),
  serverTime: Moment,
});

export type ClassPosition = z.output<typeof ClassPosition>;

/** Everything a client needs on entering and after every reconnection: it replaces what the client held. */
export const ClassSnapshot = z.object({
  session: ClassSession,
  /**
   * `may` says what this role may do; the server enforces it. `transports` are one's own media transports that are still in
   * place: after coming back with `participantId` a client keeps those it holds and restarts their ICE; when one it holds is
   * not among them it rebuilds its media.
   */
  self: z.object({
    participantId: Id,
    role: ClassRole,
    epoch: z.number().int(),
    may: z.object({
      step: z.boolean(),
      end: z.boolean(),
      chat: z.boolean(),
      prompt: z.boolean(),
      show: z.boolean(),
      sources: z.array(MediaSource),
      ...tools.rights,
    }),
    transports: z.array(z.string()),
    wanted: z.array(WantedPicture),
  }),
  participants: z.array(Participant),
  steps: z.array(ClassStep),
  position: ClassPosition,
  chat: z.array(ChatMessage),
  /** Null for those who never let anybody in. */
  lobby: Lobby.nullable(),
  rule: StepRule,
  /** Those one may read; the class never sees them. */
  prompts: z.array(Prompt),
  /** How much of the class reaches whom. */
  line: z.array(ParticipantLine),
  ...tools.snapshot,
  board: board.Board,
  shown: board.ShownNow,
  ...mediaState,
  receiving: Receiving.nullable(),
});
export type ClassSnapshot = z.output<typeof ClassSnapshot>;

export const listClassSessions = endpoint({
  method: 'GET',
  path: '/api/class-sessions',
  summary: 'Classes I can join: open ones, today’s, and those to come',
  audience: 'account',
  output: ListOf(ClassSession),
});

export const listLessonClassSessions = endpoint({
  method: 'GET',
  path: '/api/lessons/:lessonId/class-sessions',
  summary: 'The class sessions of a lesson, the newest first',
  audience: 'account',
  params: z.object({ lessonId: Id }),
  output: ListOf(ClassSession),
});

/** Answers 409 `class_already_open` with `details.sessionId` when one is open. */
export const openClassSession = endpoint({
  method: 'POST',
  path: '/api/lessons/:lessonId/class-sessions',
  summary: 'Open a class session from a lesson, or plan one for later with `scheduledFor`',
  audience: 'account',
  params: z.object({ lessonId: Id }),
  body: z.object({ scheduledFor: Moment.nullable().default(null) }),
  output: ClassSession,
});

const SessionParams = z.object({ sessionId: Id });

/** Answers 409 `class_already_open` as above, `class_ended` when it is over. Opening what is open already answers it. */
export const openPlannedClassSession = endpoint({
  method: 'POST',
  path: '/api/class-sessions/:sessionId/open',
  summary: 'Open a class session that was planned for later (lead or local teacher)',
  audience: 'account',
  params: SessionParams,
  output: ClassSession,
});

export const cancelClassSession = endpoint({
  method: 'DELETE',
  path: '/api/class-sessions/:sessionId',
  summary: 'Take back a class session that was planned and never opened (lead or local teacher)',
  audience: 'account',
  params: SessionParams,
  output: Done,
});

export const getClassSession = endpoint({
  method: 'GET',
  path: '/api/class-sessions/:sessionId',
  summary: 'A class session with its steps (actual times included), attendance and how the lines were',
  audience: 'account',
  params: SessionParams,
  output: ClassSession.extend({
    steps: z.array(ClassStep),
    attendance: z.array(Attendance),
    line: z.array(LineRecord),
    /** What can be received while somebody is there: with it a browser knows before joining what it can play. */
    media: z.object({ routerRtpCapabilities: z.unknown() }).nullable(),
  }),
});

export const endClassSession = endpoint({
  method: 'POST',
  path: '/api/class-sessions/:sessionId/end',
  summary: 'End a class for everybody (lead or local teacher)',
  audience: 'account',
  params: SessionParams,
  output: Done,
});

export const classEvents = defineEvents({
  requests: {
    ...lineRequests,
    /**
     * Enter. A page that lost its connection passes its `participantId` to keep its media; a new page leaves it out, and what
     * an older page sent is closed. The newest wins; an older page gets `class:moved`. `page` is a name that a page makes up for
     * itself: by it a page that comes back after another one has taken its place is known, and refused as `stale_epoch`. With
     * `receive` what the others send is opened at once, in `receiving`.
     */
    'class:join': {
      input: z.object({
        sessionId: Id,
        role: ClassRole,
        participantId: Id.optional(),
        page: z.string().min(8).max(64).optional(),
        receive: z.object({ rtpCapabilities: RtpParameters }).optional(),
      }),
      output: ClassSnapshot,
    },
    'class:leave': { input: z.object({ ...Epoch }), output: Done },
    'class:step': { input: z.object({ ...Epoch, stepId: z.string().max(100) }), output: ClassPosition },
    'class:chat': { input: z.object({ ...Epoch, body: Text(1000) }), output: ChatMessage },
    'class:end': { input: z.object({ ...Epoch }), output: Done },
    ...lobby.requests,
    ...order.requests,
    ...prompts.requests,
    ...mediaRequests,
    ...tools.requests,
    ...board.requests,
  },
  pushes: {
    ...linePushes,
    ...tools.pushes,
    'class:participant': z.object({ participant: Participant }),
    'class:left': z.object({ participantId: Id }),
    'class:position': ClassPosition.extend({ steps: z.array(ClassStep) }),
    'class:message': z.object({ message: ChatMessage }),
    'class:ended': z.object({ sessionId: Id }),
    /** This page is no longer the one in the class: the same person entered elsewhere, or was taken out. */
    'class:moved': z.object({ reason: z.enum(['newer_tab', 'removed', 'access_ended']) }),
    ...lobby.pushes,
    ...order.pushes,
    ...prompts.pushes,
    ...mediaPushes,
    ...board.pushes,
  },
});
