import type { ClassSnapshot } from '../../shared/classroom.ts';
import type { ClientSocket } from '../realtime/gateway.ts';
import type { Boards } from './boards.ts';
import { listMessages } from './chat.ts';
import type { ClassroomDeps } from './index.ts';
import { lineOf } from './line.ts';
import type { Place } from './liveClasses.ts';
import type { LobbyDoors } from './lobby.ts';
import { mayPrompt, rightsOf } from './policy.ts';
import { listPrompts } from './prompts.ts';
import type { Sessions } from './sessions.ts';
import { shownNow } from './shown.ts';
import { listSteps, toPosition } from './steps.ts';
import { describeTools } from './tools.ts';

interface SnapshotDeps extends ClassroomDeps {
  sessions: Sessions;
  lobby: LobbyDoors;
  boards: Boards;
}

/** Everything that a page needs on entering a class and after every return (SPEC 2). @throws notFound */
export async function describeClass(deps: SnapshotDeps, { live, seat }: Place, socket: ClientSocket): Promise<ClassSnapshot> {
  const { db, identity, sessions, lobby, boards } = deps;
  const found = await sessions.accessInClass(live.id, socket.caller);
  const now = new Date();
  const rights = rightsOf(seat.role);
  const [session, steps, chat, door, prompts, tools, board, shown] = await Promise.all([
    sessions.viewOne(found),
    listSteps(db, live.id, found.row, now),
    listMessages(db, identity, live.id),
    rights.end ? lobby.view(live.id) : null,
    seat.role === 'device' ? [] : listPrompts(db, identity, live.id, { id: seat.person.id, role: seat.role }),
    describeTools(db, identity, live.id, seat.role),
    boards.of(live.id, socket.caller.accountId),
    shownNow(deps, live.id),
  ]);
  return {
    session,
    self: {
      participantId: seat.participantId,
      role: seat.role,
      epoch: seat.epoch,
      may: { ...rights, prompt: mayPrompt(seat.role, seat.colleague) },
      transports: seat.transports,
      wanted: seat.wanted,
    },
    participants: live.seats.map((other) => other.toParticipant()),
    steps,
    position: toPosition(found.row, now),
    chat,
    lobby: door,
    rule: found.row.step_rule,
    prompts,
    line: live.seats.map(lineOf),
    ...tools,
    board,
    shown,
    ...live.media.describe(deps.iceServers(socket.caller.accountId)),
    receiving: null,
  };
}
