import type { ClientRun } from './updateGuard.ts';
import { Refusal } from './refusal.ts';

/** One connection as far as the ownership of client ids is concerned. */
export interface ClientOwner {
  readonly accountId: string;
  /** Whether it has answered the first sync step: from then on nobody else can hold anything newer of its own. */
  readonly inStep: boolean;
}

const mostPerConnection = 64;
const mostPerUpdate = 2_000;
const mostPerDocument = 50_000;

/**
 * Whose Yjs client ids are (rules W6–W8). Two who write under one id would differ for ever, and the later one's words would be
 * dropped without a trace, so an id belongs to the account that first wrote or showed a cursor under it.
 */
export class ClientOwners<Owner extends ClientOwner> {
  private readonly accounts = new Map<number, string>();
  /** Ids whose owner is in the database, or on the way there. */
  private readonly stored = new Set<number>();
  private readonly live = new Map<number, Owner>();
  /** Ids of which nobody but their owner can hold anything newer than the document does. */
  private readonly settled = new Set<number>();
  private readonly counts = new Map<Owner, number>();

  constructor(stored: readonly { client: number; accountId: string }[], serverClient: number) {
    for (const { client, accountId } of stored) {
      this.accounts.set(client, accountId);
      this.stored.add(client);
    }
    this.accounts.set(serverClient, 'server');
  }

  /** Takes an id for a cursor; false when it belongs to someone else. */
  bind(client: number, owner: Owner): boolean {
    if ((this.accounts.get(client) ?? owner.accountId) !== owner.accountId) return false;
    return this.take(client, owner);
  }

  /**
   * Checks the clients of an update that brings something new. What others have written may be passed on in a sync step, since
   * after a crash they may be the only ones who still have it; an update may only hold the sender's own.
   * @returns ids that now belong to the sender and are not in the database yet.
   * @throws Refusal `foreign_client`, `too_many_clients`
   */
  check(runs: readonly ClientRun[], owner: Owner, isUpdate: boolean): number[] {
    const claimed: number[] = [];
    let unknown = 0;
    for (const { client, to, known } of runs) {
      if (to <= known) continue;
      const account = this.accounts.get(client);
      if (account !== undefined && account !== owner.accountId) {
        if (isUpdate || account === 'server' || this.isSettled(client)) throw new Refusal('foreign_client');
      }
      if (known === 0 && (++unknown > mostPerUpdate || this.accounts.size > mostPerDocument))
        throw new Refusal('too_many_clients');
      if (!isUpdate && account === undefined) continue;
      if (isUpdate && this.live.get(client) !== owner && !this.take(client, owner)) throw new Refusal('too_many_clients');
      if (account !== undefined && account !== owner.accountId) continue;
      if (!this.stored.has(client)) claimed.push(client);
    }
    for (const client of claimed) this.stored.add(client);
    return claimed;
  }

  /** A connection has closed; its ids stay its account's, and settled if they were. */
  release(owner: Owner): void {
    if (!this.counts.delete(owner)) return;
    for (const [client, holder] of this.live) {
      if (holder !== owner) continue;
      this.live.delete(client);
      if (owner.inStep) this.settled.add(client);
    }
  }

  /** Since its owner was in step, all that others could get of it came through this very document. */
  private isSettled(client: number): boolean {
    return this.settled.has(client) || this.live.get(client)?.inStep === true;
  }

  private take(client: number, owner: Owner): boolean {
    const count = (this.counts.get(owner) ?? 0) + 1;
    if (count > mostPerConnection) return false;
    this.counts.set(owner, count);
    this.accounts.set(client, owner.accountId);
    this.live.set(client, owner);
    return true;
  }
}
