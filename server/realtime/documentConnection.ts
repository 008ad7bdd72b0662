import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';
import type { WebSocket } from 'ws';
import {
  documentClose,
  messageAuth,
  messageAwareness,
  messageQueryAwareness,
  messageSync,
  type DocumentAccess,
} from '../../shared/documents.ts';
import type { Caller } from '../http/caller.ts';
import type { EndReason } from './connections.ts';
import { ByteReader } from './byteReader.ts';
import {
  acknowledgedFrame,
  helloFrame,
  keepAliveFrame,
  refusedFrame,
  syncStep1,
  syncStep2,
  syncUpdate,
} from './documentMessages.ts';
import type { LiveDocument, Member } from './liveDocument.ts';
import { Refusal } from './refusal.ts';
import { createThrottle } from './throttle.ts';
import { frameOf } from './webSocketFrame.ts';

export interface DocumentConnectionOptions {
  webSocket: WebSocket;
  /** The connection below the WebSocket: frames that are shared by many sockets are written to it directly. */
  stream: Duplex;
  live: LiveDocument;
  caller: Caller;
  access: DocumentAccess;
  person: { id: string; name: string; colour: number };
  acknowledges: boolean;
  log: Logger;
}

/** A frame that builds on something which is not in the document yet. */
interface ParkedFrame {
  update: Uint8Array;
  frame: (() => Buffer) | null;
  number: number;
}

/** What a socket may have unread before it is dropped, beside an answer to its first sync step. */
const mostBuffered = 4 * 1024 * 1024;
/** Pings that may stay without an answer: a weak line stalls now and then. */
const mostUnanswered = 3;
/** How long an acknowledgement may wait for company, in milliseconds. */
const acknowledgeWithin = 250;
const largestAwareness = 256 * 1024;
const largestVector = 512 * 1024;
const parkingLimit = { frames: 256, bytes: 1024 * 1024, milliseconds: 5_000 };

/** One open document socket, from the time its document is loaded (SPEC-documents.md). */
export class DocumentConnection implements Member {
  readonly caller: Caller;
  readonly person: DocumentConnectionOptions['person'];
  inStep = false;
  access: DocumentAccess;

  private readonly options: DocumentConnectionOptions;
  /** Write frames received, and those of them that are acknowledged. */
  private frames = 0;
  private acknowledged = 0;
  /** A refused frame ends acknowledging, since a count cannot leave one out. */
  private refused = false;
  /** Frames in memory that wait for the disk: number and sequence number by turns. */
  private unstored: number[] = [];
  private parked: ParkedFrame[] = [];
  private parkedBytes = 0;
  private parkedTimer: NodeJS.Timeout | undefined;
  /** An acknowledgement that has yet to be sent, by this timer at the latest. */
  private owing: NodeJS.Timeout | undefined;
  private answered = 0;
  private quiet = true;
  /** Something has come since the last heartbeat. */
  private heard = false;
  private unanswered = 0;
  private readonly throttle: ReturnType<typeof createThrottle>;

  constructor(options: DocumentConnectionOptions) {
    const { webSocket, live } = options;
    this.options = options;
    this.caller = options.caller;
    this.person = options.person;
    this.access = options.access;
    this.throttle = createThrottle(webSocket, () => this.refuse(new Refusal('too_fast')));
    webSocket.on('message', (data: Buffer, isBinary) => this.receive(data, isBinary));
    webSocket.on('pong', () => (this.unanswered = 0));
    webSocket.on('error', (error) => options.log.debug({ err: error }, 'document socket error'));
    webSocket.on('close', () => this.closed());
    live.join(this);
  }

  get accountId(): string {
    return this.caller.accountId;
  }

  get mayWrite(): boolean {
    return this.access === 'write';
  }

  /** A role has changed: what was allowed before is refused from now on, or the other way round. */
  setAccess(access: DocumentAccess): void {
    if (access === this.access) return;
    this.access = access;
    this.greet();
  }

  write(frame: Buffer): void {
    const { webSocket, stream, log, live } = this.options;
    if (webSocket.readyState !== webSocket.OPEN) return;
    this.quiet = false;
    if (this.owing !== undefined) {
      // An acknowledgement travels with whatever goes out next: it would cost as much as the edit itself otherwise.
      clearTimeout(this.owing);
      this.owing = undefined;
      stream.write(Buffer.concat([acknowledgedFrame(this.acknowledged), frame]));
    } else {
      stream.write(frame);
    }
    if (stream.writableLength <= mostBuffered + this.answered) return;
    log.info({ documentId: live.id, accountId: this.accountId }, 'a document socket that does not read was dropped');
    webSocket.terminate();
  }

  committed(seq: number): void {
    const { unstored } = this;
    let index = 0;
    while (index < unstored.length && (unstored[index + 1] as number) <= seq) index += 2;
    if (index === 0) return;
    this.acknowledge(unstored[index - 2] as number);
    this.unstored = unstored.slice(index);
  }

  grown(): void {
    const { parked } = this;
    while (parked[0] !== undefined && this.take(parked[0])) parked.shift();
    if (parked.length === 0) this.endParking();
  }

  greet(): void {
    const { live, acknowledges } = this.options;
    if (!acknowledges) return;
    const { stateBytes: limit, connections: connectionLimit } = live.limits;
    const connections = live.members.size;
    const { epoch, size: bytes } = live;
    this.write(helloFrame({ epoch, access: this.access, bytes, limit, connections, connectionLimit }));
  }

  /**
   * Called from time to time: drops a peer that is gone without saying so, and keeps a silent connection open. Who says something
   * need not be asked.
   */
  heartbeat(): void {
    const { webSocket } = this.options;
    if (this.heard) {
      this.heard = false;
      this.unanswered = 0;
    } else {
      if (this.unanswered >= mostUnanswered) return webSocket.terminate();
      this.unanswered++;
      webSocket.ping();
    }
    if (this.quiet) this.write(keepAliveFrame);
    this.quiet = true;
  }

  /** Stops reading; what has been read is still acknowledged. */
  pause(): void {
    this.options.webSocket.pause();
  }

  onClosed(listener: () => void): void {
    this.options.webSocket.on('close', listener);
  }

  close(code: number, reason: string): void {
    this.payAcknowledgement();
    this.options.webSocket.resume();
    this.options.webSocket.close(code, reason);
  }

  private receive(data: Buffer, isBinary: boolean): void {
    if (this.options.webSocket.readyState !== this.options.webSocket.OPEN) return;
    this.heard = true;
    try {
      this.throttle.take(1, data.length);
      if (!isBinary) throw new Refusal('unknown_message');
      this.dispatch(data);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.refuse(error);
    }
  }

  private dispatch(data: Buffer): void {
    const { live } = this.options;
    const reader = new ByteReader(data);
    switch (reader.uint()) {
      case messageSync:
        return this.synchronise(reader, data);
      case messageAwareness: {
        const update = reader.array();
        if (update.length > largestAwareness || reader.left > 0) throw new Refusal('malformed');
        return live.receiveAwareness(this, update);
      }
      case messageQueryAwareness: {
        const everyone = live.everyonesAwareness();
        if (everyone !== null) this.write(everyone);
        return;
      }
      case messageAuth:
        return;
      default:
        throw new Refusal('unknown_message');
    }
  }

  private synchronise(reader: ByteReader, data: Buffer): void {
    const { live } = this.options;
    const kind = reader.uint();
    const payload = reader.array();
    if (reader.left > 0) throw new Refusal('malformed');
    if (kind === syncStep1) {
      if (payload.length > largestVector) throw new Refusal('too_large');
      this.throttle.take(20, 0);
      const answer = live.answer(payload);
      this.answered = Math.max(this.answered, answer.length);
      return this.write(answer);
    }
    if (kind !== syncStep2 && kind !== syncUpdate) throw new Refusal('unknown_message');
    this.frames++;
    if (payload.length > live.limits.frameBytes) throw new Refusal('too_large');
    const frame = kind === syncUpdate ? () => frameOf(data) : null;
    const parking = { update: payload, frame, number: this.frames };
    // What waits may wait for words of its own sender, who brings them with the sync step.
    if (frame === null && this.parked.length > 0) live.receive(this, payload, null);
    if (this.parked.length > 0 || !this.take(parking)) this.park(parking);
  }

  /** Gives a frame to the document; false when it has to wait. */
  private take({ update, frame, number }: ParkedFrame): boolean {
    const { live, acknowledges } = this.options;
    if (!live.receive(this, update, frame)) return false;
    if (frame === null) this.inStep = true;
    if (!acknowledges) return true;
    if (this.unstored.length === 0 && live.committed >= live.appended) this.acknowledge(number);
    else this.unstored.push(number, live.appended);
    return true;
  }

  private park(frame: ParkedFrame): void {
    this.parked.push(frame);
    this.parkedBytes += frame.update.length;
    if (this.parked.length > parkingLimit.frames || this.parkedBytes > parkingLimit.bytes) throw new Refusal('incomplete');
    this.options.live.parked.add(this);
    this.parkedTimer ??= setTimeout(() => this.refuse(new Refusal('incomplete')), parkingLimit.milliseconds);
  }

  private endParking(): void {
    clearTimeout(this.parkedTimer);
    this.parkedTimer = undefined;
    this.parked = [];
    this.parkedBytes = 0;
    this.options.live.parked.delete(this);
  }

  private acknowledge(number: number): void {
    if (this.refused || number <= this.acknowledged) return;
    this.acknowledged = number;
    this.owing ??= setTimeout(() => this.payAcknowledgement(), acknowledgeWithin);
  }

  private payAcknowledgement(): void {
    if (this.owing === undefined) return;
    clearTimeout(this.owing);
    this.owing = undefined;
    this.write(acknowledgedFrame(this.acknowledged));
  }

  private refuse(refusal: Refusal): void {
    const { live, acknowledges, log } = this.options;
    log.info({ documentId: live.id, accountId: this.accountId, code: refusal.code }, 'a document frame was refused');
    this.refused = true;
    if (acknowledges) this.write(refusedFrame(refusal.code, this.frames));
    if (refusal.closeCode !== null) this.close(refusal.closeCode, refusal.code);
  }

  private closed(): void {
    clearTimeout(this.owing);
    this.endParking();
    this.throttle.close();
    this.options.live.leave(this);
  }
}

/** How a connection ends when its session, role or term has. */
export function endCode(reason: EndReason): number {
  return reason === 'signed_out' ? documentClose.notSignedIn : documentClose.forbidden;
}
