import { smooth } from './LineJudge.ts';

/** A voice cannot be understood when so much of it is made up, and can again when so little is. */
export const voiceLost = 0.25;
export const voiceFound = 0.1;
/** For how many seconds in a row that has to be so. */
const secondsLost = 3;

/**
 * How a voice is that comes to the server broken already. Giving anything up would not mend it; all there is to know is
 * whether it can be understood (SPEC 4.15).
 */
export class BrokenVoice {
  #gaps = 0;
  #seconds = 0;
  #lost = false;

  /** How much of it is made up at the moment, smoothed. */
  get gaps(): number {
    return this.#gaps;
  }

  /** Whether it cannot be understood. */
  get lost(): boolean {
    return this.#lost;
  }

  /** To be told once a second how much was made up; null while no such voice is heard. */
  hear(concealed: number | null): void {
    this.#gaps = concealed === null ? 0 : smooth(this.#gaps, concealed, concealed > this.#gaps);
    this.#seconds = this.#gaps >= voiceLost ? this.#seconds + 1 : 0;
    if (this.#seconds >= secondsLost) this.#lost = true;
    else if (this.#gaps < voiceFound) this.#lost = false;
  }
}
