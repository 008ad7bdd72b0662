import { describe, expect, it } from 'vitest';
import { arrange } from '../../client/classroom/arrangement.ts';
import { paceOf } from '../../client/classroom/media/clock.ts';
import { gradeLine, read, type LineReport } from '../../client/classroom/media/lineCheck.ts';
import type { ClassRole, ClassStep, MediaSource, Participant } from '../../shared/classroom.ts';
import { leadsNow, movesSteps } from '../../shared/classroom/order.ts';

const moment = '2026-11-22T02:00:00.000Z';

describe('the look at the line', () => {
  const good: LineReport = { way: 'udp', port: 44444, roundTripMs: 40, loss: 0, upBitrate: 1_200_000 };

  it('grades by the worst of what was measured, and what was not measured counts for nothing (J6.3)', () => {
    expect(gradeLine(good)).toBe('good');
    expect(gradeLine({ ...good, roundTripMs: null, loss: null, upBitrate: null })).toBe('good');
    expect(gradeLine({ ...good, way: 'tcp' })).toBe('fair');
    expect(gradeLine({ ...good, roundTripMs: 350 })).toBe('fair');
    expect(gradeLine({ ...good, upBitrate: 300_000 })).toBe('fair');
    expect(gradeLine({ ...good, loss: 0.1 })).toBe('poor');
    expect(gradeLine({ ...good, way: 'none' })).toBe('none');
  });

  it('reads the statistics of the pair that carries, over a relay as well', () => {
    const stats = (local: object, pair: object = {}) =>
      Object.entries({
        T: { type: 'transport', selectedCandidatePairId: 'P' },
        P: { id: 'P', type: 'candidate-pair', localCandidateId: 'L', currentRoundTripTime: 0.0384, ...pair },
        Q: { id: 'Q', type: 'candidate-pair', nominated: true, state: 'succeeded', localCandidateId: 'M' },
        L: { id: 'L', type: 'local-candidate', ...local },
        M: { id: 'M', type: 'local-candidate', protocol: 'tcp' },
        O: { type: 'outbound-rtp', kind: 'video' },
        F: { type: 'remote-inbound-rtp', fractionLost: 0.05 },
      });
    const found = read(stats({ protocol: 'udp' }, { availableOutgoingBitrate: 900_000 }), 44444);
    expect(found).toEqual({ way: 'udp', port: 44444, roundTripMs: 38, loss: 0.05, upBitrate: 900_000 });
    expect(read(stats({ protocol: 'tcp' }), null).way).toBe('tcp');
    expect(read(stats({ protocol: 'udp', candidateType: 'relay', relayProtocol: 'tls' }), null).way).toBe('tcp');
  });
});

describe('the pace of a class', () => {
  const step = (id: string, minutes: number | null, actualSeconds: number, started = actualSeconds > 0) =>
    ({ id, minutes, actualSeconds, startedAt: started ? moment : null }) as ClassStep;
  const now = Date.parse(moment);
  const at = (stepId: string | null) => ({ stepId, stepStartedAt: moment, serverTime: moment });

  it('counts what is finished and what is over, not what is skipped or still has time', () => {
    const steps = [step('a', 5, 420), step('b', 5, 0), step('c', 10, 60), step('d', 8, 0), step('e', null, 0)];
    expect(paceOf(steps, at('c'), now)).toEqual({ behind: 120, left: 9 * 60 + 8 * 60 });
    expect(paceOf([step('a', 5, 200), step('b', 5, 330)], at('b'), now)).toEqual({ behind: -100 + 30, left: 0 });
  });
});

describe('who leads and who moves the steps', () => {
  const here = (...roles: ClassRole[]) => roles.map((role) => ({ role, away: false }));

  it('falls to the local teacher while no lead teacher is there, and to nobody else (J3.1)', () => {
    expect(leadsNow('local', here('lead', 'local'))).toBe(false);
    expect(leadsNow('local', [{ role: 'lead', away: true }, ...here('local')])).toBe(true);
    for (const role of ['device', 'observer'] as const) expect(leadsNow(role, here(role))).toBe(false);
  });

  it('gives the steps to whom the rule says, and past whoever is not there (J2.1, J2.2)', () => {
    const both = here('lead', 'local');
    expect(movesSteps('local', 'either', 'lead', both)).toBe(true);
    expect(movesSteps('local', 'lead', 'local', both)).toBe(false);
    expect(movesSteps('lead', 'floor', 'local', both)).toBe(false);
    expect(movesSteps('local', 'floor', 'local', both)).toBe(true);
    expect(movesSteps('lead', 'floor', 'students', both)).toBe(true);
    expect(movesSteps('lead', 'floor', 'local', here('lead'))).toBe(true);
    expect(movesSteps('observer', 'either', 'both', here('observer'))).toBe(false);
  });
});

describe('a second camera', () => {
  it('is a picture of its own beside the first, and never takes its place', () => {
    const someone = (role: ClassRole, sources: MediaSource[]): Participant => ({
      id: role,
      person: { id: role, name: role, colour: 0 },
      role,
      joinedAt: moment,
      away: false,
      producers: sources.map((source) => ({ id: `${role}-${source}`, source, paused: false })),
    });
    const people = [someone('lead', ['camera']), someone('device', ['camera', 'camera-2'])];
    const { large, small } = arrange(people, 'lead', 'lead', null);
    expect(large).toMatchObject({ kind: 'picture', picture: { key: 'device-camera' } });
    expect(small.map(({ key }) => key)).toEqual(['device-camera-2', 'lead-camera']);
  });
});
