import { createUnwrapper, type RtpPacket } from './rtp.ts';

/** How long a missing packet is waited for, in milliseconds: long enough for two repetitions over a slow line. */
const patienceMs = 1_000;
/** A jump of this many packets is a stream that began anew, not a loss. */
const newStreamAfter = 3_000;

/** Brings the packets of one stream into order. What does not come in time is reported as a loss before the next packet. */
export class ReorderBuffer {
  readonly #take: (packet: RtpPacket, lost: boolean) => void;
  readonly #waiting = new Map<number, RtpPacket>();
  #unwrap = createUnwrapper(16);
  #next: number | null = null;

  constructor(take: (packet: RtpPacket, lost: boolean) => void) {
    this.#take = take;
  }

  add(packet: RtpPacket): void {
    let sequence = this.#unwrap(packet.sequence);
    if (this.#next !== null && Math.abs(sequence - this.#next) > newStreamAfter) {
      this.reset();
      sequence = this.#unwrap(packet.sequence);
    }
    this.#next ??= sequence;
    if (sequence < this.#next) return;
    this.#waiting.set(sequence, packet);
    this.#drain(false);
  }

  /** Gives up on what is missing for too long at this moment of the wall clock. */
  tick(now: number): void {
    while (this.#waiting.size > 0) {
      const first = Math.min(...this.#waiting.keys());
      const packet = this.#waiting.get(first);
      if (packet === undefined || now - packet.at < patienceMs) return;
      this.#next = first;
      this.#drain(true);
    }
  }

  reset(): void {
    this.#waiting.clear();
    this.#unwrap = createUnwrapper(16);
    this.#next = null;
  }

  #drain(lost: boolean): void {
    let after = lost;
    for (;;) {
      const packet = this.#next === null ? undefined : this.#waiting.get(this.#next);
      if (packet === undefined || this.#next === null) return;
      this.#waiting.delete(this.#next);
      this.#next += 1;
      this.#take(packet, after);
      after = false;
    }
  }
}
