import type { Response } from 'express';
import type { Logger } from 'pino';
import { AnsweringEvent } from '../../shared/classroom/answering.ts';
import type { Db } from '../database/schema.ts';
import type { Identity } from '../identity/index.ts';
import { devicesAmong, viewsOf, type Device } from './studentDevices.ts';
import { createTurns } from './turns.ts';

/** Something is sent at least so often, so that nothing between takes the connection for dead. */
const heartbeatMs = 20_000;
/** A device that does not read is dropped when so many bytes wait for it; it comes back by itself. */
const mostUnread = 256 * 1024;

export type StudentStreams = ReturnType<typeof createStudentStreams>;

/** The streams of students' devices: each is told what it sees whenever that changes. */
export function createStudentStreams({ db, identity, log }: { db: Db; identity: Identity; log: Logger }) {
  const sessions = new Map<string, Map<string, Response>>();
  const turn = createTurns();
  const heartbeat = setInterval(() => {
    for (const streams of sessions.values()) for (const response of streams.values()) response.write(':\n\n');
  }, heartbeatMs);
  heartbeat.unref();

  const send = (response: Response, event: AnsweringEvent) => {
    if (response.writableLength > mostUnread) response.destroy();
    else response.write(`data: ${JSON.stringify(AnsweringEvent.parse(event))}\n\n`);
  };

  const tellAll = async (sessionId: string) => {
    const streams = sessions.get(sessionId);
    if (streams === undefined) return;
    const devices = await devicesAmong(db, sessionId, [...streams.keys()]);
    for (const [deviceId, view] of await viewsOf(db, identity, sessionId, devices)) {
      const response = streams.get(deviceId);
      if (response !== undefined) send(response, { view });
    }
  };

  /** Tells the devices of a class what they see now. */
  const tell = (sessionId: string): void => {
    if (!sessions.has(sessionId)) return;
    turn(sessionId, () => tellAll(sessionId)).catch((error: unknown) => {
      log.warn({ err: error, classId: sessionId }, 'devices could not be told');
    });
  };

  return {
    tell,

    /** Begins the stream of a device; a stream that it had before ends. */
    open({ id, session_id: sessionId }: Device, response: Response): void {
      const streams = sessions.get(sessionId) ?? new Map<string, Response>();
      sessions.set(sessionId, streams);
      streams.get(id)?.end();
      streams.set(id, response);
      response.once('close', () => {
        if (streams.get(id) !== response) return;
        streams.delete(id);
        if (streams.size === 0 && sessions.get(sessionId) === streams) sessions.delete(sessionId);
      });
      response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'x-accel-buffering': 'no' });
      // After how many milliseconds a browser comes back when the line breaks.
      response.write('retry: 2000\n\n');
      tell(sessionId);
    },

    /** The class is over for its devices: they are told why, and their streams end. */
    end(sessionId: string, over: 'ended' | 'let_go'): void {
      const streams = sessions.get(sessionId);
      sessions.delete(sessionId);
      for (const response of streams?.values() ?? []) {
        send(response, { over });
        response.end();
      }
    },

    /** Lets go of every stream; the devices come back to the next process. */
    close(): void {
      clearInterval(heartbeat);
      for (const streams of sessions.values()) for (const response of streams.values()) response.end();
      sessions.clear();
    },
  };
}
