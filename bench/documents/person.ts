import { once } from 'node:events';
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { WebSocket } from 'ws';
import { messageAcknowledged, messageAwareness, messageSync } from '../../shared/documents.ts';
import type { SideName } from './side.ts';

export const syncStep1 = 0;
export const syncStep2 = 1;
export const syncUpdate = 2;

/** What a person hears. The decoder stands behind the numbers that have been read. */
export interface Hearing {
  /** A sync message: its kind, and its payload behind its length. */
  sync?: (kind: number, decoder: decoding.Decoder) => void;
  awareness?: (decoder: decoding.Decoder) => void;
  /** How many of this person's writes are acknowledged in all. */
  acknowledged?: (count: number) => void;
}

/** Types of Hocuspocus' messages, which begin with the name of the document. */
const hocuspocus = { auth: 2, syncStatus: 8 };

/** Someone who has a document open, without a Yjs document of their own: fifty real ones would drown what a server costs. */
export class Person {
  readonly socket: WebSocket;
  /** Resolves when messages may be sent. */
  readonly ready: Promise<void>;
  private readonly side: SideName;
  private readonly name: string;
  private readonly hearing: Hearing;
  private accepted = 0;
  private resolveReady = () => {};

  constructor(side: SideName, url: string, path: string, hearing: Hearing) {
    this.side = side;
    this.name = path.slice(1);
    this.hearing = hearing;
    this.socket = new WebSocket(side === 'hocuspocus' ? url : `${url}${path}`, { perMessageDeflate: false });
    this.socket.on('message', (data: Buffer) => this.receive(data));
    this.socket.on('error', () => {});
    this.ready = new Promise((resolve) => (this.resolveReady = resolve));
    this.socket.once('open', () => {
      if (side !== 'hocuspocus') return this.resolveReady();
      this.send(hocuspocus.auth, (encoder) => {
        encoding.writeVarUint(encoder, 0);
        encoding.writeVarString(encoder, 'token');
      });
    });
  }

  sync(kind: number, payload: Uint8Array): void {
    this.send(messageSync, (encoder) => {
      encoding.writeVarUint(encoder, kind);
      encoding.writeVarUint8Array(encoder, payload);
    });
  }

  /** Tells where one's cursor is. */
  point(client: number, clock: number, state: unknown): void {
    this.send(messageAwareness, (encoder) => {
      const update = encoding.createEncoder();
      encoding.writeVarUint(update, 1);
      encoding.writeVarUint(update, client);
      encoding.writeVarUint(update, clock);
      encoding.writeVarString(update, JSON.stringify(state));
      encoding.writeVarUint8Array(encoder, encoding.toUint8Array(update));
    });
  }

  async leave(): Promise<void> {
    if (this.socket.readyState === WebSocket.CLOSED) return;
    const closed = once(this.socket, 'close');
    this.socket.terminate();
    await closed;
  }

  private send(type: number, write: (encoder: encoding.Encoder) => void): void {
    const encoder = encoding.createEncoder();
    if (this.side === 'hocuspocus') encoding.writeVarString(encoder, this.name);
    encoding.writeVarUint(encoder, type);
    write(encoder);
    this.socket.send(encoding.toUint8Array(encoder));
  }

  private receive(data: Buffer): void {
    const decoder = decoding.createDecoder(data);
    if (this.side === 'hocuspocus') decoding.readVarUint8Array(decoder);
    const type = decoding.readVarUint(decoder);
    if (type === messageSync) return this.hearing.sync?.(decoding.readVarUint(decoder), decoder);
    if (type === messageAwareness) return this.hearing.awareness?.(decoder);
    if (type === messageAcknowledged) return this.hearing.acknowledged?.(decoding.readVarUint(decoder));
    if (this.side !== 'hocuspocus') return;
    if (type === hocuspocus.auth) this.resolveReady();
    else if (type === hocuspocus.syncStatus) this.hearing.acknowledged?.(++this.accepted);
  }
}
