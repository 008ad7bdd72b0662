import * as encoding from 'lib0/encoding';
import {
  messageAcknowledged,
  messageAwareness,
  messageHello,
  messageRefused,
  messageSync,
  type DocumentHello,
  type RefusalCode,
} from '../../shared/documents.ts';
import { frameOf } from './webSocketFrame.ts';

/** Kinds of sync message of y-protocols. */
export const syncStep1 = 0;
export const syncStep2 = 1;
export const syncUpdate = 2;

/** Says nothing: stock clients give a connection up when no message has come for 30 seconds. */
export const keepAliveFrame = frameOf(Uint8Array.of(messageAwareness, 1, 0));

/** A sync message in a WebSocket frame; `payload` is a state vector or an update. */
export function syncFrame(kind: number, payload: Uint8Array): Buffer {
  const head = encoding.createEncoder();
  encoding.writeVarUint(head, messageSync);
  encoding.writeVarUint(head, kind);
  encoding.writeVarUint(head, payload.length);
  return frameOf(encoding.toUint8Array(head), payload);
}

export function awarenessFrame(payload: Uint8Array): Buffer {
  const head = encoding.createEncoder();
  encoding.writeVarUint(head, messageAwareness);
  encoding.writeVarUint(head, payload.length);
  return frameOf(encoding.toUint8Array(head), payload);
}

export function acknowledgedFrame(count: number): Buffer {
  const message = encoding.createEncoder();
  encoding.writeVarUint(message, messageAcknowledged);
  encoding.writeVarUint(message, count);
  return frameOf(encoding.toUint8Array(message));
}

export function refusedFrame(code: RefusalCode, frameNumber: number): Buffer {
  const message = encoding.createEncoder();
  encoding.writeVarUint(message, messageRefused);
  encoding.writeVarString(message, code);
  encoding.writeVarUint(message, frameNumber);
  return frameOf(encoding.toUint8Array(message));
}

export function helloFrame(hello: DocumentHello): Buffer {
  const message = encoding.createEncoder();
  encoding.writeVarUint(message, messageHello);
  encoding.writeVarString(message, JSON.stringify(hello));
  return frameOf(encoding.toUint8Array(message));
}
