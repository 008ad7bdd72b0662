import { setTimeout as sleep } from 'node:timers/promises';
import * as decoding from 'lib0/decoding';
import * as Y from 'yjs';
import { Person, syncUpdate } from './person.ts';
import type { Side } from './side.ts';

/** How many people type in how many plans, how often each, in milliseconds, and whether their cursors are shown. */
export interface Load {
  plans: number;
  people: number;
  every: number;
  cursors: boolean;
}

/** What one round of one side came to. Delays are in milliseconds from sending an update to its arrival at each other person. */
export interface Measured {
  delays: number[];
  cpuMicroseconds: number;
  acknowledged: number;
}

/**
 * What a side does when its people stop typing or have left (Hocuspocus stores two seconds after a change, we store a snapshot after
 * one, or put a document away) is no part of how fast an edit travels, and falls into nobody's round: so long is waited after each,
 * in milliseconds.
 */
const afterwards = 3_500;
/** Typing that comes before what is measured, in milliseconds. */
const beforehand = 1_000;

/** The people of one side, in documents of their own that they keep open while those of other sides type. */
export class Crowd {
  private readonly side: Side;
  private readonly every: number;
  private readonly people: Typist[];
  private readonly sentAt = new Map<string, number>();
  private measured: Measured | null = null;

  /** Resolves when everybody is there. */
  static async enter(side: Side, load: Load): Promise<Crowd> {
    const crowd = new Crowd(side, load, await side.addDocuments(load.plans));
    await Promise.all(crowd.people.map(({ person }) => person.ready));
    return crowd;
  }

  private constructor(side: Side, load: Load, paths: readonly string[]) {
    this.side = side;
    this.every = load.every;
    const heard = (key: string) => {
      const sent = this.sentAt.get(key);
      if (sent !== undefined) this.measured?.delays.push(performance.now() - sent);
    };
    const acknowledged = () => {
      if (this.measured !== null) this.measured.acknowledged++;
    };
    this.people = paths.flatMap((path) =>
      Array.from({ length: load.people }, () => new Typist(side, path, load.cursors, heard, acknowledged)),
    );
  }

  /** Lets everybody type for a while. */
  async type(seconds: number): Promise<Measured> {
    const timers = this.people.map((typist) => this.start(typist));
    await sleep(beforehand);
    const before = await this.side.cpu();
    const measured = (this.measured = { delays: [], cpuMicroseconds: 0, acknowledged: 0 });
    await sleep(seconds * 1_000);
    this.measured = null;
    const after = await this.side.cpu();
    for (const stop of timers) stop();
    await sleep(afterwards);
    this.sentAt.clear();
    return { ...measured, cpuMicroseconds: after - before };
  }

  async leave(): Promise<void> {
    await Promise.all(this.people.map(({ person }) => person.leave()));
    await sleep(afterwards);
  }

  private start(typist: Typist): () => void {
    const type = () => {
      const key = typist.type();
      this.sentAt.set(key, performance.now());
      timer = setTimeout(type, this.every * (0.5 + Math.random()));
    };
    let timer = setTimeout(type, this.every * Math.random());
    return () => clearTimeout(timer);
  }
}

/**
 * Types and listens. Updates are real and come from a document of one's own; what others send is only recognised by its client
 * and clock.
 */
class Typist {
  readonly person: Person;
  private readonly doc = new Y.Doc();
  private readonly cursors: boolean;
  private update: Uint8Array = new Uint8Array();
  private clock = 0;

  constructor(side: Side, path: string, cursors: boolean, heard: (key: string) => void, acknowledged: () => void) {
    this.cursors = cursors;
    this.doc.on('update', (made: Uint8Array) => (this.update = made));
    this.person = new Person(side.name, side.url, path, {
      acknowledged,
      sync: (kind, decoder) => {
        if (kind !== syncUpdate) return;
        // The length, the number of clients, and the number of structs of the first.
        for (let skipped = 0; skipped < 3; skipped += 1) decoding.readVarUint(decoder);
        const client = decoding.readVarUint(decoder);
        if (client !== this.doc.clientID) heard(`${client}:${decoding.readVarUint(decoder)}`);
      },
    });
  }

  /** Writes a character, and moves the cursor behind it. */
  type(): string {
    const { clientID } = this.doc;
    const clock = Y.getState(this.doc.store, clientID);
    const text = this.doc.getText('text');
    text.insert(text.length, clock % 2 === 0 ? '教' : '学');
    this.person.sync(syncUpdate, this.update);
    if (this.cursors) {
      const place = { type: null, tname: 'text', item: { client: clientID, clock }, assoc: 0 };
      const user = { id: String(clientID), name: '林老师', color: '#1c7ed6' };
      this.person.point(clientID, ++this.clock, { user, cursor: { anchor: place, head: place } });
    }
    return `${clientID}:${clock}`;
  }
}
