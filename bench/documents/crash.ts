import { setTimeout as sleep } from 'node:timers/promises';
import * as decoding from 'lib0/decoding';
import * as Y from 'yjs';
import { Person, syncStep1, syncStep2, syncUpdate } from './person.ts';
import type { Side } from './side.ts';

/** Words after a crash. */
export interface Lost {
  written: number;
  /** Words that the server had acknowledged to their writer, and those of them that are gone. */
  acknowledged: number;
  acknowledgedLost: number;
  /** Words that someone else had already seen, and those of them that are gone. */
  seen: number;
  seenLost: number;
}

/** Lets people type as fast as they can for a while, kills the server in the middle of it, and looks at what its successor has. */
export async function crashWhileTyping(side: Side, people: number, milliseconds: number): Promise<Lost> {
  const [path] = (await side.addDocuments(1)) as [string];
  const writers = Array.from({ length: people }, (_, index) => new Writer(side, path, index));
  await Promise.all(writers.map(({ person }) => person.ready));
  await sleep(200);
  const typing = setInterval(() => {
    for (const writer of writers) writer.type();
  }, 5);
  await sleep(milliseconds);
  const crashed = side.crash();
  await sleep(50);
  clearInterval(typing);
  await crashed;
  await Promise.all(writers.map(({ person }) => person.leave()));

  const present = await readWords(side, path);
  const acknowledged = writers.flatMap((writer) => writer.words.slice(0, writer.acknowledged));
  const seen = [...new Set(writers.flatMap((writer) => [...writer.seen]))];
  const gone = (words: string[]) => words.filter((word) => !present.has(word)).length;
  return {
    written: writers.reduce((sum, { words }) => sum + words.length, 0),
    acknowledged: acknowledged.length,
    acknowledgedLost: gone(acknowledged),
    seen: seen.length,
    seenLost: gone(seen),
  };
}

/** Writes words, each into one update, and keeps those that come from others. */
class Writer {
  readonly person: Person;
  readonly words: string[] = [];
  readonly seen = new Set<string>();
  acknowledged = 0;
  private readonly doc = new Y.Doc();
  private readonly name: string;
  private update: Uint8Array = new Uint8Array();

  constructor(side: Side, path: string, index: number) {
    this.name = `${index}`;
    this.doc.on('update', (made: Uint8Array) => (this.update = made));
    this.person = new Person(side.name, side.url, path, {
      acknowledged: (count) => (this.acknowledged = count),
      sync: (kind, decoder) => {
        if (kind !== syncUpdate) return;
        const { structs } = Y.decodeUpdate(decoding.readVarUint8Array(decoder));
        for (const struct of structs) {
          if (struct.id.client === this.doc.clientID || !(struct instanceof Y.Item)) continue;
          if (struct.content instanceof Y.ContentString) for (const word of wordsOf(struct.content.str)) this.seen.add(word);
        }
      },
    });
  }

  type(): void {
    if (this.person.socket.readyState !== this.person.socket.OPEN) return;
    const word = `<${this.name}-${this.words.length}>`;
    this.words.push(word);
    this.doc.getText('text').insert(this.doc.getText('text').length, word);
    this.person.sync(syncUpdate, this.update);
  }
}

async function readWords(side: Side, path: string): Promise<Set<string>> {
  const doc = new Y.Doc();
  const person: Person = new Person(side.name, side.url, path, {
    sync(kind, decoder) {
      const payload = decoding.readVarUint8Array(decoder);
      if (kind === syncStep1) return;
      Y.applyUpdate(doc, payload);
      if (kind === syncStep2) resolve();
    },
  });
  let resolve = () => {};
  const synced = new Promise<void>((done) => (resolve = done));
  await person.ready;
  person.sync(syncStep1, Y.encodeStateVector(doc));
  await synced;
  // What was loaded late comes as an update.
  await sleep(300);
  await person.leave();
  return new Set(wordsOf(doc.getText('text').toJSON()));
}

function wordsOf(text: string): string[] {
  return text.match(/<[^<>]*>/g) ?? [];
}
