import type { MediaSource, Participant, WantedPicture } from '../../../shared/classroom.ts';
import type { ShownAs } from './layerChoice.ts';
import type { Direction } from './MediaLink.ts';
import type { Receiver } from './Receiver.ts';
import type { Outgoing, Sender } from './Sender.ts';

/** What one wants of sound and picture in a class. It outlives every link: one that is built anew is told all of it. */
export class MediaWishes {
  readonly outgoing = new Map<MediaSource, Outgoing>();
  participants: readonly Participant[] = [];
  selfId = '';
  /** How much of each producer the line bears. */
  limits: ReadonlyMap<string, ShownAs> = new Map();
  /** Which of one's own sources the line does not bear. */
  heldBack: readonly MediaSource[] = [];
  /** How much of one's own pictures anybody watches. */
  wanted: readonly WantedPicture[] = [];
  /** How long voices are kept before they are played, in milliseconds; null leaves it to the browser. */
  voicesKept: number | null = null;

  /** Whether there is anything to send, or to receive. */
  need(direction: Direction): boolean {
    if (direction === 'send') return this.outgoing.size > 0;
    return this.participants.some(({ id, producers }) => id !== this.selfId && producers.length > 0);
  }

  receiveOver(receiver: Receiver): void {
    receiver.limit(this.limits);
    receiver.keepVoices(this.voicesKept);
    receiver.follow(this.participants, this.selfId);
  }

  sendOver(sender: Sender): void {
    sender.holdBack(this.heldBack);
    sender.watched(this.wanted);
    for (const [source, outgoing] of this.outgoing) sender.want(source, outgoing);
  }
}
