import type { Transaction } from 'kysely';
import type { Logger } from 'pino';
import * as Y from 'yjs';
import type { Database } from '../database/schema.ts';
import type { AwarenessOwner } from './awareness.ts';
import { Broadcast } from './broadcast.ts';
import { ChangeNotice } from './changeNotice.ts';
import { ClientOwners, type ClientOwner } from './clientOwners.ts';
import { Compactor } from './compactor.ts';
import { ContainedDeletions } from './containedDeletions.ts';
import type { DocumentLog, LogEntry } from './documentLog.ts';
import { syncFrame, syncStep1, syncUpdate } from './documentMessages.ts';
import { DocumentSize } from './documentSize.ts';
import type { StoredDocument } from './documentStore.ts';
import type { Alongside, DocumentKind, DocumentLimits } from './documentTypes.ts';
import { documentClose, nearLimit } from '../../shared/documents.ts';
import { heldDoc } from './heldDoc.ts';
import { checkNesting } from './nestingGuard.ts';
import type { Receiver } from './outbox.ts';
import { checked, Refusal } from './refusal.ts';
import { SyncAnswers } from './syncAnswers.ts';
import { inspectUpdate, worthApplying } from './updateGuard.ts';

/** A connection as its document sees it. */
export interface Member extends AwarenessOwner, ClientOwner, Receiver {
  readonly mayWrite: boolean;
  /** The log is on disk up to `seq`. */
  committed: (seq: number) => void;
  /** Something new is in the document: what was parked may fit now. */
  grown: () => void;
  /** Tells it how things stand: what it may do, and how near the document is to its limits. */
  greet: () => void;
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

/** Copies of up to so many bytes share memory (Buffer.poolSize). */
const small = 1024;
/** While so much waits for the database, nothing more is taken in. */
const mostWaitingBytes = 64 * 1024 * 1024;

/** One document in memory: the only place where it changes (SPEC-documents.md). */
export class LiveDocument {
  readonly id: string;
  readonly kind: DocumentKind;
  readonly limits: DocumentLimits;
  readonly epoch: number;
  readonly doc: Y.Doc;
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
  private readonly broadcast: Broadcast<Member>;
  private readonly answers: SyncAnswers;
  private readonly containedDeletions = new ContainedDeletions();
  private readonly notice: ChangeNotice;
  private readonly room: DocumentSize;
  private readonly waiting: { seq: number; resolve: () => void }[] = [];

  constructor(options: LiveDocumentOptions) {
    const { stored, kind } = options;
    this.options = options;
    this.id = options.id;
    this.kind = kind;
    this.limits = options.limits;
    this.epoch = options.epoch;
    this.roots = new Set(Object.keys(kind.roots));
    this.appended = this.committed = stored.seq;
    this.doc = heldDoc(kind, stored.parts);
    this.owners = new ClientOwners(stored.clients, this.doc.clientID);
    this.broadcast = new Broadcast(this.members, (client, member) => this.owners.bind(client, member));
    this.answers = new SyncAnswers(this.doc, stored.parts);
    this.notice = new ChangeNotice(options.id, kind, options.log);
    const told = () => this.greetAll();
    this.room = new DocumentSize({ doc: this.doc, bytes: stored.bytes, limit: options.limits.stateBytes, told });
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
    return this.room.bytes;
  }

  join(member: Member): void {
    const { crowded } = this;
    this.members.add(member);
    if (this.crowded === crowded) member.greet();
    else this.greetAll();
    member.write(syncFrame(syncStep1, Y.encodeStateVector(this.doc)));
    const everyone = this.broadcast.everyone();
    if (everyone !== null) member.write(everyone);
  }

  leave(member: Member): void {
    const { crowded } = this;
    this.members.delete(member);
    if (this.crowded !== crowded) this.greetAll();
    this.parked.delete(member);
    this.owners.release(member);
    this.broadcast.leave(member);
  }

  /** The answer to a first sync step: what the sender of the state vector lacks. @throws Refusal `malformed` */
  answer(vector: Uint8Array): Buffer {
    return this.answers.answer(vector);
  }

  receiveAwareness(member: Member, update: Uint8Array): void {
    this.broadcast.point(member, update);
  }

  everyonesAwareness(): Buffer | null {
    return this.broadcast.everyone();
  }

  /**
   * Takes in an update (rules W1–W9).
   * @param frame The WebSocket frame for the others, if the update can be passed on as it came; null for a sync step.
   * @returns false when it builds on something that is not there yet: try again when the document has grown.
   * @throws Refusal
   */
  receive(member: Member, update: Uint8Array, frame: (() => Buffer) | null): boolean {
    const { doc } = this;
    const { documentLog, log } = this.options;
    const facts = checked(() => inspectUpdate(update, doc.store, this.roots, this.containedDeletions), log);
    if (!facts.inserts && !facts.deletes) return true;
    if (!member.mayWrite) throw new Refusal('read_only');
    if (facts.gap) return false;
    if (documentLog.waitingBytes > mostWaitingBytes) throw new Refusal('not_stored');
    if (facts.inserts) this.room.makeRoom(update.length);
    if (facts.nodes) checked(() => checkNesting(update, doc.store, this.limits.depth), log);
    const newClients = this.owners.check(facts.runs, member, frame !== null);
    // What is passed on as it came holds nothing but what is new: two words under one number would not be the same for everybody (W9).
    if (frame !== null && facts.ordered && facts.fresh) {
      this.apply(member, update);
      this.append(update, member.accountId, newClients, frame(), member);
    } else {
      const worth = checked(() => worthApplying(update, facts, doc), log);
      const change = this.captured(() => this.apply(member, worth));
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
    this.broadcast.close();
    this.notice.close();
    this.room.close();
    this.compactor.close();
    this.doc.destroy();
  }

  private get crowded(): boolean {
    return this.members.size >= this.limits.connections * nearLimit;
  }

  private greetAll(): void {
    for (const member of this.members) member.greet();
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
    this.room.grow(update.length);
    this.compactor.note(update.length);
    this.answers.grown(update);
    this.notice.add(accountId);
    this.broadcast.send(frame, from);
    // Whoever changes it from the server waits for the commit; whoever types does not.
    const urgent = from === undefined;
    const entry = { documentId: this.id, seq: this.appended, update: detached(update), accountId, newClients, urgent, alongside };
    this.options.documentLog.append(entry, this.logListener);
    if (this.parked.size > 0) for (const member of [...this.parked]) member.grown();
  }

  private readonly logListener = {
    committed: (seq: number) => {
      this.committed = seq;
      for (const member of this.members) member.committed(seq);
      while (this.waiting[0] !== undefined && this.waiting[0].seq <= seq) this.waiting.shift()?.resolve();
      this.notice.plan();
    },
    lost: () => this.options.discard(),
  };
}

/** A small update without the message that it came in, which the garbage collection would have to look after until it is stored. */
const detached = (update: Uint8Array): Uint8Array => (update.length > small ? update : Buffer.from(update));
