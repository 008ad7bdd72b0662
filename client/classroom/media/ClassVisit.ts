import type { ClassRole, ClassSnapshot, Participant } from '../../../shared/classroom.ts';
import type { PromptTo } from '../../../shared/classroom/prompts.ts';
import type { z } from 'zod';
import { ClassroomMedia } from './ClassroomMedia.ts';
import { clockOffset } from './clock.ts';
import { viewOf, withMediaReset, withMessage, withoutProducer, withPosition, withPrompt, type ClassView } from './classView.ts';
import { loadDevice } from './device.ts';
import { Emitter } from './Emitter.ts';
import type { Machine } from './encodings.ts';
import { Ladder, ladderLength, type Attempt } from './ladder.ts';
import { LineWatch } from './LineWatch.ts';
import { errorCode, type ClassRequest, type ClassRequestAnswer, type ClassRequestInput, type Signalling } from './signalling.ts';
import { viewChanges } from './viewChanges.ts';
import { firstState, type VisitState } from './visitState.ts';

type Snapshot = z.output<typeof ClassSnapshot>;

export interface VisitOptions {
  signalling: Signalling;
  sessionId: string;
  role: ClassRole;
  machine: Machine;
  /** What can be received in the class, where that is known before: then it is opened with the answer to joining. */
  routerRtpCapabilities?: unknown;
}

/** Codes after which trying again is pointless. Everything else is put down to the line. */
const final = ['forbidden', 'not_found', 'not_signed_in', 'class_ended', 'class_not_open', 'stale_epoch', 'invalid_input'];

/** How long one attempt waits for a connection before the next is made, in milliseconds. */
const connectionTime = 5000;

/**
 * One person's stay in a class, from joining to leaving. It keeps the view of the class up to date, comes back by itself
 * as the same participant when the line is lost (rules in SPEC.md), and owns the media. `close` ends it for this page
 * without a word to the class; `leave` says goodbye.
 */
export class ClassVisit extends Emitter<{ change: [] }> {
  readonly media: ClassroomMedia;
  readonly line: LineWatch;
  #options: VisitOptions;
  #state = firstState;
  /** Names this stay, so that the server knows it from another page of the same person. */
  #page = pageName();
  #offs: (() => void)[] = [];
  #ladder: Ladder;
  /** Pushes that arrive before the snapshot they belong after. */
  #early: (() => void)[] | null = null;
  /** Whether the socket dates from before the browser said that it is offline: it may only seem alive. */
  #doubtful = false;

  constructor(options: VisitOptions) {
    super();
    this.#options = options;
    this.#ladder = new Ladder((count) => this.#comeIn(count));
    this.media = new ClassroomMedia({ signalling: options.signalling, epoch: () => this.#epoch, machine: options.machine });
    this.line = new LineWatch({ media: this.media, report: (line) => this.ask('line:report', line) });
    this.#listen();
    this.#ladder.start();
  }

  get state(): VisitState {
    return this.#state;
  }

  get #epoch(): number {
    return this.#state.view?.self.epoch ?? 0;
  }

  /** Asks something of the class in the name of this stay. @throws CallError */
  ask<N extends ClassRequest>(name: N, input: Omit<ClassRequestInput<N>, 'epoch'>): Promise<ClassRequestAnswer<N>> {
    return this.#options.signalling.request(name, { ...input, epoch: this.#epoch } as ClassRequestInput<N>);
  }

  /** Moves the class to a step. @throws CallError */
  async goTo(stepId: string): Promise<void> {
    await this.ask('class:step', { stepId });
  }

  /** Says something to everybody. @throws CallError */
  async say(body: string): Promise<void> {
    const message = await this.ask('class:chat', { body });
    this.#see((view) => withMessage(view, message));
  }

  /** Says something to a teacher in private. @throws CallError */
  async prompt(to: PromptTo, body: string): Promise<void> {
    const prompt = await this.ask('prompts:send', { to, body });
    this.#see((view) => withPrompt(view, prompt));
  }

  /** Ends the class for everybody. @throws CallError */
  async end(): Promise<void> {
    await this.ask('class:end', {});
    this.#finish('ended');
  }

  /** Leaves. The page has left whether the server hears of it or not. */
  leave(): void {
    if (this.#state.view !== null) {
      this.ask('class:leave', {}).catch(() => undefined);
    }
    this.#finish('left');
  }

  /** Tries to come back now; an attempt that is waiting for a connection opens a new one. */
  hurry(): void {
    const { signalling } = this.#options;
    if (this.#ladder.waiting) this.#ladder.hurry();
    else if (this.#ladder.running && !signalling.connected()) signalling.reconnect();
    else if (this.#state.phase === 'returning') this.#ladder.start();
  }

  close(): void {
    this.#ladder.stop();
    this.#offs.forEach((off) => off());
    this.#offs = [];
    this.line.close();
    this.media.close();
  }

  #listen(): void {
    const { signalling } = this.#options;
    const seen = (change: (view: ClassView) => ClassView) => this.#see(change);
    this.#offs = [
      signalling.onConnection((connected) => (connected ? this.hurry() : this.#lose())),
      ...viewChanges.map((listen) => listen(signalling, seen)),
      signalling.on('class:position', (position) => {
        this.#set({ offset: clockOffset(position.serverTime, Date.now(), this.#state.offset) });
        seen((view) => withPosition(view, position));
      }),
      signalling.on('class:ended', ({ sessionId }) => sessionId === this.#options.sessionId && this.#finish('ended')),
      signalling.on('class:muted', ({ by }) => this.#set({ muted: { by, at: Date.now() } })),
      signalling.on('lobby:decided', ({ sessionId, admitted }) => this.#hear(sessionId, admitted)),
      signalling.on('class:moved', ({ reason }) => this.#finish('moved', reason)),
      signalling.on('media:producer-closed', ({ participantId, producerId }) => {
        this.media.producerClosed(producerId);
        seen((view) => withoutProducer(view, participantId, producerId));
      }),
      signalling.on('media:consumer-closed', ({ consumerId }) => this.media.consumerClosed(consumerId)),
      signalling.on('media:transport-closed', ({ transportId }) => this.media.transportClosed(transportId)),
      signalling.on('media:speaker', ({ participantId }) => this.#set({ speakerId: participantId })),
      signalling.on('media:reset', ({ media, mediaMissing }) => {
        this.#see((view) => withMediaReset(view, mediaMissing));
        this.media.use(media);
      }),
    ];
    const online = () => {
      this.#set({ offline: false });
      this.hurry();
    };
    const offline = () => {
      this.#doubtful = true;
      this.#set({ offline: true });
      this.#lose();
    };
    window.addEventListener('online', online);
    window.addEventListener('offline', offline);
    this.#offs.push(
      () => window.removeEventListener('online', online),
      () => window.removeEventListener('offline', offline),
    );
  }

  /** The word of whoever lets people in: then one joins again. */
  #hear(sessionId: string, admitted: boolean): void {
    if (sessionId !== this.#options.sessionId || this.#state.phase !== 'waiting') return;
    if (admitted) this.#ladder.start();
    else this.#finish('refused', 'not_admitted');
  }

  #lose(): void {
    if (this.#state.phase !== 'in' && this.#state.phase !== 'waiting') return;
    if (this.#state.phase === 'in') this.#set({ phase: 'returning', speakerId: null });
    this.#ladder.start();
  }

  /** One attempt to enter or to come back (rules 1 to 5 of SPEC.md). */
  async #comeIn(count: number): Promise<Attempt> {
    const { signalling, sessionId, role } = this.#options;
    if (count >= ladderLength && !this.#state.exhausted) this.#set({ exhausted: true });
    if ((this.#doubtful || !signalling.connected()) && !(await this.#connect(count))) return 'again';
    const held = this.#state.view?.self.participantId;
    this.#early = [];
    try {
      const snapshot = await signalling.request('class:join', {
        sessionId,
        role,
        page: this.#page,
        ...(held === undefined ? await this.#receive() : { participantId: held }),
      });
      this.#enter(snapshot, held !== undefined);
      return 'done';
    } catch (error) {
      this.#early = null;
      const code = errorCode(error);
      if (code === 'must_wait') {
        this.#set({ phase: 'waiting', view: null, offline: false, exhausted: false });
        return 'done';
      }
      if (code === 'timeout') signalling.reconnect();
      if (!final.includes(code)) return 'again';
      this.#finish(code === 'class_ended' ? 'ended' : code === 'stale_epoch' ? 'moved' : 'refused', code);
      return 'final';
    }
  }

  /** What the browser can play, for those who come in for the first time (SPEC 2.10). */
  async #receive(): Promise<Pick<ClassRequestInput<'class:join'>, 'receive'>> {
    const { routerRtpCapabilities } = this.#options;
    if (routerRtpCapabilities === undefined) return {};
    const device = await loadDevice(routerRtpCapabilities).catch(() => null);
    return device === null ? {} : { receive: { rtpCapabilities: { ...device.recvRtpCapabilities } } };
  }

  /** The first attempt leaves the socket to itself, later ones open a new one. */
  #connect(count: number): Promise<boolean> {
    const { signalling } = this.#options;
    if (count > 0 || this.#doubtful) signalling.reconnect();
    return new Promise((resolve) => {
      const settle = (outcome: boolean) => {
        clearTimeout(timer);
        off();
        if (outcome) this.#doubtful = false;
        resolve(outcome);
      };
      const timer = setTimeout(() => settle(false), count === 0 ? 500 : connectionTime);
      const off = signalling.onConnection((connected) => connected && settle(true));
      if (signalling.connected()) settle(true);
    });
  }

  #enter(snapshot: Snapshot, again: boolean): void {
    const view = viewOf(snapshot);
    const offset = clockOffset(snapshot.position.serverTime, Date.now());
    this.#set({ phase: 'in', why: null, view, offset, offline: false, exhausted: false });
    if (again) this.media.resume(snapshot.media, view.self.transports);
    else this.media.use(snapshot.media, snapshot.receiving);
    this.media.want(view.self.wanted);
    const early = this.#early ?? [];
    this.#early = null;
    this.line.learn(view.line);
    this.#follow(view.participants);
    for (const change of early) change();
    if (again) this.line.tellAgain();
  }

  #see(change: (view: ClassView) => ClassView): void {
    if (this.#early !== null) {
      this.#early.push(() => this.#see(change));
      return;
    }
    const { view } = this.#state;
    if (view === null) return;
    const next = change(view);
    this.#set({ view: next });
    if (next.participants !== view.participants) this.#follow(next.participants);
    if (next.line !== view.line) this.line.learn(next.line);
    if (next.self.wanted !== view.self.wanted) this.media.want(next.self.wanted);
  }

  #follow(participants: readonly Participant[]): void {
    const self = this.#state.view?.self.participantId;
    if (self === undefined) return;
    this.media.follow(participants, self);
    this.line.follow(participants, self);
  }

  #finish(phase: 'moved' | 'ended' | 'left' | 'refused', why: string | null = null): void {
    if (['moved', 'ended', 'left', 'refused'].includes(this.#state.phase)) return;
    this.close();
    this.#set({ phase, why });
  }

  #set(change: Partial<VisitState>): void {
    this.#state = { ...this.#state, ...change };
    this.emit('change');
  }
}

/** A random name; `crypto.randomUUID` is kept from pages without https, which may join without camera. */
function pageName(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
