import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { WebSocket } from 'ws';
import * as awarenessProtocol from 'y-protocols/awareness';
import * as Y from 'yjs';
import {
  DocumentHello,
  messageAcknowledged,
  messageAwareness,
  messageHello,
  messageQueryAwareness,
  messageRefused,
  messageSync,
} from '../../shared/documents.ts';

export interface RawOptions {
  origin?: string;
  query?: string;
  doc?: Y.Doc;
}

/** Connects without a provider, so that a test can say what no provider would. @throws when the upgrade is refused. */
export async function connectRaw(url: string, documentId: string, cookie: string, options: RawOptions = {}): Promise<RawClient> {
  const { origin, query } = options;
  const socket = new WebSocket(`${url}/documents/${documentId}${query === undefined ? '' : `?${query}`}`, {
    headers: { cookie, ...(origin === undefined ? {} : { origin }) },
  });
  const client = new RawClient(socket, options.doc ?? new Y.Doc());
  await new Promise<void>((resolve, reject) => {
    socket.once('open', () => resolve());
    socket.once('error', reject);
  });
  return client;
}

/** A document socket in a test's hands. It keeps its document up to date and remembers what it was told. */
export class RawClient {
  readonly socket: WebSocket;
  readonly doc: Y.Doc;
  readonly messages: Uint8Array[] = [];
  readonly refusals: string[] = [];
  /** States by client id, as this client sees them. */
  readonly awareness: awarenessProtocol.Awareness;
  acknowledged = 0;
  hello: DocumentHello | undefined;
  /** The close code. */
  readonly closed: Promise<number>;
  /** Resolves with the server's first sync step, which comes when the document is loaded. */
  readonly opened: Promise<void>;
  private resolveOpened = () => {};

  constructor(socket: WebSocket, doc: Y.Doc) {
    this.socket = socket;
    this.doc = doc;
    this.awareness = new awarenessProtocol.Awareness(new Y.Doc());
    this.closed = new Promise((resolve) => socket.once('close', (code: number) => resolve(code)));
    this.opened = new Promise((resolve) => (this.resolveOpened = resolve));
    socket.on('message', (data: Buffer) => this.receive(new Uint8Array(data)));
    socket.on('close', () => this.awareness.destroy());
    // A peer that was killed may answer with an error before the close.
    socket.on('error', () => {});
  }

  text(): string {
    return this.doc.getText('text').toJSON();
  }

  /** Changes the document and sends what changed as one update. */
  write(change: (doc: Y.Doc) => void): void {
    const updates: Uint8Array[] = [];
    const listen = (update: Uint8Array) => void updates.push(update);
    this.doc.on('update', listen);
    this.doc.transact(() => change(this.doc));
    this.doc.off('update', listen);
    for (const update of updates) this.sendUpdate(update);
  }

  sendUpdate(update: Uint8Array): void {
    this.sendSync(2, update);
  }

  sendStep2(): void {
    this.sendSync(1, Y.encodeStateAsUpdate(this.doc));
  }

  sendSync(kind: number, payload: Uint8Array): void {
    const encoder = encoding.createEncoder();
    encoding.writeVarUint(encoder, messageSync);
    encoding.writeVarUint(encoder, kind);
    encoding.writeVarUint8Array(encoder, payload);
    this.send(encoding.toUint8Array(encoder));
  }

  sendAwareness(entries: { client: number; clock: number; state: unknown }[]): void {
    const update = encoding.createEncoder();
    encoding.writeVarUint(update, entries.length);
    for (const { client, clock, state } of entries) {
      encoding.writeVarUint(update, client);
      encoding.writeVarUint(update, clock);
      encoding.writeVarString(update, JSON.stringify(state));
    }
    const encoder = encoding.createEncoder();
    encoding.writeVarUint(encoder, messageAwareness);
    encoding.writeVarUint8Array(encoder, encoding.toUint8Array(update));
    this.send(encoding.toUint8Array(encoder));
  }

  askAwareness(): void {
    this.send(Uint8Array.of(messageQueryAwareness));
  }

  send(message: Uint8Array | string): void {
    this.socket.send(message);
  }

  close(): void {
    this.socket.close();
  }

  private receive(message: Uint8Array): void {
    this.messages.push(message);
    const decoder = decoding.createDecoder(message);
    switch (decoding.readVarUint(decoder)) {
      case messageSync: {
        const kind = decoding.readVarUint(decoder);
        const payload = decoding.readVarUint8Array(decoder);
        if (kind !== 0) return Y.applyUpdate(this.doc, payload, this);
        this.sendSync(0, Y.encodeStateVector(this.doc));
        return this.resolveOpened();
      }
      case messageAwareness:
        return awarenessProtocol.applyAwarenessUpdate(this.awareness, decoding.readVarUint8Array(decoder), this);
      case messageAcknowledged:
        this.acknowledged = decoding.readVarUint(decoder);
        return;
      case messageRefused:
        this.refusals.push(decoding.readVarString(decoder));
        return;
      case messageHello:
        this.hello = DocumentHello.parse(JSON.parse(decoding.readVarString(decoder)));
        return;
    }
  }
}
