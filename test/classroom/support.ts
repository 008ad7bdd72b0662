import { io } from 'socket.io-client';
import { openClassSession, type classEvents, type ClassRole, type ClassSnapshot } from '../../shared/classroom.ts';
import { createLesson, inviteToLesson, type Lesson } from '../../shared/planning.ts';
import type {
  connectionEvents,
  Outcome,
  PushName,
  PushPayload,
  RequestAnswer,
  RequestInput,
  RequestName,
} from '../../shared/realtime.ts';
import { until } from '../media/support.ts';
import type { Api } from '../support/api.ts';
import type { TestPlatform } from '../support/platform.ts';
import type { TestPerson, World } from '../support/world.ts';

type Events = typeof classEvents;

/** An acknowledgement that was an error. */
export class EventError extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(`${code}: ${message}`);
    this.code = code;
  }
}

/** One open page of a signed-in person: a real socket with the session cookie. */
export interface Page {
  ask: <N extends RequestName<Events>>(name: N, input: RequestInput<Events, N>) => Promise<RequestAnswer<Events, N>>;
  /** Sends anything at all and answers the acknowledgement as it is. */
  send: (name: string, ...payload: unknown[]) => Promise<Outcome<unknown>>;
  /** Joins and remembers the epoch for what follows. */
  join: (sessionId: string, role: ClassRole, participantId?: string) => Promise<ClassSnapshot>;
  /** Everything the server has told this page under a name. */
  told: <N extends PushName<Events>>(name: N) => PushPayload<Events, N>[];
  /** Waits until it was told something that fits. */
  hears: <N extends PushName<Events>>(
    name: N,
    fits?: (payload: PushPayload<Events, N>) => boolean,
  ) => Promise<PushPayload<Events, N>>;
  /** The same for the pushes of other rooms. */
  pushed: (name: string) => unknown[];
  ended: () => PushPayload<typeof connectionEvents, 'connection:ended'> | null;
  epoch: () => number;
  /** Loses the connection without saying goodbye. */
  drop: () => void;
}

/** Opens a page. */
export async function openPage(url: string, person: Pick<Api, 'cookie'>): Promise<Page> {
  const socket = io(url, {
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
    extraHeaders: { cookie: person.cookie() },
  });
  const pushes: { name: string; payload: unknown }[] = [];
  let epoch = 0;
  socket.onAny((name: string, payload: unknown) => void pushes.push({ name, payload }));
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', reject);
  });
  const send: Page['send'] = (name, ...payload) =>
    socket.timeout(20_000).emitWithAck(name, ...payload) as Promise<Outcome<unknown>>;
  const told = <N extends PushName<Events>>(name: N) =>
    pushes.filter((push) => push.name === name).map((push) => push.payload as PushPayload<Events, N>);
  const ask: Page['ask'] = async (name, input) => {
    const outcome = (await send(name, input)) as Outcome<never>;
    if (!outcome.ok) throw new EventError(outcome.error.code, outcome.error.message);
    return outcome.value;
  };
  return {
    ask,
    send,
    told,
    pushed: (name) => pushes.filter((push) => push.name === name).map(({ payload }) => payload),
    join: async (sessionId, role, participantId) => {
      const snapshot = await ask('class:join', { sessionId, role, ...(participantId === undefined ? {} : { participantId }) });
      ({ epoch } = snapshot.self);
      return snapshot;
    },
    hears: async (name, fits = () => true) => {
      await until(`${name} is told`, () => told(name).some(fits), 20_000);
      return told(name).find(fits) as never;
    },
    ended: () => (pushes.find((push) => push.name === 'connection:ended')?.payload ?? null) as never,
    epoch: () => epoch,
    drop: () => void socket.disconnect(),
  };
}

/** Pages that a test opens, closed together. */
export function createPages(platform: () => Pick<TestPlatform, 'url'>) {
  const pages: Page[] = [];
  return {
    open: async (person: Pick<Api, 'cookie'>): Promise<Page> => {
      const page = await openPage(platform().url, person);
      pages.push(page);
      return page;
    },
    closeAll: () => {
      for (const page of pages.splice(0)) page.drop();
    },
  };
}

/** A lesson of a world that all its people can see, planned by its rear member. */
export async function buildLesson({ people, teamId }: World, title = '认识几分之一'): Promise<Lesson> {
  const body = {
    teamId,
    title,
    subject: '数学',
    grade: '三年级',
    classNames: ['三（1）班'],
    coPlannerIds: [people.recipient.id],
  };
  const lesson = await people.rear.call(createLesson, { body });
  await people.rear.call(inviteToLesson, {
    params: { lessonId: lesson.id, personId: people.observer.id },
    body: { part: 'observer' },
  });
  return lesson;
}

/** A new lesson with a class open on it. */
export async function buildClass(
  world: World,
  opener: TestPerson = world.people.rear,
): Promise<{ lesson: Lesson; sessionId: string }> {
  const lesson = await buildLesson(world);
  const { id } = await opener.call(openClassSession, { params: { lessonId: lesson.id }, body: {} });
  return { lesson, sessionId: id };
}
