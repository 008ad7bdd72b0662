import * as Y from 'yjs';
import { ByteReader } from './byteReader.ts';
import type { ContainedDeletions } from './containedDeletions.ts';
import { Refusal } from './refusal.ts';

/** What an update would do to a document, found out without applying it. */
export interface UpdateFacts {
  /** One entry a client id: the update holds its clocks from `from` up to, not including, `to`. */
  runs: ClientRun[];
  /** It inserts something that the document does not hold. */
  inserts: boolean;
  /** It deletes something that is not yet deleted. */
  deletes: boolean;
  /** Where its deletions begin, in bytes. */
  deletesAt: number;
  /** It builds on something that neither the document nor the update holds. */
  gap: boolean;
  /** It holds nodes, not only text. */
  nodes: boolean;
  /** Everything it builds on is in the document or was written by the same client before. */
  ordered: boolean;
  /** It holds nothing that the document holds as well, and which it could hold otherwise. */
  fresh: boolean;
}

export interface ClientRun {
  client: number;
  from: number;
  to: number;
  /** How far the document holds this client's clocks. */
  known: number;
}

/** No document grows that large; larger numbers are only ever made up. */
const largestClock = 2 ** 31;
const deepestValue = 32;
const originBit = 0x80;
const rightOriginBit = 0x40;
const parentSubBit = 0x20;

/**
 * Reads a whole update (format 1) with bounds checked before anything is allocated, so that an update that declares more than
 * it holds costs nothing, and one that passes is decoded by Yjs without an error (S09).
 * @param roots Names of the root types that the document's kind knows.
 * @param contained Sets of deletions that the document was found to hold. One that is found to be held is added.
 * @throws Refusal `malformed`, `unknown_root`
 */
export function inspectUpdate(
  update: Uint8Array,
  store: Y.Doc['store'],
  roots: ReadonlySet<string>,
  contained?: ContainedDeletions,
): UpdateFacts {
  const inspection = new Inspection(update, store, roots);
  inspection.structs();
  const deletions = update.subarray(inspection.deletesAt);
  if (contained?.has(deletions) === true) return inspection.facts();
  inspection.deleteSet();
  const facts = inspection.facts();
  if (!facts.deletes) contained?.add(deletions);
  return facts;
}

/**
 * What there is to apply of an inspected update. Whoever comes back sends every deletion there ever was along, and where none of
 * them is new Yjs need not go through them all. Nor is it shown insertions that are there already: it would look at them once more, where
 * they now say that they are (rule W9).
 */
export function worthApplying(update: Uint8Array, { fresh, deletes, deletesAt }: UpdateFacts, doc: Y.Doc): Uint8Array {
  const worth = deletes || update.length === deletesAt + 1 ? update : structsAlone(update, deletesAt);
  return fresh ? worth : Y.diffUpdate(worth, Y.encodeStateVector(doc));
}

/** The structs as they are, then a set of no deletions: one byte, 0. */
function structsAlone(update: Uint8Array, deletesAt: number): Uint8Array {
  const structs = new Uint8Array(deletesAt + 1);
  structs.set(update.subarray(0, deletesAt));
  return structs;
}

type Struct = Y.Item | Y.GC;

/** So many structs are looked at one after another before a search. */
const nearby = 8;

class Inspection {
  private readonly reader: ByteReader;
  private readonly store: Y.Doc['store'];
  private readonly roots: ReadonlySet<string>;
  private readonly runs: ClientRun[] = [];
  /** References, as client and clock by turns, to what the document does not hold. */
  private readonly open: number[] = [];
  private inserts = false;
  private deletes = false;
  private gap = false;
  private nodes = false;
  private fresh = true;
  /** Where its deletions begin, in bytes; known when its structs have been read. */
  deletesAt = 0;
  /** Where in the structs of a client the last range of deletions ended. */
  private at = 0;

  constructor(update: Uint8Array, store: Y.Doc['store'], roots: ReadonlySet<string>) {
    this.reader = new ByteReader(update);
    this.store = store;
    this.roots = roots;
  }

  structs(): void {
    const { reader, runs } = this;
    const clients = reader.count(3);
    // Yjs writes the higher client first, and merges updates on that condition: of one in another order it loses parts.
    let before = Infinity;
    for (let index = 0; index < clients; index++) {
      const structs = reader.count(2);
      const client = reader.uint();
      const from = reader.uint();
      if (client >= before) throw new Refusal('malformed');
      before = client;
      const run = { client, from, to: from, known: Y.getState(this.store, client) };
      if (from < run.known) this.fresh = false;
      let reach = run.known;
      for (let struct = 0; struct < structs; struct++) {
        const start = run.to;
        const info = reader.uint8();
        const kind = info & 31;
        // Parts of Yjs tell a gap by the whole byte, others by these bits alone.
        if (kind === 10 && info !== 10) throw new Refusal('malformed');
        const length = kind === 0 || kind === 10 ? reader.uint() : this.item(info, client, start);
        run.to += length;
        if (length < 1 || run.to > largestClock) throw new Refusal('malformed');
        if (kind === 10) continue;
        if (kind !== 0 && start < run.known && run.to > run.known) this.checkCut(client, run.known);
        if (start > reach) this.gap = true;
        if (run.to > reach) reach = run.to;
        if (run.to > run.known) this.inserts = true;
      }
      runs.push(run);
    }
    this.deletesAt = reader.at;
  }

  deleteSet(): void {
    const { reader } = this;
    for (let clients = reader.count(2); clients > 0; clients--) {
      const client = reader.uint();
      const known = Y.getState(this.store, client);
      const structs = this.store.clients.get(client) ?? [];
      this.at = 0;
      for (let ranges = reader.count(2); ranges > 0; ranges--) {
        const clock = reader.uint();
        const length = Math.max(reader.uint(), 1);
        if (clock + length > known) {
          this.deletes = true;
          this.open.push(client, clock + length - 1);
        } else if (!this.deletes) {
          this.deletes = !this.allDeleted(structs, clock, clock + length);
        }
      }
    }
    if (reader.left > 0) throw new Refusal('malformed');
  }

  facts(): UpdateFacts {
    const { runs, inserts, nodes, open } = this;
    const ordered = open.length === 0;
    const ends = ordered ? null : new Map(runs.map((run) => [run.client, run.to]));
    for (let index = 0; ends !== null && index < open.length; index += 2) {
      if ((open[index + 1] as number) >= (ends.get(open[index] as number) ?? 0)) this.gap = true;
    }
    const { fresh, deletes, deletesAt, gap } = this;
    return { runs, inserts, nodes, ordered, fresh, deletes, deletesAt, gap };
  }

  /** Yjs joins the unknown end of an item to its known part, and cannot where that part has been collected as garbage. */
  private checkCut(client: number, known: number): void {
    if (Y.getItem(this.store, Y.createID(client, known - 1)) instanceof Y.GC) throw new Refusal('incomplete');
  }

  /** An item, whose length is returned. */
  private item(info: number, client: number, clock: number): number {
    const { reader } = this;
    if ((info & originBit) !== 0) this.reference(client, clock);
    if ((info & rightOriginBit) !== 0) this.reference(client, clock);
    if ((info & (originBit | rightOriginBit)) === 0) {
      if (reader.uint() === 1) {
        if (!this.roots.has(reader.string())) throw new Refusal('unknown_root');
      } else {
        this.reference(client, clock);
      }
      if ((info & parentSubBit) !== 0) reader.string();
    }
    return this.content(info & 31);
  }

  /** Yjs looks for what a client's own items refer to without asking whether it is there. */
  private reference(client: number, clock: number): void {
    const otherClient = this.reader.uint();
    const otherClock = this.reader.uint();
    if (otherClient === client) {
      if (otherClock >= clock) throw new Refusal('malformed');
    } else if (otherClock >= Y.getState(this.store, otherClient)) {
      this.open.push(otherClient, otherClock);
    }
  }

  private content(kind: number): number {
    const { reader } = this;
    switch (kind) {
      case 1: // deleted
        return reader.uint();
      case 2: {
        // JSON
        const length = reader.count(1);
        for (let index = 0; index < length; index++) reader.skipJson(true);
        return length;
      }
      case 3: // binary
        reader.array();
        return 1;
      case 4: // text
        return reader.stringLength();
      case 5: // embed
        reader.skipJson();
        return 1;
      case 6: // format
        reader.string();
        reader.skipJson();
        return 1;
      case 7: {
        // A node; hooks, which no kind of document uses, are refused.
        this.nodes = true;
        const type = reader.uint();
        if (type > 6 || type === 5) throw new Refusal('malformed');
        if (type === 3) reader.string();
        return 1;
      }
      case 8: {
        // any values
        const length = reader.count(1);
        for (let index = 0; index < length; index++) skipValue(reader, deepestValue);
        return length;
      }
      default: // Documents in documents and whatever does not exist.
        throw new Refusal('malformed');
    }
  }

  private allDeleted(structs: readonly Struct[], from: number, to: number): boolean {
    this.at = this.indexOf(structs, from);
    for (; this.at < structs.length; this.at++) {
      const struct = structs[this.at];
      if (struct === undefined || struct.id.clock >= to) break;
      if (!struct.deleted) return false;
    }
    return true;
  }

  /** Where a clock is. Ranges come in their order, so that it is mostly a little further on than the last one. */
  private indexOf(structs: readonly Struct[], clock: number): number {
    for (let index = Math.max(0, this.at - 1); index < Math.min(this.at + nearby, structs.length); index++) {
      const { id, length } = structs[index] as Struct;
      if (id.clock > clock) break;
      if (clock < id.clock + length) return index;
    }
    return Y.findIndexSS(structs as Struct[], clock);
  }
}

function skipValue(reader: ByteReader, depth: number): void {
  if (depth === 0) throw new Refusal('malformed');
  switch (reader.uint8()) {
    case 127: // undefined
    case 126: // null
    case 121: // false
    case 120: // true
      return;
    case 125:
      return reader.skipInt();
    case 124:
      return reader.skip(4);
    case 123:
    case 122:
      return reader.skip(8);
    case 119:
      return void reader.string();
    case 118:
      for (let fields = reader.count(2); fields > 0; fields--) {
        if (reader.string() === '__proto__') throw new Refusal('malformed');
        skipValue(reader, depth - 1);
      }
      return;
    case 117:
      for (let entries = reader.count(1); entries > 0; entries--) skipValue(reader, depth - 1);
      return;
    case 116:
      return void reader.array();
    default:
      throw new Refusal('malformed');
  }
}
