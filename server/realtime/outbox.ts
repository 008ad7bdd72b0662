/** Whoever frames are sent to. */
export interface Receiver {
  write: (frame: Buffer) => void;
}

/**
 * Sends frames to all receivers but the one they came from. What arrives during one turn of the event loop goes out together,
 * in one write a receiver: with many people typing, system calls are most of the cost.
 */
export class Outbox<To extends Receiver> {
  private readonly receivers: ReadonlySet<To>;
  private batch: { frame: Buffer; from: To | undefined }[] = [];
  private readonly flush = () => {
    const { batch } = this;
    this.batch = [];
    const shared = join(batch.map(({ frame }) => frame));
    const senders = new Set(batch.map(({ from }) => from));
    for (const receiver of this.receivers) {
      if (!senders.has(receiver)) {
        receiver.write(shared);
      } else if (batch.length > senders.size || senders.size > 1) {
        const others = batch.filter(({ from }) => from !== receiver);
        if (others.length > 0) receiver.write(join(others.map(({ frame }) => frame)));
      }
    }
  };

  constructor(receivers: ReadonlySet<To>) {
    this.receivers = receivers;
  }

  send(frame: Buffer, from?: To): void {
    this.batch.push({ frame, from });
    if (this.batch.length === 1) setImmediate(this.flush);
  }
}

function join(frames: Buffer[]): Buffer {
  return frames.length === 1 ? (frames[0] as Buffer) : Buffer.concat(frames);
}
