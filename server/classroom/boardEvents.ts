import type { classEvents } from '../../shared/classroom.ts';
import type { requests } from '../../shared/classroom/board.ts';
import { leadsNow } from '../../shared/classroom/order.ts';
import { forbidden } from '../errors.ts';
import type { ClientSocket, RequestHandlers } from '../realtime/gateway.ts';
import type { ClassroomDeps } from './index.ts';
import type { LiveClasses, Place } from './liveClasses.ts';
import { peopleIn } from './orderEvents.ts';
import { rightsOf } from './policy.ts';
import { lastBoardPage, show, type Showing } from './shown.ts';

type BoardHandlers = Pick<RequestHandlers<typeof classEvents>, keyof typeof requests>;

/** Answers the events of the board and of what is shown. */
export function boardHandlers(deps: ClassroomDeps, classes: LiveClasses): BoardHandlers {
  const { boards } = classes;
  /** The place of someone who may show things to the class. @throws forbidden */
  const presenter = async (socket: ClientSocket, epoch: number): Promise<Place> => {
    const place = await classes.activePlace(socket, epoch);
    if (!rightsOf(place.seat.role).show) throw forbidden();
    return place;
  };
  const showAll = ({ live, seat }: Place, showing: Showing) =>
    live.serial(async () => {
      const at = { sessionId: live.id, lessonId: live.lessonId, accountId: seat.person.id };
      const shown = await show(deps, at, showing);
      live.push('show:changed', { shown });
      return shown;
    });

  return {
    'board:drawers': async ({ epoch, drawers }, socket) => {
      const { live, seat } = await classes.activePlace(socket, epoch);
      if (!leadsNow(seat.role, peopleIn(live))) throw forbidden();
      const board = await boards.setDrawers(live.id, seat.person.id, drawers);
      // Who may no longer draw is refused from here on, whatever their page shows.
      await deps.connections.recheck(live.seats.map(({ person }) => person.id));
      live.push('board:changed', { board });
      return board;
    },
    'board:add-page': async ({ epoch }, socket) => {
      const place = await presenter(socket, epoch);
      const pageId = await boards.addPage(place.live.id, place.seat.person.id);
      return showAll(place, { kind: 'board', pageId });
    },
    'show:nothing': async ({ epoch }, socket) => showAll(await presenter(socket, epoch), { kind: 'nothing' }),
    'show:board': async ({ epoch, pageId }, socket) => {
      const place = await presenter(socket, epoch);
      const wanted = pageId ?? (await lastBoardPage(deps.db, place.live.id));
      return showAll(place, { kind: 'board', pageId: await boards.findPage(place.live.id, place.seat.person.id, wanted) });
    },
    'show:file': async ({ epoch, fileId, page }, socket) =>
      showAll(await presenter(socket, epoch), { kind: 'file', fileId, page }),
  };
}
