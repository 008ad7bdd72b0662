import * as Y from 'yjs';
import { ByteReader } from './byteReader.ts';
import { syncFrame, syncStep2, syncUpdate } from './documentMessages.ts';
import { Journal } from './journal.ts';
import { Refusal } from './refusal.ts';

const mostCached = 8;
/** What may have come since the state that is kept, before it is encoded anew. */
const mostSince = { updates: 500, bytes: 256 * 1024 };
const nothing = Uint8Array.of(0, 0);

/**
 * Answers to first sync steps. Someone who has nothing gets the stored state as it is with what came since, so that a long history
 * is not encoded for everyone who opens it; many who come back at once with the same state share an answer.
 */
export class SyncAnswers {
  private readonly doc: Y.Doc;
  /** A state and what came since, in the order it came; null when the document has to be encoded. */
  private whole: { state: Uint8Array; since: Journal } | null = null;
  private answers = new Map<string, Buffer>();

  /** @param stored What the document was made from: a state and the updates since. */
  constructor(doc: Y.Doc, stored: readonly Uint8Array[]) {
    this.doc = doc;
    const [state, ...since] = stored;
    if (state === undefined) return;
    this.whole = { state, since: new Journal() };
    for (const update of since) this.add(update);
  }

  /** Something is new in the document. */
  grown(update: Uint8Array): void {
    if (this.answers.size > 0) this.answers = new Map();
    this.add(update);
  }

  /** What the sender of the state vector lacks, as one or more frames. @throws Refusal `malformed` */
  answer(vector: Uint8Array): Buffer {
    const key = Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength).toString('latin1');
    const known = this.answers.get(key);
    if (known !== undefined) return known;
    checkVector(vector);
    const answer = vector.length === 1 ? this.everything() : syncFrame(syncStep2, Y.encodeStateAsUpdate(this.doc, vector));
    if (this.answers.size >= mostCached) this.answers.clear();
    this.answers.set(key, answer);
    return answer;
  }

  private everything(): Buffer {
    this.whole ??= { state: Y.encodeStateAsUpdate(this.doc), since: new Journal() };
    const { state, since } = this.whole;
    if (since.count === 0) return syncFrame(syncStep2, state);
    if (since.count > 1) since.replace(Y.mergeUpdates(since.updates()));
    // Stock clients take themselves to be in step with the first second step, which therefore comes last.
    return Buffer.concat([
      syncFrame(syncUpdate, state),
      syncFrame(syncUpdate, since.updates()[0] as Uint8Array),
      syncFrame(syncStep2, nothing),
    ]);
  }

  private add(update: Uint8Array): void {
    const { whole } = this;
    if (whole === null) return;
    whole.since.add(update);
    if (whole.since.count > mostSince.updates || whole.since.bytes > mostSince.bytes) this.whole = null;
  }
}

function checkVector(vector: Uint8Array): void {
  const reader = new ByteReader(vector);
  for (let clients = reader.count(2); clients > 0; clients--) {
    reader.uint();
    reader.uint();
  }
  if (reader.left > 0) throw new Refusal('malformed');
}
