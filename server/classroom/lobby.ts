import { classEvents, type ClassRole } from '../../shared/classroom.ts';
import type { Lobby } from '../../shared/classroom/lobby.ts';
import type { Person } from '../../shared/values.ts';
import type { Db } from '../database/schema.ts';
import type { ClientSocket } from '../realtime/gateway.ts';
import { waitsAtDoor } from './errors.ts';
import { mustWait } from './policy.ts';

interface AtDoor {
  person: Person;
  since: Date;
  socket: ClientSocket;
}

export type LobbyDoors = ReturnType<typeof createLobby>;

/**
 * The doors of the running classes (SPEC-joining 1). What was decided about somebody is in the database; who is waiting is
 * known here alone, since it is their open page that waits: after a restart of the server it knocks again.
 */
export function createLobby(db: Db, changed: (sessionId: string) => void) {
  const doors = new Map<string, Map<string, AtDoor>>();

  const forget = (sessionId: string, personId: string): AtDoor | undefined => {
    const door = doors.get(sessionId);
    const waiting = door?.get(personId);
    door?.delete(personId);
    if (door?.size === 0) doors.delete(sessionId);
    if (waiting !== undefined) changed(sessionId);
    return waiting;
  };

  const tell = (sessionId: string, waiting: AtDoor | undefined, admitted: boolean) =>
    waiting?.socket.push(classEvents, 'lobby:decided', { sessionId, admitted });

  return {
    /**
     * Lets somebody pass, or has them wait from now on. `seated` is whether they sit in the class already.
     * @throws conflict `must_wait`
     */
    async pass(
      { id, lobby }: { id: string; lobby: boolean },
      { person, role, socket, seated }: { person: Person; role: ClassRole; socket: ClientSocket; seated: boolean },
    ): Promise<void> {
      if (seated) return;
      const decided = await db
        .selectFrom('class_admissions')
        .select('admitted')
        .where('session_id', '=', id)
        .where('account_id', '=', person.id)
        .executeTakeFirst();
      if (!mustWait(role, lobby, decided?.admitted)) return void forget(id, person.id);
      const door = doors.get(id) ?? new Map<string, AtDoor>();
      doors.set(id, door);
      door.set(person.id, { person, since: door.get(person.id)?.since ?? new Date(), socket });
      changed(id);
      throw waitsAtDoor();
    },

    /** Writes a decision down and tells whoever was waiting for it. */
    async decide(sessionId: string, accountId: string, admitted: boolean, by: string): Promise<void> {
      const decision = { admitted, decided_by: by, decided_at: new Date() };
      await db
        .insertInto('class_admissions')
        .values({ session_id: sessionId, account_id: accountId, ...decision })
        .onConflict((row) => row.columns(['session_id', 'account_id']).doUpdateSet(decision))
        .execute();
      tell(sessionId, forget(sessionId, accountId), admitted);
    },

    /** Opens or closes the door for observers; once it is open, nobody who may pass is kept waiting. */
    async set(sessionId: string, on: boolean): Promise<void> {
      await db.updateTable('class_sessions').set({ lobby: on }).where('id', '=', sessionId).execute();
      if (!on) for (const waiting of [...(doors.get(sessionId)?.values() ?? [])]) tell(sessionId, waiting, true);
      changed(sessionId);
    },

    /** Whether somebody is at the door. */
    waits: (sessionId: string, accountId: string): boolean => doors.get(sessionId)?.has(accountId) === true,

    async view(sessionId: string): Promise<Lobby> {
      const row = await db.selectFrom('class_sessions').select('lobby').where('id', '=', sessionId).executeTakeFirst();
      const waiting = [...(doors.get(sessionId)?.values() ?? [])]
        .toSorted((one, other) => one.since.getTime() - other.since.getTime())
        .map(({ person, since }) => ({ person, since: since.toISOString() }));
      return { on: row?.lobby ?? false, waiting };
    },

    /** A page that closed waits no longer. */
    gone(socket: ClientSocket): void {
      for (const [sessionId, door] of doors) {
        for (const [personId, waiting] of door) if (waiting.socket.id === socket.id) forget(sessionId, personId);
      }
    },

    /** The class is over for those who waited, too. */
    ended(sessionId: string): void {
      for (const { socket } of doors.get(sessionId)?.values() ?? []) socket.push(classEvents, 'class:ended', { sessionId });
      doors.delete(sessionId);
    },
  };
}
