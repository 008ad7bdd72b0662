import type { Transaction } from 'kysely';
import type { Logger } from 'pino';
import * as Y from 'yjs';
import type { Database } from '../database/schema.ts';
import { AwarenessRelay, type AwarenessOwner } from './awareness.ts';
import { ClientOwners, type ClientOwner } from './clientOwners.ts';
import { Compactor } from './compactor.ts';
import { ByteReader } from './byteReader.ts';
import { syncFrame, syncStep1, syncStep2, syncUpdate } from './documentMessages.ts';
import type { DocumentLog, LogEntry } from './documentLog.ts';
import type { StoredDocument } from './documentStore.ts';
import type { Alongside, DocumentKind, DocumentLimits } from './documentTypes.ts';
import { documentClose } from '../../shared/documents.ts';
import { checkNesting } from './nestingGuard.ts';
import { Outbox, type Receiver } from './outbox.ts';
import { Refusal } from './refusal.ts';
import { inspectUpdate } from './updateGuard.ts';

/** A connection as its document sees it. */
export interface Member extends AwarenessOwner, ClientOwner, Receiver {
  readonly mayWrite: boolean;
  /** The log is on disk up to `seq`. */
  committed: (seq: number) => void;
  /** Something new is in the document: what was parked may fit now. */
  grown: () => void;
  close: (code: number, reason: string) => void;
}

export interface LiveDocumentOptions {
  id: string;
  kind: DocumentKind;
  limits: DocumentLimits;
  epoch: number;
  stored: StoredDocument;
  documentLog: DocumentLog;
  storeSnapshot: (seq: number, state: Uint8Array, vector: Uint8Array) => Promise<void>;
  /** The document can no longer be served from memory and has to be read again. */
  discard: () => void;
  log: Logger;
}

const awarenessInterval = 60;
const changedInterval = 1_000;
/** While so much waits for the database, nothing more is taken in. */
const mostWaitingBytes = 64 * 1024 * 1024;
const cachedAnswers = 8;

/** One document in memory: the only place where it changes (SPEC-documents.md). */
export class LiveDocument {
  readonly id: string;
  readonly kind: DocumentKind;
  readonly limits: DocumentLimits;
  readonly epoch: number;
  readonly doc = new Y.Doc();
  readonly members = new Set<Member>();
  /** Sequence numbers of the newest change in memory, and of the newest on disk. */
  appended: number;
  committed: number;
  readonly compactor: Compactor;
  /** Members with updates that build on something that is not there yet. */
  readonly parked = new Set<Member>();

  private readonly options: LiveDocumentOptions;
  private readonly roots: ReadonlySet<string>;
  private readonly owners: ClientOwners<Member>;
  private readonly awareness: AwarenessRelay<Member>;
  private readonly outbox = new Outbox<Member>(this.members);
  private readonly waiting: { seq: number; resolve: () => void }[] = [];
  /** At least the size of the whole state, in bytes, and from where on it is measured again. */
  private bytes: number;
  private measureAt: number;
  private answers = new Map<string, Buffer>();
  private awarenessTimer: NodeJS.Timeout | undefined;
  private changedTimer: NodeJS.Timeout | undefined;
  private readonly changedBy = new Set<string>();

  constructor(options: LiveDocumentOptions) {
    const { stored, kind } = options;
    this.options = options;
    this.id = options.id;
    this.kind = kind;
    this.limits = options.limits;
    this.epoch = options.epoch;
    this.roots = new Set(Object.keys(kind.roots));
    this.appended = this.committed = stored.seq;
    this.bytes = stored.bytes;
    this.measureAt = options.limits.stateBytes;
    defineRoots(this.doc, kind);
    this.doc.transact(() => {
      for (const part of stored.parts) Y.applyUpdate(this.doc, part);
    });
    this.owners = new ClientOwners(stored.clients, this.doc.clientID);
    this.awareness = new AwarenessRelay((client, member) => this.owners.bind(client, member));
    this.compactor = new Compactor({
      doc: this.doc,
      entries: stored.logLength,
      bytes: stored.logBytes,
      store: (state, vector) => options.storeSnapshot(this.appended, state, vector),
      log: options.log,
    });
  }

  /** The size of the state in bytes, never less than it is. */
  get size(): number {
    return this.bytes;
  }

  join(member: Member): void {
    this.members.add(member);
    member.write(syncFrame(syncStep1, Y.encodeStateVector(this.doc)));
    const everyone = this.awareness.everyone();
    if (everyone !== null) member.write(everyone);
  }

  leave(member: Member): void {
    this.members.delete(member);
    this.parked.delete(member);
    this.owners.release(member);
    if (this.awareness.remove(member)) this.tellAwareness();
  }

  /** The answer to a first sync step: what the sender of the state vector lacks. @throws Refusal `malformed` */
  answer(vector: Uint8Array): Buffer {
    const key = Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength).toString('latin1');
    const known = this.answers.get(key);
    if (known !== undefined) return known;
    checkVector(vector);
    const frame = syncFrame(syncStep2, Y.encodeStateAsUpdate(this.doc, vector));
    if (this.answers.size >= cachedAnswers) this.answers.clear();
    this.answers.set(key, frame);
    return frame;
  }

  receiveAwareness(member: Member, update: Uint8Array): void {
    if (this.awareness.receive(member, update)) this.tellAwareness();
  }

  everyonesAwareness(): Buffer | null {
    return this.awareness.everyone();
  }

  /**
   * Takes in an update (rules W1–W9).
   * @param frame The WebSocket frame for the others, if the update can be passed on as it came; null for a sync step.
   * @returns false when it builds on something that is not there yet: try again when the document has grown.
   * @throws Refusal
   */
  receive(member: Member, update: Uint8Array, frame: (() => Buffer) | null): boolean {
    const { doc } = this;
    const facts = inspectUpdate(update, doc.store, this.roots);
    if (!facts.inserts && !facts.deletes) return true;
    if (!member.mayWrite) throw new Refusal('read_only');
    if (facts.gap) return false;
    if (this.options.documentLog.waitingBytes > mostWaitingBytes) throw new Refusal('not_stored');
    if (facts.inserts) this.checkSize(update.length);
    if (facts.nodes) checkNesting(update, doc.store, this.limits.depth);
    const newClients = this.owners.check(facts.runs, member, frame !== null);
    if (frame !== null && facts.ordered) {
      this.apply(member, update);
      this.append(update, member.accountId, newClients, frame(), member);
    } else {
      const change = this.captured(() => this.apply(member, update));
      if (change !== null) this.append(change, member.accountId, newClients, syncFrame(syncUpdate, change), member);
    }
    if (doc.store.pendingStructs !== null || doc.store.pendingDs !== null) {
      // References in a circle: Yjs would keep them for ever, and go through them again with every update.
      doc.store.pendingStructs = null;
      doc.store.pendingDs = null;
      throw new Refusal('malformed');
    }
    return true;
  }

  /** Changes the document on behalf of an account. Whatever was changed before an error is kept and sent like the rest. */
  async change<T>(accountId: string, change: (doc: Y.Doc, seq: number) => T, alongside?: Alongside<T>): Promise<T> {
    let result: { value: T } | { error: unknown } | undefined;
    const failures: unknown[] = [];
    const update = this.captured(() => {
      try {
        result = { value: this.doc.transact(() => change(this.doc, this.appended)) };
      } catch (error) {
        result = { error };
      }
    });
    const done = result;
    const rows =
      alongside === undefined || done === undefined || 'error' in done
        ? undefined
        : {
            write: (tx: Transaction<Database>) => alongside(tx, done.value),
            failed: (error: unknown) => void failures.push(error),
          };
    if (update === null && rows !== undefined) throw new Error('Rows were to be written with a change that changed nothing.');
    if (update !== null) this.append(update, accountId, [], syncFrame(syncUpdate, update), undefined, rows);
    await this.stored();
    if (done === undefined || 'error' in done) throw done?.error;
    if (failures.length > 0) throw failures[0];
    return done.value;
  }

  /** Resolves when everything that is in memory now is on disk. */
  stored(): Promise<void> {
    if (this.committed >= this.appended) return Promise.resolve();
    return new Promise((resolve) => this.waiting.push({ seq: this.appended, resolve }));
  }

  closeAll(code: number, reason: string): void {
    for (const member of this.members) member.close(code, reason);
  }

  destroy(): void {
    clearTimeout(this.awarenessTimer);
    clearTimeout(this.changedTimer);
    this.compactor.close();
    this.doc.destroy();
  }

  private apply(member: Member, update: Uint8Array): void {
    try {
      Y.applyUpdate(this.doc, update, member);
    } catch (error) {
      // The document may be half changed; what is on disk is not.
      this.options.log.error({ err: error, documentId: this.id }, 'an update could not be applied; reading the document again');
      const refusal = new Refusal('malformed');
      member.close(documentClose.badRequest, refusal.code);
      this.options.discard();
      throw refusal;
    }
  }

  private captured(run: () => void): Uint8Array | null {
    const updates: Uint8Array[] = [];
    const listen = (update: Uint8Array) => void updates.push(update);
    this.doc.on('update', listen);
    try {
      run();
    } finally {
      this.doc.off('update', listen);
    }
    return updates.length > 1 ? Y.mergeUpdates(updates) : (updates[0] ?? null);
  }

  private append(
    update: Uint8Array,
    accountId: string,
    newClients: number[],
    frame: Buffer,
    from?: Member,
    alongside?: LogEntry['alongside'],
  ): void {
    this.appended++;
    this.bytes += update.length;
    this.compactor.note(update.length);
    if (this.answers.size > 0) this.answers = new Map();
    this.changedBy.add(accountId);
    this.outbox.send(frame, from);
    const entry = { documentId: this.id, seq: this.appended, update, accountId, newClients, alongside };
    this.options.documentLog.append(entry, this.logListener);
    if (this.parked.size > 0) for (const member of [...this.parked]) member.grown();
  }

  private readonly logListener = {
    committed: (seq: number) => {
      this.committed = seq;
      for (const member of this.members) member.committed(seq);
      while (this.waiting[0] !== undefined && this.waiting[0].seq <= seq) this.waiting.shift()?.resolve();
      if (this.kind.changed !== undefined) this.changedTimer ??= setTimeout(this.tellChanged, changedInterval);
    },
    lost: () => this.options.discard(),
  };

  private readonly tellChanged = () => {
    this.changedTimer = undefined;
    const accounts = [...this.changedBy];
    this.changedBy.clear();
    try {
      this.kind.changed?.(this.id, accounts);
    } catch (error) {
      this.options.log.error({ err: error, documentId: this.id }, 'a listener failed');
    }
  };

  private tellAwareness(): void {
    this.awarenessTimer ??= setTimeout(() => {
      this.awarenessTimer = undefined;
      const changes = this.awareness.takeChanges();
      if (changes !== null) this.outbox.send(changes.frame, changes.only);
    }, awarenessInterval);
  }

  /** The sum of all updates is too much, since they overlap; measuring is expensive and therefore done in steps of 1 %. */
  private checkSize(added: number): void {
    if (this.bytes + added <= this.measureAt) return;
    const { stateBytes } = this.limits;
    this.bytes = Y.encodeStateAsUpdate(this.doc).length;
    if (this.bytes + added > stateBytes) throw new Refusal('too_large');
    this.measureAt = Math.max(stateBytes, this.bytes + added + stateBytes / 100);
  }
}

function defineRoots(doc: Y.Doc, kind: DocumentKind): void {
  for (const [name, type] of Object.entries(kind.roots)) {
    if (type === 'xml') doc.getXmlFragment(name);
    else if (type === 'map') doc.getMap(name);
    else if (type === 'array') doc.getArray(name);
    else doc.getText(name);
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
