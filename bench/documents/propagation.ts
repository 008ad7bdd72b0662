import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import { messageAcknowledged, messageSync } from '../../shared/documents.ts';

/** How many people type in how many plans, and how often each, in milliseconds. */
export interface Load {
  plans: number;
  people: number;
  every: number;
}

/** What one round of one side came to. Delays are in milliseconds from sending an update to its arrival at each other person. */
export interface Measured {
  delays: number[];
  cpuMicroseconds: number;
  acknowledged: number;
}

export interface Side {
  measure: (load: Load, seconds: number) => Promise<Measured>;
  stop: () => void;
}

/** Starts one side's server in a process of its own. */
export async function startSide(name: 'ours' | 'peer'): Promise<Side> {
  const process = fork(new URL('./serverProcess.ts', import.meta.url), [name], {
    execArgv: ['--import', 'tsx'],
  });
  const [port] = (await once(process, 'message')) as [number];
  return {
    measure: (load, seconds) => measure(process, `ws://127.0.0.1:${port}`, load, seconds),
    stop: () => process.disconnect(),
  };
}

async function measure(server: ChildProcess, url: string, load: Load, seconds: number): Promise<Measured> {
  const paths = await ask<string[]>(server, { documents: load.plans });
  const sentAt = new Map<string, number>();
  const result = { delays: [] as number[], acknowledged: 0 };
  let measuring = false;
  const heard = (key: string) => {
    const sent = sentAt.get(key);
    if (measuring && sent !== undefined) result.delays.push(performance.now() - sent);
  };
  const acknowledged = () => void result.acknowledged++;
  const people = await Promise.all(
    paths.flatMap((path) => Array.from({ length: load.people }, () => join(`${url}${path}`, heard, acknowledged))),
  );
  const timers = people.map((person) => {
    const timer = setTimeout(function type() {
      const key = person.type();
      sentAt.set(key, performance.now());
      again = setTimeout(type, load.every * (0.5 + Math.random()));
    }, load.every * Math.random());
    let again = timer;
    return () => clearTimeout(again);
  });
  await sleep(1_000);
  const before = await ask<number>(server, 'cpu');
  measuring = true;
  await sleep(seconds * 1_000);
  measuring = false;
  const after = await ask<number>(server, 'cpu');
  for (const stop of timers) stop();
  await sleep(200);
  for (const { socket } of people) socket.terminate();
  await sleep(200);
  return { ...result, cpuMicroseconds: after - before };
}

async function ask<T>(server: ChildProcess, request: unknown): Promise<T> {
  const answer = once(server, 'message');
  server.send(request as object);
  return ((await answer) as [T])[0];
}

/**
 * A person who types and listens. Updates are real and come from a document of their own; what others send is only recognised
 * by its client and clock, so that the cost of fifty browsers does not drown that of the server.
 */
async function join(url: string, heard: (key: string) => void, acknowledged: () => void) {
  const socket = new WebSocket(url);
  const doc = new Y.Doc();
  let update: Uint8Array = new Uint8Array();
  doc.on('update', (made: Uint8Array) => (update = made));
  let own = true;
  const opened = new Promise<void>((resolve) => {
    socket.on('message', (data: Buffer) => {
      const decoder = decoding.createDecoder(data);
      const type = decoding.readVarUint(decoder);
      if (type === messageAcknowledged) return acknowledged();
      if (type !== messageSync) return;
      if (decoding.readVarUint(decoder) !== 2) return resolve();
      decoding.readVarUint(decoder);
      decoding.readVarUint(decoder);
      decoding.readVarUint(decoder);
      const client = decoding.readVarUint(decoder);
      if (client !== doc.clientID) heard(`${client}:${decoding.readVarUint(decoder)}`);
    });
  });
  await opened;
  return {
    socket,
    type(): string {
      const clock = Y.getState(doc.store, doc.clientID);
      doc.getText('text').insert(doc.getText('text').length, own ? '教' : '学');
      own = !own;
      const message = encoding.createEncoder();
      encoding.writeVarUint(message, messageSync);
      encoding.writeVarUint(message, 2);
      encoding.writeVarUint8Array(message, update);
      socket.send(encoding.toUint8Array(message));
      return `${doc.clientID}:${clock}`;
    },
  };
}
