import * as encoding from 'lib0/encoding';
import { ByteReader } from './byteReader.ts';
import { awarenessFrame } from './documentMessages.ts';
import { Refusal } from './refusal.ts';

/** Whoever may have a cursor: one connection. `person` is what others see as its user, whatever the client says. */
export interface AwarenessOwner {
  readonly accountId: string;
  readonly person: Readonly<Record<string, unknown>>;
}

interface Presence<Owner> {
  owner: Owner;
  clock: number;
  /** JSON, or null once the client has taken it back itself. */
  state: string | null;
}

const largestState = 8 * 1024;

/**
 * Cursors and names of one document (rules A1–A5). Each connection has one client id, the first free one that it shows a state
 * for; what it says of other ids is dropped, because stock clients repeat what they have heard.
 */
export class AwarenessRelay<Owner extends AwarenessOwner> {
  private readonly presences = new Map<number, Presence<Owner>>();
  private readonly clientOf = new Map<Owner, number>();
  private readonly changed = new Set<number>();
  /** Clocks of those who left and of whom the others have yet to be told. */
  private readonly left = new Map<number, number>();
  private readonly mayBind: (client: number, owner: Owner) => boolean;

  constructor(mayBind: (client: number, owner: Owner) => boolean) {
    this.mayBind = mayBind;
  }

  /** Takes in an awareness update; true when there is something to tell the others. @throws Refusal `malformed` */
  receive(owner: Owner, update: Uint8Array): boolean {
    const reader = new ByteReader(update);
    for (let entries = reader.count(3); entries > 0; entries--) {
      const client = reader.uint();
      const clock = reader.uint();
      const state = reader.array();
      if (this.own(client, owner, state)) this.set(client, owner, clock, state);
    }
    return this.changed.size > 0;
  }

  /** Forgets a connection; true when there is something to tell the others. */
  remove(owner: Owner): boolean {
    const client = this.clientOf.get(owner);
    if (client === undefined) return false;
    this.clientOf.delete(owner);
    const presence = this.presences.get(client);
    this.presences.delete(client);
    if (presence === undefined) return false;
    this.left.set(client, presence.clock);
    this.changed.add(client);
    return true;
  }

  /** What has changed since the last call as one frame, with the only connection that need not get it, if it all is its own. */
  takeChanges(): { frame: Buffer; only: Owner | undefined } | null {
    if (this.changed.size === 0) return null;
    const clients = [...this.changed];
    const only = clients.length === 1 ? this.presences.get(clients[0] as number)?.owner : undefined;
    const frame = this.encode(clients);
    this.changed.clear();
    this.left.clear();
    return { frame, only };
  }

  /** Everyone's state, or null where nobody has one. */
  everyone(): Buffer | null {
    const clients = [...this.presences].filter(([, presence]) => presence.state !== null).map(([client]) => client);
    return clients.length === 0 ? null : this.encode(clients);
  }

  private own(client: number, owner: Owner, state: Uint8Array): boolean {
    const bound = this.clientOf.get(owner);
    if (bound !== undefined) return bound === client;
    if (isNull(state)) return false;
    const holder = this.presences.get(client)?.owner;
    // A page that comes back may meet its own connection that has not been noticed to be dead.
    if (holder === undefined ? !this.mayBind(client, owner) : holder.accountId !== owner.accountId) return false;
    if (holder !== undefined) this.clientOf.delete(holder);
    this.clientOf.set(owner, client);
    return true;
  }

  private set(client: number, owner: Owner, clock: number, bytes: Uint8Array): void {
    const state = isNull(bytes) ? null : signed(bytes, owner);
    const before = this.presences.get(client);
    if (before !== undefined && before.owner === owner && clock <= before.clock && state !== null) return;
    this.presences.set(client, { owner, clock, state });
    this.left.delete(client);
    this.changed.add(client);
  }

  private encode(clients: number[]): Buffer {
    const encoder = encoding.createEncoder();
    encoding.writeVarUint(encoder, clients.length);
    for (const client of clients) {
      const presence = this.presences.get(client);
      encoding.writeVarUint(encoder, client);
      encoding.writeVarUint(encoder, presence?.clock ?? this.left.get(client) ?? 0);
      encoding.writeVarString(encoder, presence?.state ?? 'null');
    }
    return awarenessFrame(encoding.toUint8Array(encoder));
  }
}

function isNull(state: Uint8Array): boolean {
  return state.length === 4 && state[0] === 0x6e && state[1] === 0x75 && state[2] === 0x6c && state[3] === 0x6c;
}

/** A state with the account's name and colour in place of whatever the client says of its user. */
function signed(bytes: Uint8Array, owner: AwarenessOwner): string {
  if (bytes.length > largestState) throw new Refusal('too_large');
  let state: unknown;
  try {
    state = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw new Refusal('malformed');
  }
  if (typeof state !== 'object' || state === null || Array.isArray(state)) throw new Refusal('malformed');
  return JSON.stringify({ ...state, user: owner.person });
}
