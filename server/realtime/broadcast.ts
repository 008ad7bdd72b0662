import { AwarenessRelay, type AwarenessOwner } from './awareness.ts';
import { Outbox, type Parcel, type Receiver } from './outbox.ts';

/** Changes of cursors go out at most so often, in milliseconds. */
const interval = 60;

/**
 * What goes out to the members of a document: changes of its text at once, and changes of cursors (rule A3) together, with the
 * text where some is on its way.
 */
export class Broadcast<Member extends AwarenessOwner & Receiver> {
  private readonly cursors: AwarenessRelay<Member>;
  private readonly outbox: Outbox<Member>;
  private timer: NodeJS.Timeout | undefined;
  private cursorsSentAt = -Infinity;

  constructor(members: ReadonlySet<Member>, mayBind: (client: number, member: Member) => boolean) {
    this.cursors = new AwarenessRelay(mayBind);
    this.outbox = new Outbox(members, () => (this.timer === undefined || this.wait() > 0 ? null : this.takeCursors()));
  }

  /** Sends a frame to all but the one it came from. */
  send(frame: Buffer, from?: Member): void {
    this.outbox.send(frame, from);
  }

  /** Takes in what a member says of its cursor. @throws Refusal */
  point(member: Member, update: Uint8Array): void {
    if (this.cursors.receive(member, update)) this.plan();
  }

  /** Everyone's cursors, or null where there are none. */
  everyone(): Buffer | null {
    return this.cursors.everyone();
  }

  /** Takes a member's cursor away. */
  leave(member: Member): void {
    if (this.cursors.remove(member)) this.plan();
  }

  close(): void {
    clearTimeout(this.timer);
  }

  private plan(): void {
    this.timer ??= setTimeout(() => {
      const cursors = this.takeCursors();
      if (cursors !== null) this.outbox.send(cursors.frame, cursors.from);
    }, interval);
  }

  private wait(): number {
    return this.cursorsSentAt + interval - performance.now();
  }

  private takeCursors(): Parcel<Member> | null {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.cursorsSentAt = performance.now();
    const changes = this.cursors.takeChanges();
    return changes === null ? null : { frame: changes.frame, from: changes.only };
  }
}
