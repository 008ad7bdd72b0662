import { io, type Socket } from 'socket.io-client';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { ClassVisit } from '../../client/classroom/media/ClassVisit.ts';
import type { Signalling } from '../../client/classroom/media/signalling.ts';
import { endClassSession, type ClassRole } from '../../shared/classroom.ts';
import { updateMember } from '../../shared/programme.ts';
import type { Outcome } from '../../shared/realtime.ts';
import { layLine, type Line } from '../support/line.ts';
import { startPlatform, type TestPlatform } from '../support/platform.ts';
import { buildWorld, type TestPerson, type World } from '../support/world.ts';
import { buildClass, createPages, EventError } from './support.ts';

/** What the page's own code does on a line that breaks: the real stay of a page, over a real socket, to the real server. */
let platform: TestPlatform;
let line: Line;
let world: World;
let sessionId: string;
const pages = createPages(() => platform);
const stays: { visit: ClassVisit; socket: Socket }[] = [];
const patient = { timeout: 20_000, interval: 20 };

beforeAll(async () => {
  platform = await startPlatform({ graceMs: 30_000 });
});
beforeEach(async () => {
  vi.stubGlobal('window', new EventTarget());
  line = await layLine(platform.url);
  world = await buildWorld(platform);
  ({ sessionId } = await buildClass(world));
});
afterEach(async () => {
  for (const { visit, socket } of stays.splice(0)) {
    visit.close();
    socket.disconnect();
  }
  pages.closeAll();
  await line.close();
  vi.unstubAllGlobals();
});
afterAll(() => platform.close());

/** A page as client/connection/socket.ts has it, apart from the browser. */
function stay(person: TestPerson, role: ClassRole) {
  const socket = io(line.url, { transports: ['websocket'], forceNew: true, extraHeaders: { cookie: person.cookie() } });
  const reconnect = vi.fn(() => void socket.disconnect().connect());
  const signalling: Signalling = {
    request: async (name, input) => {
      if (!socket.connected) throw new EventError('offline', 'no connection');
      const answer = socket.timeout(5_000).emitWithAck(name, input) as Promise<Outcome<never>>;
      const outcome = await answer.catch(() => {
        throw new EventError('timeout', 'no answer');
      });
      if (!outcome.ok) throw new EventError(outcome.error.code, outcome.error.message);
      return outcome.value;
    },
    on: (name, listener) => {
      socket.on(name, listener as never);
      return () => void socket.off(name, listener as never);
    },
    connected: () => socket.connected,
    onConnection: (listener) => {
      const [up, down] = [() => listener(true), () => listener(false)];
      socket.on('connect', up).on('disconnect', down);
      return () => void socket.off('connect', up).off('disconnect', down);
    },
    reconnect,
  };
  const visit = new ClassVisit({ signalling, sessionId, role, machine: 'laptop' });
  stays.push({ visit, socket });
  const is = (phase: ClassVisit['state']['phase']) => vi.waitFor(() => expect(visit.state.phase).toBe(phase), patient);
  return { visit, socket, reconnect, is };
}
const says = (event: 'online' | 'offline') => window.dispatchEvent(new Event(event));

describe('a stay on a line that breaks', () => {
  it('keeps its view, comes back as the same participant, and holds what was said meanwhile (C1.1, C1.5)', async () => {
    const { visit, is } = stay(world.people.recipient, 'local');
    await is('in');
    const before = visit.state.view;
    const lead = await pages.open(world.people.rear);
    const { steps } = await lead.join(sessionId, 'lead');
    await vi.waitFor(() => expect(visit.state.view?.participants).toHaveLength(2), patient);
    const held = visit.state.view;
    await line.cut();
    await is('returning');
    expect(visit.state.view).toBe(held);
    await lead.hears('class:participant', ({ participant }) => participant.away);
    await lead.ask('class:chat', { epoch: lead.epoch(), body: '请等一等' });
    await lead.ask('class:step', { epoch: lead.epoch(), stepId: steps[0]?.id ?? '' });
    await line.mend();
    await is('in');
    expect(visit.state.view?.self.participantId).toBe(before?.self.participantId);
    expect(visit.state.view?.self.epoch).toBeGreaterThan(before?.self.epoch ?? Infinity);
    expect(visit.state.view?.chat.map(({ body }) => body)).toEqual(['请等一等']);
    expect(visit.state.view?.position.stepId).toBe(steps[0]?.id);
    expect(visit.state.view?.participants).toHaveLength(2);
  });

  it('does not trust an old socket once the browser has said that it is offline (C1.1, C1.4)', async () => {
    const { visit, socket, is } = stay(world.people.recipient, 'local');
    await is('in');
    const { id } = socket;
    says('offline');
    expect(visit.state).toMatchObject({ phase: 'returning', offline: true });
    expect(visit.state.view).not.toBeNull();
    says('online');
    await is('in');
    expect(socket.id).not.toBe(id);
    expect(visit.state.offline).toBe(false);
  });

  it('makes its next attempt at once when the browser is online again, or somebody presses the button (C1.3)', async () => {
    const { visit, reconnect, is } = stay(world.people.recipient, 'local');
    await is('in');
    await line.cut();
    await is('returning');
    await vi.waitFor(() => expect(reconnect.mock.calls.length).toBeGreaterThan(0), patient);
    for (const hurry of [() => says('online'), () => visit.hurry()]) {
      const before = reconnect.mock.calls.length;
      hurry();
      expect(reconnect.mock.calls.length).toBe(before + 1);
    }
    await line.mend();
    await is('in');
  });

  it('gives up what will never work, and says why (C1.6)', async () => {
    const ended = stay(world.people.rear, 'lead');
    const refused = stay(world.people.recipient, 'local');
    await ended.is('in');
    await refused.is('in');
    await line.cut();
    await refused.is('returning');
    const { recipient, coordinator, rear } = world.people;
    await coordinator.call(updateMember, { params: { memberId: recipient.memberId }, body: { role: 'observer' } });
    await line.mend();
    await refused.is('refused');
    expect(refused.visit.state.why).toBe('forbidden');
    await ended.is('in');
    await line.cut();
    await ended.is('returning');
    await rear.call(endClassSession, { params: { sessionId } });
    await line.mend();
    await ended.is('ended');
  });

  it('never comes back by itself to a place that a newer page has taken (C1.7)', async () => {
    const { visit, socket, is } = stay(world.people.recipient, 'local');
    await is('in');
    const newer = await pages.open(world.people.recipient);
    await newer.join(sessionId, 'local');
    await is('moved');
    expect(visit.state.why).toBe('newer_tab');
    const { id } = socket;
    await line.cut();
    await line.mend();
    says('online');
    await vi.waitFor(() => expect(socket.connected && socket.id !== id).toBe(true), patient);
    await newer.ask('class:chat', { epoch: newer.epoch(), body: '还是我' });
    expect(newer.told('class:moved')).toEqual([]);
    expect(visit.state.phase).toBe('moved');
  });

  it('tells the class of its line when that changes, and again after a return (C4.8, C4.11)', async () => {
    const { visit, is } = stay(world.people.recipient, 'local');
    await is('in');
    const lead = await pages.open(world.people.rear);
    await lead.join(sessionId, 'lead');
    visit.line.save(true);
    const { line: told } = await lead.hears('line:changed');
    expect(told).toEqual({ participantId: visit.state.view?.self.participantId, state: 'full', asked: true, lost: 0 });
    await line.cut();
    await lead.hears('class:participant', ({ participant }) => participant.away);
    visit.line.save(false);
    await line.mend();
    await is('in');
    await lead.hears('line:changed', ({ line: { asked } }) => !asked);
  });
});
