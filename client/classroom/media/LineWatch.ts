import type { MediaSource, Participant } from '../../../shared/classroom.ts';
import type { LineState, ParticipantLine, ReportedLine } from '../../../shared/classroom/line.ts';
import { BrokenVoice, voiceFound, voiceLost } from './BrokenVoice.ts';
import type { ClassroomMedia } from './ClassroomMedia.ts';
import { Emitter } from './Emitter.ts';
import { changeEvery, LineJudge, type Verdict } from './LineJudge.ts';
import { LineReport } from './LineReport.ts';
import {
  lossOfPictures,
  ownFaults,
  pathOf,
  receivedSince,
  sum,
  type Counters,
  type TrackOnItsWay,
  type TrackSecond,
} from './lineStats.ts';
import { importance, limitsAt, lowestLevel, nextLevel, stateAt, withoutCameras, type Offer } from './shedding.ts';

interface Options {
  media: ClassroomMedia;
  /** Says to the class what this line is like. */
  report: (line: ReportedLine) => Promise<unknown>;
}

/** Everything that somebody sends and that could be received now. */
interface Heard extends Offer {
  /** Whether it should be moving or sounding: it is not paused, and its sender is there. */
  live: boolean;
  participantId: string;
}

const lookEvery = 1000;
/** What has just begun is not judged yet, in milliseconds: every stream begins with gaps. */
const settling = 3000;
/** From this share of a voice that is made up on, it is kept longer; at most so long, in milliseconds. */
const gaps = 0.02;
const longestKept = 900;
/** As long at least where it comes to the server with gaps: how far it is from there to its sender is not known here. */
const keptForOthers = 500;
/** With less than this to send, in bits a second, there is room for the voice alone. */
const roomForPictures = 80_000;
/** What is held back of one's own at each level of sending: the camera goes before the screen, the voice never. */
const cameras: readonly MediaSource[] = ['camera', 'camera-2'];
const heldBack: readonly (readonly MediaSource[])[] = [[], cameras, [...cameras, 'screen', 'screen-audio']];

/**
 * Watches the line of one stay in a class and sheds by itself what it does not bear, in the order of `shedding.ts`, down
 * and up with the hysteresis of `LineJudge.ts` (SPEC 4). A person may ask for data saving; then it never goes above that.
 */
export class LineWatch extends Emitter<{ change: [] }> {
  #options: Options;
  #offers: readonly Heard[] = [];
  #receiving = new LineJudge();
  #sending = new LineJudge();
  #level = 0;
  #sendLevel = 0;
  #cues = false;
  /** When less was asked for last, and the level before. */
  #lowered = { at: -Infinity, level: 0 };
  /** The share of what everybody sends that is lost before it comes to the server. */
  #lostBefore: ReadonlyMap<string, number> = new Map();
  #broken = new BrokenVoice();
  #asked = false;
  #counters: Counters = new Map();
  #timer: ReturnType<typeof setInterval>;
  #report: LineReport;
  #settledAt = 0;
  #closed = false;

  constructor(options: Options) {
    super();
    this.#options = options;
    this.#report = new LineReport({ report: options.report, now: () => ({ state: this.state, asked: this.#asked }) });
    this.#timer = setInterval(() => void this.#look(), lookEvery);
  }

  /** What reaches this page, as it is told to the class. */
  get state(): Exclude<LineState, 'gone'> {
    if (this.#cues || this.#broken.lost) return 'cues';
    const receiving = stateAt(this.#shedding, this.#offers);
    const sending = (['full', 'saving', 'voice'] as const)[this.#sendLevel] ?? 'full';
    return receiving === 'voice' || sending === 'voice' ? 'voice' : receiving === 'saving' ? 'saving' : sending;
  }

  /** Whether the person asked to save data. */
  get asked(): boolean {
    return this.#asked;
  }

  /** How good the line is, both ways: from 0 to 1. */
  get quality(): number {
    return Math.min(this.#receiving.quality, this.#sending.quality);
  }

  /** Whether a picture or voice is not received because the line does not bear it, or to save data. */
  sheds(producerId: string): boolean {
    return limitsAt(this.#shedding, this.#offers).get(producerId) === 'hidden';
  }

  /** Whether something of one's own is not sent because the line does not bear it. */
  holdsBack(source: MediaSource): boolean {
    return heldBack[this.#sendLevel]?.includes(source) === true;
  }

  /** Saves data from now on, or leaves it to the line again. */
  save(asked: boolean): void {
    if (this.#asked === asked) return;
    this.#asked = asked;
    this.#apply();
  }

  /** Who sends what in the class. */
  follow(participants: readonly Participant[], selfId: string): void {
    const before = this.#offers.map(({ producerId }) => producerId).join();
    this.#offers = participants
      .filter(({ id }) => id !== selfId)
      .flatMap(({ id: participantId, role, away, producers }) =>
        producers.map(({ id, source, paused }) => ({ producerId: id, role, source, live: !paused && !away, participantId })),
      );
    if (this.#offers.map(({ producerId }) => producerId).join() !== before) this.#settle();
    this.#apply();
  }

  /** What the server says of how everybody's media come to it (ME5). */
  learn(lines: readonly ParticipantLine[]): void {
    const known = new Set(this.#offers.filter((offer) => this.#breaks(offer)));
    this.#lostBefore = new Map(lines.map(({ participantId, lost }) => [participantId, lost]));
    const { at, level } = this.#lowered;
    if (performance.now() - at > changeEvery || this.#offers.every((offer) => known.has(offer) || !this.#breaks(offer))) return;
    // What was given up for this in the seconds before the server said so was given up for nothing (SPEC 4.14).
    this.#level = Math.min(this.#level, level);
    this.#cues = false;
    this.#receiving = new LineJudge();
    this.#apply();
  }

  /** Tells the class anew: it may have taken this page for gone. */
  tellAgain(): void {
    this.#report.tellAgain();
  }

  close(): void {
    this.#closed = true;
    clearInterval(this.#timer);
    this.#report.close();
  }

  /** The level that is in force: no better than what the person asked for. */
  get #shedding(): number {
    return this.#asked ? Math.max(this.#level, withoutCameras) : this.#level;
  }

  async #look(): Promise<void> {
    const { media } = this.#options;
    if (media.line !== 'connected') {
      this.#counters.clear();
      this.#settle();
      return;
    }
    const { receive, send } = await media.measure();
    if (this.#closed) return;
    const at = performance.now();
    if (receive !== null) this.#judgeReceiving(at, receivedSince(receive, this.#counters), pathOf(receive).roundTrip);
    if (send !== null) {
      const { roundTrip, outgoing } = pathOf(send);
      const stalled = outgoing !== null && outgoing < roomForPictures && this.#sendLevel < 1 && media.sends('camera');
      this.#judgeSending(
        at,
        this.#sending.hear({ at, concealed: null, loss: lossOfPictures(send), asked: 0, roundTrip, stalled }),
      );
    }
    this.emit('change');
  }

  #judgeReceiving(at: number, tracks: Map<string, TrackSecond>, roundTrip: number | null): void {
    const seconds = [...tracks.values()];
    const received = sum(seconds.map((second) => second.received));
    // A line on which nothing comes is for the ladder: shedding does not mend it.
    if (received === 0 || at < this.#settledAt) return;
    const of = new Map(this.#options.media.remote.map(({ producerId, track }) => [producerId, tracks.get(track.id)]));
    const wanted = this.#offers.filter(({ producerId, live }) => live && !this.sheds(producerId));
    const voice = wanted
      .filter(({ source }) => source === 'microphone')
      .toSorted((one, other) => importance(other) - importance(one))[0];
    if (voice === undefined) this.#cues = false;
    const concealed = (voice && of.get(voice.producerId)?.concealed) ?? null;
    const broken = voice !== undefined && this.#breaks(voice);
    this.#hearBroken(broken ? concealed : null);
    const verdict = this.#receiving.hear({
      at,
      concealed: broken ? null : concealed,
      ...ownFaults(this.#onTheirWay(of)),
      roundTrip,
      stalled: wanted.some(
        (offer) =>
          isPicture(offer.source) &&
          !this.#breaks(offer) &&
          this.#options.media.shows(offer.producerId) &&
          of.get(offer.producerId)?.frames === 0,
      ),
    });
    this.#keepVoices(roundTrip);
    this.#followAdvice(at, verdict);
  }

  /** Whether something comes to the server broken already. */
  #breaks({ participantId }: Heard): boolean {
    return (this.#lostBefore.get(participantId) ?? 0) > 0;
  }

  #onTheirWay(of: Map<string, TrackSecond | undefined>): TrackOnItsWay[] {
    return this.#offers.flatMap(({ producerId, participantId }) => {
      const second = of.get(producerId);
      return second === undefined ? [] : [{ second, lostBefore: this.#lostBefore.get(participantId) ?? 0 }];
    });
  }

  #hearBroken(concealed: number | null): void {
    const before = this.#broken.lost;
    this.#broken.hear(concealed);
    if (this.#broken.lost !== before) this.#report.tell();
  }

  /**
   * On a line that loses packets a voice is kept for a little longer than it takes to ask for what is missing and to get it.
   * That is a delay which a class in a village bears better than gaps; it goes when the line has been good for a while.
   */
  #keepVoices(roundTrip: number | null): void {
    const { lossy, quality } = this.#receiving;
    const concealed = Math.max(this.#receiving.concealed, this.#broken.gaps);
    if (roundTrip !== null && concealed >= gaps) {
      const once = Math.ceil(roundTrip * 15) * 100 + 100;
      const least = this.#broken.gaps >= gaps ? keptForOthers : 0;
      this.#options.media.keepVoices(Math.min(longestKept, Math.max(least, once)));
    } else if (this.#level === 0 && !lossy && quality > 0.95 && concealed < gaps / 10) {
      this.#options.media.keepVoices(null);
    }
  }

  #followAdvice(at: number, verdict: Verdict): void {
    const { concealed } = this.#receiving;
    if (this.#cues && concealed < voiceFound) this.#cues = false;
    if (verdict === null) return;
    const level = this.#shedding;
    const down = nextLevel(level, this.#offers, 1);
    if (verdict === 'more') {
      const up = nextLevel(this.#level, this.#offers, -1);
      if (up === null) return;
      this.#level = up;
    } else if (down !== null) {
      this.#lowered = { at, level: this.#level };
      this.#level = verdict === 'less' ? down : concealed >= voiceLost ? lowestLevel : Math.max(down, withoutCameras);
    } else if (concealed >= voiceLost && !this.#cues) {
      this.#cues = true;
    } else return;
    this.#receiving.changed(at, verdict);
    this.#apply();
  }

  #judgeSending(at: number, verdict: Verdict): void {
    if (verdict === null) return;
    const { media } = this.#options;
    const sends = (source: MediaSource) => media.stateOf(source) === 'sending';
    const next =
      verdict === 'more'
        ? this.#sendLevel - 1
        : this.#sendLevel === 0 && sends('camera')
          ? 1
          : this.#sendLevel < 2 && sends('screen')
            ? 2
            : this.#sendLevel;
    if (next === this.#sendLevel || next < 0) return;
    this.#sendLevel = next;
    this.#sending.changed(at, verdict);
    this.#apply();
  }

  #settle(): void {
    this.#settledAt = performance.now() + settling;
  }

  #apply(): void {
    this.#options.media.limit(limitsAt(this.#shedding, this.#offers));
    this.#options.media.holdBack(heldBack[this.#sendLevel] ?? []);
    this.#report.tell();
    this.emit('change');
  }
}

const isPicture = (source: MediaSource): boolean => source !== 'microphone' && source !== 'screen-audio';
