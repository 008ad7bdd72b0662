/** Whoever frames are sent to. */
export interface Receiver {
  write: (frame: Buffer) => void;
}

/** A frame, and whom it came from, who does not get it back. */
export interface Parcel<To> {
  frame: Buffer;
  from: To | undefined;
}

/** From so many receivers on, what is sent within so many milliseconds of the last time waits for company. */
const crowd = { receivers: 8, milliseconds: 1 };

/**
 * Sends frames to all receivers but the one they came from. What came in one piece from one sender, an edit and its cursor, goes out
 * together, in one write a receiver. Where there are many receivers so does what arrives during one turn of the event loop, and within
 * a millisecond: with many people typing, system calls are most of the cost.
 */
export class Outbox<To extends Receiver> {
  private readonly receivers: ReadonlySet<To>;
  private readonly company: () => Parcel<To> | null;
  private batch: Parcel<To>[] = [];
  private flushedAt = -Infinity;
  private readonly flush = () => {
    const { batch } = this;
    this.batch = [];
    this.flushedAt = performance.now();
    const more = this.company();
    if (more !== null) batch.push(more);
    if (batch.length === 1) return this.spread(batch[0] as Parcel<To>);
    const shared = join(batch);
    const senders = new Set(batch.map(({ from }) => from));
    for (const receiver of this.receivers) {
      if (!senders.has(receiver)) {
        receiver.write(shared);
      } else {
        const others = batch.filter(({ from }) => from !== receiver);
        if (others.length > 0) receiver.write(join(others));
      }
    }
  };

  /** @param company Asked at each time for something that can travel along. */
  constructor(receivers: ReadonlySet<To>, company: () => Parcel<To> | null) {
    this.receivers = receivers;
    this.company = company;
  }

  send(frame: Buffer, from?: To): void {
    this.batch.push({ frame, from });
    if (this.batch.length > 1) return;
    if (this.receivers.size < crowd.receivers) return process.nextTick(this.flush);
    const early = this.flushedAt + crowd.milliseconds - performance.now();
    if (early > 0) setTimeout(this.flush, early);
    else setImmediate(this.flush);
  }

  private spread({ frame, from }: Parcel<To>): void {
    for (const receiver of this.receivers) if (receiver !== from) receiver.write(frame);
  }
}

function join<To>(parcels: Parcel<To>[]): Buffer {
  return parcels.length === 1 ? (parcels[0] as Parcel<To>).frame : Buffer.concat(parcels.map(({ frame }) => frame));
}
