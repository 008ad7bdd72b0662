import { setTimeout as sleep } from 'node:timers/promises';
import * as decoding from 'lib0/decoding';
import * as Y from 'yjs';
import { Person, syncStep1, syncStep2 } from './person.ts';
import type { Side } from './side.ts';

/** What a return came to. Times are in milliseconds from the first connection. */
export interface Returned {
  /** Until everyone had what they had missed. */
  answered: number;
  /** Until everyone also had what each of the others had written meanwhile. */
  inStep: number;
}

/** The content of one plan, as all its people have it in their browsers. */
interface Plan {
  path: string;
  vector: Uint8Array;
  /** What is deleted, which stock clients always send along. */
  deleted: Uint8Array;
}

/**
 * Lets everyone of `plans` times `people` come back at the same moment, each with a sentence written meanwhile. The plans have the
 * given history.
 */
export async function comeBack(side: Side, plans: number, people: number, history: string, state: Uint8Array): Promise<Returned> {
  const paths = await side.addDocuments(plans, history);
  const vector = Y.encodeStateVectorFromUpdate(state);
  const deleted = Y.diffUpdate(state, vector);
  const all = paths.flatMap((path) => Array.from({ length: people }, () => new Returning({ path, vector, deleted })));
  const started = performance.now();
  for (const one of all) one.connect(side, people);
  await Promise.all(all.map(({ answered }) => answered));
  const answered = performance.now() - started;
  await Promise.all(all.map(({ inStep }) => inStep));
  const inStep = performance.now() - started;
  await Promise.all(all.map((one) => one.leave()));
  await sleep(500);
  return { answered, inStep };
}

class Returning {
  readonly answered: Promise<void>;
  readonly inStep: Promise<void>;
  private readonly plan: Plan;
  private readonly own: { client: number; update: Uint8Array };
  private person: Person | undefined;
  private resolveAnswered = () => {};
  private resolveInStep = () => {};

  constructor(plan: Plan) {
    this.plan = plan;
    this.own = sentence(plan.deleted);
    this.answered = new Promise((resolve) => (this.resolveAnswered = resolve));
    this.inStep = new Promise((resolve) => (this.resolveInStep = resolve));
  }

  connect(side: Side, people: number): void {
    const { path, vector } = this.plan;
    const authors = new Set([this.own.client]);
    const person = new Person(side.name, side.url, path, {
      sync: (kind, decoder) => {
        const payload = decoding.readVarUint8Array(decoder);
        if (kind === syncStep1) return person.sync(syncStep2, this.own.update);
        if (kind === syncStep2) this.resolveAnswered();
        for (const client of authorsOf(payload)) if (client < mostSentences) authors.add(client);
        if (authors.size >= people) this.resolveInStep();
      },
    });
    this.person = person;
    void person.ready.then(() => person.sync(syncStep1, vector));
  }

  leave(): Promise<void> {
    return this.person?.leave() ?? Promise.resolve();
  }
}

/** Client ids of sentences lie below those of histories. */
const mostSentences = 1_000_000;
let sentences = 0;

function sentence(deleted: Uint8Array): { client: number; update: Uint8Array } {
  const doc = new Y.Doc();
  doc.clientID = ++sentences;
  doc.getText('text').insert(0, '离线写下的一句话。');
  return { client: doc.clientID, update: Y.mergeUpdates([deleted, Y.encodeStateAsUpdate(doc)]) };
}

/** The clients whose content an update holds. */
function authorsOf(update: Uint8Array): Iterable<number> {
  return Y.parseUpdateMeta(update).to.keys();
}
