import type { classEvents } from '../../shared/classroom.ts';
import { forbidden } from '../errors.ts';
import type { ClientSocket, RequestHandlers } from '../realtime/gateway.ts';
import type { ClassroomDeps } from './index.ts';
import type { ClassLimits } from './limits.ts';
import type { LiveClasses } from './liveClasses.ts';
import { rightsOf } from './policy.ts';
import { openConsumer, openTransport, peerOf } from './receiving.ts';

const done = { done: true } as const;

type MediaHandlers = Pick<
  RequestHandlers<typeof classEvents>,
  Extract<keyof (typeof classEvents)['requests'], `media:${string}`>
>;

/** What a page asks of the media goes to its own peer in its own room. */
export function mediaHandlers({ media }: ClassroomDeps, classes: LiveClasses, limits: ClassLimits): MediaHandlers {
  const ownOf = (socket: ClientSocket, epoch: number) => peerOf(classes.place(socket, epoch));
  return {
    'media:transport': async ({ epoch, direction }, socket) => {
      const place = await classes.activePlace(socket, epoch);
      if (direction === 'send' && rightsOf(place.seat.role).sources.length === 0) throw forbidden();
      return openTransport(media, limits, classes, place, direction);
    },
    'media:connect': async ({ epoch, transportId, dtlsParameters }, socket) => {
      await media.request('transport.connect', {
        ...ownOf(socket, epoch),
        transportId,
        dtlsParameters: dtlsParameters as never,
      });
      return done;
    },
    'media:restart-ice': ({ epoch, transportId }, socket) =>
      media.request('transport.restartIce', { ...ownOf(socket, epoch), transportId }),
    'media:produce': async ({ epoch, transportId, source, kind, rtpParameters, paused }, socket) => {
      const { live, seat } = await classes.activePlace(socket, epoch);
      if (!rightsOf(seat.role).sources.includes(source)) throw forbidden();
      limits.announce(socket.caller.accountId);
      const producer = await media.request('producer.open', {
        ...peerOf({ live, seat }),
        transportId,
        source,
        kind,
        rtpParameters: rtpParameters as never,
        paused,
      });
      seat.producers = [...seat.producers.filter((other) => other.source !== source), producer];
      live.tellAbout(seat);
      return { producerId: producer.id };
    },
    'media:pause-producer': async ({ epoch, producerId, paused }, socket) => {
      const { live, seat } = classes.place(socket, epoch);
      limits.announce(socket.caller.accountId);
      const producer = await media.request('producer.pause', { ...peerOf({ live, seat }), producerId, paused });
      seat.producers = seat.producers.map((other) => (other.id === producer.id ? producer : other));
      live.tellAbout(seat);
      return done;
    },
    'media:close-producer': async ({ epoch, producerId }, socket) => {
      await media.request('producer.close', { ...ownOf(socket, epoch), producerId });
      return done;
    },
    'media:consume': ({ epoch, producerId, rtpCapabilities }, socket) =>
      openConsumer(media, classes.place(socket, epoch), producerId, rtpCapabilities),
    'media:pause-consumer': async ({ epoch, consumerId, paused }, socket) => {
      await media.request('consumer.pause', { ...ownOf(socket, epoch), consumerId, paused });
      return done;
    },
    'media:prefer-layers': async ({ epoch, ...layers }, socket) => {
      await media.request('consumer.layers', { ...ownOf(socket, epoch), ...layers });
      return done;
    },
  };
}
