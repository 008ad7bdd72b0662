import { classEvents } from '../../shared/classroom.ts';
import { getSocketState, onPush, onSocketState, reconnectSocket, request } from '../connection/socket.ts';
import type { Signalling } from './media/signalling.ts';

/** The page's one socket, as the class uses it. */
export const signalling: Signalling = {
  request: (name, input) => request(classEvents, name, input),
  on: (name, listener) => onPush(classEvents, name, listener),
  connected: () => getSocketState() === 'open',
  onConnection: (listener) => {
    let was = getSocketState() === 'open';
    return onSocketState(() => {
      const now = getSocketState() === 'open';
      if (now === was) return;
      was = now;
      listener(now);
    });
  },
  reconnect: reconnectSocket,
};
