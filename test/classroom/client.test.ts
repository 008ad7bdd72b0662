import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { arrange, type Arrangement } from '../../client/classroom/arrangement.ts';
import type { ClassRole, ClassStep, MediaSource, Participant } from '../../shared/classroom.ts';
import { clockOffset, elapsedSeconds, formatSeconds, nowAndNext } from '../../client/classroom/media/clock.ts';
import { withMessage, withParticipant, withoutProducer, type ClassView } from '../../client/classroom/media/classView.ts';
import { cameraSize, sendOptions } from '../../client/classroom/media/encodings.ts';
import { Ladder, ladderDelay, ladderLength, type Attempt } from '../../client/classroom/media/ladder.ts';
import { lowerAfter, spatialLayer, switchDelay } from '../../client/classroom/media/layerChoice.ts';
import { lineDown, unsteadyTooLong, type LineFacts } from '../../client/classroom/media/lineDown.ts';
import { faultOf } from '../../client/classroom/media/LocalMedia.ts';
import { loudness } from '../../client/classroom/media/soundCheck.ts';

const moment = '2026-11-22T02:00:00.000Z';
let count = 0;
const participant = (role: ClassRole, sources: MediaSource[] = ['camera'], away = false): Participant => {
  count += 1;
  return {
    id: `p${count}`,
    person: { id: `person${count}`, name: `老师${count}`, colour: 0 },
    role,
    joinedAt: moment,
    away,
    producers: sources.map((source) => ({ id: `p${count}-${source}`, source, paused: false })),
  };
};

describe('the ladder', () => {
  it('waits 0, 300, 1200, 2700, 4800 and five times 7000 ms, with jitter from the third on (C1.2)', () => {
    const without = Array.from({ length: ladderLength }, (_, attempt) => ladderDelay(attempt, () => 0));
    expect(without).toEqual([0, 300, 1200, 2700, 4800, 7000, 7000, 7000, 7000, 7000]);
    const most = Array.from({ length: ladderLength }, (_, attempt) => ladderDelay(attempt, () => 0.9999));
    expect(most.map((delay, at) => delay - (without[at] ?? 0))).toEqual([0, 0, ...Array.from({ length: 8 }, () => 999)]);
    expect(ladderDelay(ladderLength, () => 0)).toBe(15_000);
  });

  describe('when climbed', () => {
    beforeEach(() => void vi.useFakeTimers());
    afterEach(() => void vi.useRealTimers());

    const climb = (outcome: (attempt: number) => Attempt) => {
      const at: number[] = [];
      const begin = Date.now();
      const ladder = new Ladder(async (attempt) => {
        at.push(Date.now() - begin);
        return outcome(attempt);
      });
      ladder.start();
      return { ladder, at };
    };

    it('stops as soon as an attempt works, and begins at its foot the next time', async () => {
      const { ladder, at } = climb((attempt) => (attempt === 2 ? 'done' : 'again'));
      await vi.advanceTimersByTimeAsync(60_000);
      expect(at).toHaveLength(3);
      expect(ladder.running).toBe(false);
      ladder.start();
      await vi.advanceTimersByTimeAsync(0);
      expect(at).toHaveLength(4);
    });

    it('gives up for good on a final answer, and tries for ever otherwise', async () => {
      const refused = climb(() => 'final');
      const lost = climb(() => 'again');
      await vi.advanceTimersByTimeAsync(10 * 60_000);
      expect(refused.at).toHaveLength(1);
      expect(lost.at.length).toBeGreaterThan(ladderLength + 20);
      lost.ladder.stop();
    });

    it('collapses the wait when hurried, without a second attempt beside the first (C1.3)', async () => {
      const { ladder, at } = climb(() => 'again');
      await vi.advanceTimersByTimeAsync(301);
      expect(at).toHaveLength(2);
      ladder.hurry();
      ladder.hurry();
      await vi.advanceTimersByTimeAsync(1);
      expect(at).toHaveLength(3);
      ladder.stop();
      await vi.advanceTimersByTimeAsync(60_000);
      expect(at).toHaveLength(3);
    });

    it('takes an attempt that throws for one that may work later', async () => {
      let attempts = 0;
      const ladder = new Ladder(async () => {
        attempts += 1;
        if (attempts < 3) throw new Error('the line broke');
        return 'done';
      });
      ladder.start();
      await vi.advanceTimersByTimeAsync(30_000);
      expect(attempts).toBe(3);
    });
  });
});

describe('encodings', () => {
  it('keep the lowest camera layer within 100 kb/s: below it nothing would be sent at all', () => {
    for (const machine of ['laptop', 'phone'] as const) {
      const layers = sendOptions('camera', machine).encodings ?? [];
      expect(layers).toHaveLength(machine === 'laptop' ? 3 : 2);
      expect(layers[0]?.maxBitrate).toBeLessThanOrEqual(100_000);
      const rates = layers.map(({ maxBitrate = 0 }) => maxBitrate);
      expect(rates).toEqual([...rates].sort((one, other) => one - other));
      expect(cameraSize(machine).width).toBeDefined();
    }
  });

  it('send the screen as one stream with temporal layers, and the voice as thrifty mono', () => {
    expect(sendOptions('screen', 'laptop').encodings).toEqual([expect.objectContaining({ scalabilityMode: 'L1T3' })]);
    expect(sendOptions('microphone', 'laptop').codecOptions).toMatchObject({
      opusStereo: false,
      opusDtx: true,
      opusFec: true,
      opusMaxAverageBitrate: 24_000,
    });
  });
});

describe('layers', () => {
  it('are raised at once and lowered at most once in five seconds (C2.6)', () => {
    expect(switchDelay('small', 'large', 0)).toBe(0);
    expect(switchDelay('hidden', 'small', 0)).toBe(0);
    expect(switchDelay('large', 'small', 0)).toBe(lowerAfter);
    expect(switchDelay('large', 'hidden', 2000)).toBe(lowerAfter - 2000);
    expect(switchDelay('large', 'small', 60_000)).toBe(0);
    expect(spatialLayer('large')).toBeGreaterThan(spatialLayer('small'));
  });
});

describe('the clock', () => {
  const step = (id: string, position: number, actualSeconds = 0): ClassStep => ({
    id,
    position,
    name: id,
    minutes: 5,
    floor: 'lead',
    lead: '',
    local: '',
    students: '',
    intent: '',
    cue: '',
    answering: '',
    evidence: '',
    lineDrop: '',
    startedAt: null,
    actualSeconds,
  });

  it('takes the largest of several samples: travel makes each too small', () => {
    const server = Date.parse(moment);
    const slow = clockOffset(moment, server + 800);
    expect(slow).toBe(-800);
    expect(clockOffset(moment, server + 100, slow)).toBe(-100);
    expect(clockOffset(moment, server + 900, -100)).toBe(-100);
  });

  it('counts only the current step on, from what it took up to the snapshot', () => {
    const position = { stepId: 'b', stepStartedAt: moment, serverTime: moment };
    const later = Date.parse(moment) + 65_400;
    expect(elapsedSeconds(step('a', 0, 120), position, later)).toBe(120);
    expect(elapsedSeconds(step('b', 1, 30), position, later)).toBe(95);
    expect(elapsedSeconds(step('b', 1, 30), position, Date.parse(moment) - 5000)).toBe(30);
  });

  it('says where the class is, before the first step and at the last', () => {
    const steps = [step('a', 0), step('b', 1)];
    expect(nowAndNext(steps, null)).toMatchObject({ now: undefined, next: { id: 'a' }, previous: undefined });
    expect(nowAndNext(steps, 'a')).toMatchObject({ now: { id: 'a' }, next: { id: 'b' } });
    expect(nowAndNext(steps, 'b')).toMatchObject({ now: { id: 'b' }, next: undefined, previous: { id: 'a' } });
  });

  it('writes times as people read them', () => {
    expect([0, 65, 3600 + 125, -4].map(formatSeconds)).toEqual(['0:00', '1:05', '1:02:05', '0:00']);
    fc.assert(fc.property(fc.nat(100_000), (seconds) => /^(\d+:)?\d{1,2}:\d{2}$/.test(formatSeconds(seconds))));
  });
});

describe('the line-drop plan', () => {
  const lead = participant('lead');
  const local = participant('local');
  const facts: LineFacts = {
    signallingLost: false,
    offline: false,
    media: 'connected',
    unsteadyFor: 0,
    participants: [lead, local],
    leadSeen: true,
  };

  it('is not called for while everything flows', () => {
    expect(lineDown(facts)).toBeNull();
    expect(lineDown({ ...facts, media: 'none' })).toBeNull();
  });

  it('is called for when the line is gone, or sound and pictures falter for too long (C3.1)', () => {
    expect(lineDown({ ...facts, offline: true })).toBe('own');
    expect(lineDown({ ...facts, signallingLost: true, media: 'unsteady' })).toBe('own');
    expect(lineDown({ ...facts, signallingLost: true, media: 'none' })).toBe('own');
    expect(lineDown({ ...facts, media: 'unsteady', unsteadyFor: unsteadyTooLong - 1 })).toBeNull();
    expect(lineDown({ ...facts, media: 'unsteady', unsteadyFor: unsteadyTooLong })).toBe('own');
  });

  it('is called for when the lead teacher is away, not when one has left on purpose (C3.2)', () => {
    expect(lineDown({ ...facts, participants: [{ ...lead, away: true }, local] })).toBe('lead');
    expect(lineDown({ ...facts, participants: [{ ...lead, away: true }, participant('lead'), local] })).toBeNull();
    expect(lineDown({ ...facts, participants: [local] })).toBeNull();
  });

  it('is not called for by a server that restarts while sound and pictures go on (C3.3)', () => {
    expect(lineDown({ ...facts, signallingLost: true })).toBeNull();
  });
});

const largePicture = ({ large }: Arrangement) => (large?.kind === 'picture' ? large.picture : undefined);

describe('the arrangement', () => {
  const lead = participant('lead');
  const local = participant('local');
  const device = participant('device');
  const observer = participant('observer', []);
  const everybody = [observer, local, device, lead];
  const largeFor = (role: ClassRole, selfId: string, people = everybody) =>
    largePicture(arrange(people, selfId, role, null))?.participant.id;

  it('shows everybody the one they want to see, the classroom to the lead teacher', () => {
    expect(largeFor('local', local.id)).toBe(lead.id);
    expect(largeFor('observer', observer.id)).toBe(lead.id);
    expect(largeFor('device', device.id)).toBe(lead.id);
    expect(largeFor('lead', lead.id)).toBe(device.id);
    expect(largeFor('lead', lead.id, [lead, local])).toBe(local.id);
    expect(largeFor('lead', lead.id, [lead])).toBe(lead.id);
  });

  it('keeps every other picture in view, one’s own last, and no tile for observers', () => {
    const { small } = arrange(everybody, local.id, 'local', null);
    expect(small.map(({ participant: { id } }) => id)).toEqual([device.id, local.id]);
  });

  it('makes a shared screen large for the others, and never one’s own', () => {
    const sharing = { ...lead, producers: [...lead.producers, { id: 'screen', source: 'screen' as const, paused: false }] };
    const seen = arrange([sharing, local], local.id, 'local', null);
    expect(largePicture(seen)).toMatchObject({ source: 'screen', participant: { id: lead.id } });
    expect(seen.small.map(({ key }) => key)).toContain(`${lead.id}-camera`);
    expect(largePicture(arrange([sharing, local], lead.id, 'lead', null))?.participant.id).toBe(local.id);
  });

  it('keeps what somebody enlarged by hand for as long as it is there', () => {
    const key = `${device.id}-camera`;
    expect(largePicture(arrange(everybody, local.id, 'local', key))?.key).toBe(key);
    expect(largePicture(arrange([local, lead], local.id, 'local', key))?.participant.id).toBe(lead.id);
  });

  it('makes what the class is shown large for everybody, and lets it wait beside a picture that somebody enlarged', () => {
    const shown = arrange(everybody, local.id, 'local', null, 'board');
    expect(shown).toMatchObject({ large: { kind: 'board' }, aside: null });
    expect(shown.small.map(({ participant: { id } }) => id)).toEqual([lead.id, device.id, local.id]);
    const enlarged = arrange(everybody, local.id, 'local', `${lead.id}-camera`, 'board');
    expect(largePicture(enlarged)?.participant.id).toBe(lead.id);
    expect(enlarged.aside).toBe('board');
  });
});

describe('the view of a class', () => {
  const lead = participant('lead', ['camera', 'microphone']);
  const view = { participants: [lead], chat: [] } as unknown as ClassView;

  it('never holds anybody or any message twice', () => {
    const away = { ...lead, away: true };
    expect(withParticipant(view, away).participants).toEqual([away]);
    const message = { id: 'm1', person: lead.person, role: lead.role, body: '你好', sentAt: moment };
    expect(withMessage(withMessage(view, message), message).chat).toEqual([message]);
  });

  it('lets go of what somebody no longer sends', () => {
    const [kept] = withoutProducer(view, lead.id, `${lead.id}-camera`).participants;
    expect(kept?.producers.map(({ source }) => source)).toEqual(['microphone']);
  });
});

describe('the device check', () => {
  it('tells apart what may keep a camera from opening', () => {
    const named = (name: string) => faultOf(new DOMException('', name));
    expect(
      ['NotAllowedError', 'NotFoundError', 'NotReadableError', 'InsecureContextError', 'NotSupportedError'].map(named),
    ).toEqual(['refused', 'missing', 'busy', 'insecure', 'unsupported']);
    expect(faultOf(null)).toBe('failed');
  });

  it('measures loudness from silence to full scale', () => {
    expect(loudness(new Float32Array(512))).toBe(0);
    expect(loudness(new Float32Array(512).fill(1))).toBe(1);
    const quiet = loudness(new Float32Array(512).fill(0.01));
    expect(quiet).toBeGreaterThan(0.3);
    expect(loudness(new Float32Array(512).fill(0.1))).toBeGreaterThan(quiet);
  });
});
