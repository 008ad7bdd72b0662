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
 * What a side does when its people have left (Hocuspocus stores two seconds after a change, we put a document away) is no part of how
 * fast an edit travels, and falls into nobody's round: so long is waited after each, in milliseconds.
 */
const afterwards = 3_500;

/** Lets people type for a while in new documents. */
export async function measurePropagation(side: Side, load: Load, seconds: number): Promise<Measured> {
  const paths = await side.addDocuments(load.plans);
  const sentAt = new Map<string, number>();
  const result = { delays: [] as number[], acknowledged: 0 };
  let measuring = false;
  const heard = (key: string) => {
    const sent = sentAt.get(key);
    if (measuring && sent !== undefined) result.delays.push(performance.now() - sent);
  };
  const acknowledged = () => void result.acknowledged++;
  const people = paths.flatMap((path) =>
    Array.from({ length: load.people }, () => new Typist(side, path, load.cursors, heard, acknowledged)),
  );
  await Promise.all(people.map(({ person }) => person.ready));
  const timers = people.map((typist) => {
    const timer = setTimeout(function type() {
      const key = typist.type();
      sentAt.set(key, performance.now());
      again = setTimeout(type, load.every * (0.5 + Math.random()));
    }, load.every * Math.random());
    let again = timer;
    return () => clearTimeout(again);
  });
  await sleep(1_000);
  const before = await side.cpu();
  measuring = true;
  await sleep(seconds * 1_000);
  measuring = false;
  const after = await side.cpu();
  for (const stop of timers) stop();
  await sleep(200);
  await Promise.all(people.map(({ person }) => person.leave()));
  await sleep(afterwards);
  return { ...result, cpuMicroseconds: after - before };
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
