/** What a second of a line was like. Shares are from 0 to 1; null stands for what could not be told. */
export interface LineSample {
  /** When it was taken, in milliseconds of any steady clock. */
  at: number;
  /** How much of the most important voice had to be made up because it did not arrive. */
  concealed: number | null;
  /** How many of all packets did not come. Of a voice, those that came when they were sent again count as having come. */
  loss: number;
  /** How often something had to be asked for again, for each packet that came. */
  asked: number;
  /** Seconds to the server and back. */
  roundTrip: number | null;
  /** Whether a picture stands still that should move. */
  stalled: boolean;
}

/** What a line needs: less on it, much less at once, or that more be tried. */
export type Verdict = 'less' | 'much less' | 'more' | null;

/** Between two changes at least this long, in milliseconds: rapid switches have frozen pictures. */
export const changeEvery = 5000;
/** How long a line has to be good before more is tried, in milliseconds; doubled, up to the most, when trying more failed. */
export const tryMoreAfter = 10_000;
export const tryMoreAtMost = 120_000;
/** Trying more has failed when less is needed again within this time, in milliseconds. */
const failedWithin = 20_000;

/** A line on which something is asked for again as often as this loses packets. */
const lossy = 0.02;

const poor = 0.5;
const good = 0.8;
/** A voice of which so much is made up is at risk: pictures go at once. */
const voiceAtRisk = 0.1;

/**
 * Judges a line from second to second, with hysteresis: quality falls quickly and rises slowly (smoothed by 0.8 and 0.4),
 * less is asked for below 0.5, more only after a while above 0.8, and ever more rarely when more turns out to be too much.
 */
export class LineJudge {
  #quality = 1;
  #concealed = 0;
  #asked = 0;
  #changedAt = -Infinity;
  #goodSince: number | null = null;
  #patience = tryMoreAfter;
  #triedAt: number | null = null;

  /** From 0, useless, to 1, faultless. */
  get quality(): number {
    return this.#quality;
  }

  /** How much of the voice is made up at the moment, smoothed. */
  get concealed(): number {
    return this.#concealed;
  }

  /** Whether the line loses packets, though all of them may come in the end. */
  get lossy(): boolean {
    return this.#asked >= lossy / 4;
  }

  hear(sample: LineSample): Verdict {
    const { at } = sample;
    const now = score(sample);
    this.#quality = smooth(this.#quality, now, now < this.#quality);
    const concealed = hasFaults(sample) ? sample.concealed : 0;
    if (concealed !== null) this.#concealed = smooth(this.#concealed, concealed, concealed > this.#concealed);
    this.#asked = smooth(this.#asked, sample.asked, sample.asked > this.#asked);
    if (this.#quality <= good) this.#goodSince = null;
    else this.#goodSince ??= at;
    if (at - this.#changedAt < changeEvery) return null;
    if (this.#quality < poor) return this.#concealed >= voiceAtRisk ? 'much less' : 'less';
    if (this.#goodSince !== null && at - this.#goodSince >= this.#patience) return 'more';
    return null;
  }

  /** To be told that the advice was followed: then the next is not given for a while. */
  changed(at: number, verdict: Exclude<Verdict, null>): void {
    const stood = this.#triedAt === null ? null : at - this.#triedAt;
    if (verdict === 'more') {
      if (stood !== null && stood > 3 * failedWithin) this.#patience = tryMoreAfter;
      this.#triedAt = at;
    } else {
      this.#patience = stood !== null && stood < failedWithin ? Math.min(tryMoreAtMost, this.#patience * 2) : this.#patience;
      this.#triedAt = null;
    }
    this.#changedAt = at;
    this.#goodSince = null;
  }
}

/** How good a second was: as good as the worst of its parts. */
function score(sample: LineSample): number {
  const { concealed, loss, roundTrip, stalled } = sample;
  const parts = [1 - loss / 0.25, 1 - Math.max(0, (roundTrip ?? 0) - 0.4) / 1.6];
  if (hasFaults(sample)) parts.push(1 - (concealed ?? 0) / voiceAtRisk, stalled ? 0.4 : 1);
  return Math.max(0, Math.min(...parts));
}

/**
 * Whether a line loses packets or keeps them long. On one that does neither, gaps in the voice and pictures that stand still
 * come from their sender, or from a machine that has too much to do: giving something up would mend nothing.
 */
const hasFaults = ({ loss, asked, roundTrip }: LineSample): boolean => loss >= lossy || asked >= lossy || (roundTrip ?? 0) >= 0.4;

/** A value that follows another quickly where it becomes worse, and slowly where it becomes better. */
export const smooth = (before: number, now: number, worse: boolean): number => {
  const weight = worse ? 0.8 : 0.4;
  return weight * now + (1 - weight) * before;
};
