import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import { lineCheckEvents } from '../../shared/classroom/lineCheck.ts';
import { notFound, tooMany, unavailable } from '../errors.ts';
import type { Media } from '../media/index.ts';
import type { ClientSocket, Gateway } from '../realtime/gateway.ts';

/** A check is over by then, whatever the page does. */
const checkMs = 30_000;
/** So many at once on one machine, however many people come to class in the same minute. */
const checksAtMost = 40;
const peerId = 'check';
const done = { done: true } as const;

interface Check {
  roomId: string;
  socketId: string;
  transportId: string | null;
  timer: NodeJS.Timeout;
}

interface LineCheckDeps {
  gateway: Gateway;
  media: Media;
  iceServers: (accountId: string) => unknown[];
  log: Logger;
}

/** Answers checks of the line (SPEC-joining 6): each has a room of its own in the media process, in which nobody else ever is. */
export function registerLineCheck({ gateway, media, iceServers, log }: LineCheckDeps): { close: () => void } {
  const checks = new Map<string, Check>();

  const end = (accountId: string, only?: string) => {
    const check = checks.get(accountId);
    if (check === undefined || (only !== undefined && check.socketId !== only)) return;
    clearTimeout(check.timer);
    checks.delete(accountId);
    if (media.missing() !== null) return;
    media.request('room.close', { roomId: check.roomId }).catch((error: unknown) => {
      log.debug({ err: error }, 'the room of a line check could not be closed');
    });
  };
  const own = (socket: ClientSocket): { roomId: string; peerId: string; transportId: string } => {
    const check = checks.get(socket.caller.accountId);
    if (check === undefined || check.socketId !== socket.id || check.transportId === null) throw notFound();
    return { roomId: check.roomId, peerId, transportId: check.transportId };
  };

  gateway.register(
    lineCheckEvents,
    {
      'check:open': async (_input, socket) => {
        const { accountId } = socket.caller;
        const missing = media.missing();
        if (missing !== null) throw unavailable(missing.reason, missing.message);
        end(accountId);
        if (checks.size >= checksAtMost) throw tooMany(5);
        const roomId = randomUUID();
        const timer = setTimeout(() => end(accountId), checkMs);
        timer.unref();
        const check: Check = { roomId, socketId: socket.id, transportId: null, timer };
        checks.set(accountId, check);
        const { routerRtpCapabilities } = await media.request('room.open', { roomId });
        await media.request('peer.open', { roomId, peerId, sources: ['camera', 'microphone'], keep: false });
        const transport = await media.request('transport.open', { roomId, peerId, direction: 'send' });
        check.transportId = transport.id;
        return { routerRtpCapabilities, iceServers: iceServers(accountId), transport };
      },
      'check:connect': async ({ dtlsParameters }, socket) => {
        await media.request('transport.connect', { ...own(socket), dtlsParameters: dtlsParameters as never });
        return done;
      },
      'check:produce': async ({ kind, rtpParameters }, socket) => {
        const source = kind === 'video' ? 'camera' : 'microphone';
        const input = { ...own(socket), source, kind, rtpParameters: rtpParameters as never, paused: false } as const;
        return { producerId: (await media.request('producer.open', input)).id };
      },
      'check:close': (_input, socket) => {
        end(socket.caller.accountId, socket.id);
        return Promise.resolve(done);
      },
    },
    (socket) => end(socket.caller.accountId, socket.id),
  );
  return { close: () => [...checks.keys()].forEach((accountId) => end(accountId)) };
}
