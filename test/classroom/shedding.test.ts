import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ClassroomMedia, type MediaLine } from '../../client/classroom/media/ClassroomMedia.ts';
import {
  changeEvery,
  LineJudge,
  tryMoreAfter,
  tryMoreAtMost,
  type LineSample,
  type Verdict,
} from '../../client/classroom/media/LineJudge.ts';
import { LineWatch } from '../../client/classroom/media/LineWatch.ts';
import { lossOfPictures, ownFaults, pathOf, receivedSince, type StatsEntry } from '../../client/classroom/media/lineStats.ts';
import {
  importance,
  limitsAt,
  lowestLevel,
  nextLevel,
  stateAt,
  withoutCameras,
  type Offer,
} from '../../client/classroom/media/shedding.ts';
import type { RemoteTrack } from '../../client/classroom/media/Receiver.ts';
import type { Signalling } from '../../client/classroom/media/signalling.ts';
import type { ClassRole, MediaSource, Participant } from '../../shared/classroom.ts';
import type { ParticipantLine } from '../../shared/classroom/line.ts';

const offer = (role: ClassRole, source: MediaSource): Offer => ({ producerId: `${role} ${source}`, role, source });
/** A class as the local teacher receives it, the most important first. */
const whole = [
  offer('lead', 'microphone'),
  offer('lead', 'screen'),
  offer('device', 'microphone'),
  offer('lead', 'camera'),
  offer('device', 'camera'),
  offer('observer', 'camera'),
];
const received = (level: number, offers: readonly Offer[] = whole) =>
  [...limitsAt(level, offers)].filter(([, limit]) => limit !== 'hidden').map(([id]) => id);

describe('what is given up', () => {
  it('follows the order of what matters, from the back (C4.1, C4.2)', () => {
    expect(whole.toSorted((one, other) => importance(other) - importance(one))).toEqual(whole);
    expect(Array.from({ length: lowestLevel + 1 }, (_, level) => received(level).length)).toEqual([6, 5, 4, 3, 2, 1]);
    for (let level = 0; level <= lowestLevel; level += 1)
      expect(received(level)).toEqual(whole.slice(0, received(level).length).map(({ producerId }) => producerId));
    expect(limitsAt(0, whole).get('lead camera')).toBe('large');
    expect(limitsAt(1, whole).get('lead camera')).toBe('small');
    expect(limitsAt(1, whole).get('lead screen')).toBe('large');
  });

  it('is never the most important voice there is, whoever speaks (C4.2)', () => {
    const role = fc.constantFrom<ClassRole>('lead', 'local', 'device', 'observer');
    const source = fc.constantFrom<MediaSource>('camera', 'microphone', 'screen', 'screen-audio');
    const offers = fc.uniqueArray(
      fc.record({ role, source }).map((one) => offer(one.role, one.source)),
      { selector: ({ producerId }) => producerId },
    );
    fc.assert(
      fc.property(offers, fc.integer({ min: 0, max: lowestLevel }), (all, level) => {
        const voices = all.filter((one) => one.source === 'microphone').toSorted((a, b) => importance(b) - importance(a));
        const kept = received(level, all);
        if (voices[0] !== undefined) expect(kept).toContain(voices[0].producerId);
        // Lower levels never receive what higher ones do not.
        if (level > 0) for (const id of kept) expect(received(level - 1, all)).toContain(id);
      }),
    );
  });

  it('makes a difference with every level that is taken, down and up (C4.4, C4.5)', () => {
    const voices = [offer('device', 'microphone'), offer('device', 'camera')];
    // To the lead teacher the classroom's voice is the last thing there is.
    expect(nextLevel(0, voices, 1)).toBe(1);
    expect(nextLevel(1, voices, 1)).toBe(2);
    expect(nextLevel(2, voices, 1)).toBeNull();
    expect(nextLevel(5, voices, -1)).toBe(1);
    expect(nextLevel(1, voices, -1)).toBe(0);
    expect(nextLevel(0, [], 1)).toBeNull();
    expect(stateAt(2, voices)).toBe('saving');
    expect(stateAt(withoutCameras, voices)).toBe('voice');
    expect(stateAt(withoutCameras, [offer('lead', 'microphone')])).toBe('full');
  });
});

const fine: Omit<LineSample, 'at'> = { concealed: 0, loss: 0, asked: 0, roundTrip: 0.05, stalled: false };

/** Lets a judge hear a line second by second and follows its advice. Answers what it advised, and when. */
function follow(judge: LineJudge, from: number, seconds: number, line: Partial<LineSample>): { at: number; verdict: Verdict }[] {
  const advised: { at: number; verdict: Verdict }[] = [];
  for (let second = 0; second < seconds; second += 1) {
    const at = from + second * 1000;
    const verdict = judge.hear({ ...fine, ...line, at });
    if (verdict === null) continue;
    judge.changed(at, verdict);
    advised.push({ at, verdict });
  }
  return advised;
}

describe('the judge of a line', () => {
  it('leaves a good line and a short gap alone (C4.3)', () => {
    const judge = new LineJudge();
    expect(follow(judge, 0, 9, {})).toEqual([]);
    expect(judge.hear({ ...fine, at: 9000, loss: 0.12 })).toBeNull();
    expect(follow(judge, 10_000, 9, { roundTrip: 0.3, loss: 0.03 }).filter(({ verdict }) => verdict !== 'more')).toEqual([]);
  });

  it.each([
    ['voice that is made up', { concealed: 0.09, loss: 0.02 }, 'less'],
    ['voice at risk', { concealed: 0.15, loss: 0.05 }, 'much less'],
    ['lost packets', { loss: 0.2 }, 'less'],
    ['answers that take seconds', { roundTrip: 1.8 }, 'less'],
    ['pictures that stand still on a lossy line', { stalled: true, loss: 0.05 }, 'less'],
  ] as const)('asks for less because of %s, within two seconds (C4.3, C4.4)', (_, line, verdict) => {
    expect(follow(new LineJudge(), 0, 2, line)[0]?.verdict).toBe(verdict);
  });

  it('does not blame a line without a fault for a sender who stopped, or for a machine that has too much to do (C4.3)', () => {
    const judge = new LineJudge();
    expect(follow(judge, 0, 9, { stalled: true, concealed: 0.5, roundTrip: 0.3, loss: 0.01 })).toEqual([]);
    expect(judge.concealed).toBe(0);
  });

  it('knows a line that loses packets by what is asked for again, though all of it comes in the end (C4.3, C4.12)', () => {
    const judge = new LineJudge();
    expect(judge.lossy).toBe(false);
    expect(follow(judge, 0, 9, { asked: 0.2 })).toEqual([]);
    expect(judge.lossy).toBe(true);
    judge.hear({ ...fine, at: 9000, asked: 0.2, concealed: 0.06 });
    expect(judge.concealed).toBeCloseTo(0.048);
    follow(judge, 10_000, 9, {});
    expect(judge.lossy).toBe(false);
  });

  it('changes at most once in five seconds, whatever the line does (C4.6)', () => {
    const second = fc.record({
      concealed: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
      loss: fc.double({ min: 0, max: 1, noNaN: true }),
      asked: fc.double({ min: 0, max: 1, noNaN: true }),
      roundTrip: fc.option(fc.double({ min: 0, max: 4, noNaN: true })),
      stalled: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(second, { minLength: 30, maxLength: 120 }), (line) => {
        const judge = new LineJudge();
        let last = -Infinity;
        line.forEach((sample, index) => {
          const at = index * 1000;
          const verdict = judge.hear({ ...sample, at });
          if (verdict === null) return;
          expect(at - last).toBeGreaterThanOrEqual(changeEvery);
          judge.changed(at, verdict);
          last = at;
        });
      }),
    );
  });

  it('tries more after ten good seconds, and ever more rarely while that is too much (C4.5)', () => {
    const judge = new LineJudge();
    const tries: number[] = [];
    let level = 0;
    // A line that bears level 1 and nothing above it, for an hour.
    for (let at = 0; at < 3_600_000; at += 1000) {
      const verdict = judge.hear({ ...fine, at, loss: level === 0 ? 0.3 : 0 });
      if (verdict === null || (verdict === 'more' && level === 0)) continue;
      level += verdict === 'more' ? -1 : 1;
      judge.changed(at, verdict);
      if (verdict === 'more') tries.push(at);
    }
    const waits = tries.map((at, index) => at - (tries[index - 1] ?? 0));
    expect(waits[0]).toBeGreaterThanOrEqual(tryMoreAfter);
    expect(waits[0]).toBeLessThan(2 * tryMoreAfter);
    expect(waits.toSorted((one, other) => one - other)).toEqual(waits);
    expect(waits.at(-1)).toBeGreaterThanOrEqual(tryMoreAtMost);
    expect(waits.at(-1)).toBeLessThan(tryMoreAtMost + 20_000);
  });
});

const sound: StatsEntry = { type: 'inbound-rtp', id: 'a', kind: 'audio', trackIdentifier: 'voice' };

describe('the statistics of a browser', () => {
  const picture: StatsEntry = { type: 'inbound-rtp', id: 'v', kind: 'video', trackIdentifier: 'picture' };

  it('are read as what happened since the look before', () => {
    const counters = new Map<string, StatsEntry>();
    const first = [
      { ...sound, packetsReceived: 100, packetsLost: 5, totalSamplesReceived: 48_000, concealedSamples: 900 },
      { ...picture, packetsReceived: 300, packetsLost: 0, framesDecoded: 20 },
    ];
    expect(receivedSince(first, counters).size).toBe(0);
    const later = [
      {
        ...sound,
        packetsReceived: 145,
        packetsLost: 10,
        nackCount: 7,
        totalSamplesReceived: 96_000,
        concealedSamples: 13_300,
        silentConcealedSamples: 10_000,
      },
      { ...picture, packetsReceived: 290, packetsLost: -1, framesDecoded: 20 },
    ];
    const seconds = receivedSince(later, counters);
    // Silence that was never sent is not missed, and counters that went back count nothing.
    expect(seconds.get('voice')).toEqual({ received: 45, lost: 5, asked: 7, frames: 0, concealed: 0.05 });
    // More came late than went missing.
    expect(seconds.get('picture')).toEqual({ received: 0, lost: -1, asked: 0, frames: 0, concealed: null });
    receivedSince([], counters);
    expect(counters.size).toBe(0);
  });

  it('put down to one’s own line only what was not lost before it came to the server (C4.14)', () => {
    const second = { received: 80, lost: 20, asked: 40, frames: 20, concealed: null };
    const fromGoodLine = { second: { ...second, received: 100, lost: 0, asked: 1 }, lostBefore: 0 };
    expect(ownFaults([{ second, lostBefore: 0 }])).toEqual({ loss: 0.2, asked: 0.5 });
    expect(ownFaults([{ second, lostBefore: 0.2 }])).toEqual({ loss: 0, asked: 0 });
    expect(ownFaults([{ second, lostBefore: 0.1 }])).toEqual({ loss: 10 / 90, asked: 0 });
    // Whatever comes from elsewhere tells about one's own line as before.
    expect(ownFaults([{ second, lostBefore: 0.4 }, fromGoodLine])).toEqual({ loss: 0, asked: 0.01 });
    expect(ownFaults([])).toEqual({ loss: 0, asked: 0 });
  });

  it('tell the path in use, and the loss of pictures but not of voices, which stands for the worst receiver', () => {
    const pairs: StatsEntry[] = [
      { type: 'candidate-pair', id: '1', nominated: false, state: 'failed', currentRoundTripTime: 9 },
      {
        type: 'candidate-pair',
        id: '2',
        nominated: true,
        state: 'succeeded',
        currentRoundTripTime: 0.2,
        availableOutgoingBitrate: 300_000,
      },
    ];
    expect(pathOf(pairs)).toEqual({ roundTrip: 0.2, outgoing: 300_000 });
    expect(pathOf([])).toEqual({ roundTrip: null, outgoing: null });
    expect(
      lossOfPictures([
        { type: 'remote-inbound-rtp', id: '3', kind: 'audio', fractionLost: 0.3 },
        { type: 'remote-inbound-rtp', id: '4', kind: 'video', fractionLost: 0.04 },
      ]),
    ).toBe(0.04);
  });
});

const lead: Participant = {
  id: 'lead',
  person: { id: 'person', name: '王老师', colour: 0 },
  role: 'lead',
  joinedAt: '2026-11-22T02:00:00.000Z',
  away: false,
  producers: [
    { id: 'voice', source: 'microphone', paused: false },
    { id: 'picture', source: 'camera', paused: false },
  ],
};

/** The media of a page whose browser counts what a test says; everything else is the page's own. */
class CountedMedia extends ClassroomMedia {
  readonly kept: (number | null)[] = [];
  #voice = { packetsReceived: 0, packetsLost: 0, totalSamplesReceived: 0, concealedSamples: 0 };
  #roundTrip = 0.05;

  constructor() {
    super({ signalling: {} as Signalling, epoch: () => 1, machine: 'laptop' });
  }

  override get line(): MediaLine {
    return 'connected';
  }

  override get remote(): RemoteTrack[] {
    const track = { id: 'track' } as MediaStreamTrack;
    return [{ producerId: 'voice', participantId: 'lead', source: 'microphone', track }];
  }

  override keepVoices(milliseconds: number | null): void {
    if (this.kept.at(-1) !== milliseconds) this.kept.push(milliseconds);
  }

  override async measure() {
    const voice: StatsEntry = { ...sound, trackIdentifier: 'track', ...this.#voice };
    const path: StatsEntry = { type: 'candidate-pair', id: 'path', nominated: true, state: 'succeeded' };
    return { receive: [voice, { ...path, currentRoundTripTime: this.#roundTrip }], send: null };
  }

  /** What the browser counts in the next seconds: of 50 packets and 48,000 samples each. */
  async live(seconds: number, line: { made: number; lost: number; roundTrip: number }): Promise<void> {
    this.#roundTrip = line.roundTrip;
    for (let second = 0; second < seconds; second += 1) {
      this.#voice.packetsReceived += 50 * (1 - line.lost);
      this.#voice.packetsLost += 50 * line.lost;
      this.#voice.totalSamplesReceived += 48_000;
      this.#voice.concealedSamples += 48_000 * line.made;
      await vi.advanceTimersByTimeAsync(1000);
    }
  }
}

describe('what comes to the server with gaps', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());
  const says = (lost: number): ParticipantLine[] => [{ participantId: 'lead', state: 'full', asked: false, lost }];
  const watchLead = () => {
    const media = new CountedMedia();
    const told: string[] = [];
    const watch = new LineWatch({ media, report: async ({ state }) => void told.push(state) });
    watch.follow([lead], 'self');
    return { media, watch, told };
  };

  it('makes nobody else give up anything; voices are kept for half a second; what is missing beyond it counts as ever (C4.14, C4.15)', async () => {
    const { media, watch, told } = watchLead();
    watch.learn(says(0.2));
    await media.live(20, { made: 0.15, lost: 0.18, roundTrip: 0.05 });
    expect(watch).toMatchObject({ state: 'full', quality: 1 });
    expect(told).toEqual([]);
    expect(media.kept).toEqual([500]);
    await media.live(3, { made: 0.15, lost: 0.5, roundTrip: 0.05 });
    expect(watch.sheds('picture') || watch.state === 'saving').toBe(true);
    watch.close();
  });

  it('gives back at once what was given up before the server said so, and no later (C4.14)', async () => {
    const { media, watch, told } = watchLead();
    await media.live(7, { made: 0.15, lost: 0.2, roundTrip: 0.05 });
    expect(watch.sheds('picture')).toBe(true);
    watch.learn(says(0.2));
    expect(watch.sheds('picture')).toBe(false);
    expect(told).toEqual(['voice', 'full']);
    await media.live(20, { made: 0.15, lost: 0.18, roundTrip: 0.05 });
    expect(watch.state).toBe('full');
    watch.learn(says(0));
    await media.live(3, { made: 0.15, lost: 0.2, roundTrip: 0.05 });
    expect(watch.sheds('picture')).toBe(true);
    await media.live(6, { made: 0.15, lost: 0.2, roundTrip: 0.05 });
    watch.learn(says(0.2));
    expect(watch.sheds('picture')).toBe(true);
    watch.close();
  });

  it('calls for the cues when a quarter of the voice is made up for three seconds, until less than a tenth is (C4.15)', async () => {
    const { media, watch, told } = watchLead();
    watch.learn(says(0.4));
    await media.live(6, { made: 0, lost: 0.3, roundTrip: 0.05 });
    await media.live(2, { made: 0.5, lost: 0.3, roundTrip: 0.05 });
    expect(watch.state).toBe('full');
    await media.live(2, { made: 0.5, lost: 0.3, roundTrip: 0.05 });
    expect(watch).toMatchObject({ state: 'cues' });
    expect(watch.sheds('picture')).toBe(false);
    await media.live(10, { made: 0.02, lost: 0.3, roundTrip: 0.05 });
    expect(watch.state).toBe('full');
    expect(told).toEqual(['cues', 'full']);
    watch.close();
  });
});

describe('voices', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('are kept one and a half times the way to the server and back where they come with gaps, 0.9 s at most, until the line is good (C4.12)', async () => {
    const media = new CountedMedia();
    const watch = new LineWatch({ media, report: async () => undefined });
    watch.follow([lead], 'self');
    await media.live(8, { made: 0.01, lost: 0.03, roundTrip: 0.3 });
    expect(media.kept).toEqual([]);
    await media.live(5, { made: 0.05, lost: 0.05, roundTrip: 0.3 });
    expect(media.kept).toEqual([600]);
    await media.live(5, { made: 0.05, lost: 0.05, roundTrip: 0.8 });
    expect(media.kept).toEqual([600, 900]);
    await media.live(30, { made: 0, lost: 0, roundTrip: 0.05 });
    expect(media.kept.at(-1)).toBeNull();
    // Gaps of a line without a fault come from their sender: keeping them longer fills none.
    await media.live(5, { made: 0.05, lost: 0, roundTrip: 0.05 });
    expect(media.kept.at(-1)).toBeNull();
    watch.close();
  });
});
