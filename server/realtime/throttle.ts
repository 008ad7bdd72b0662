import type { WebSocket } from 'ws';

/** What one socket may send on average a second and in one burst: messages and bytes. */
const rate = { messages: 300, bytes: 2 * 1024 * 1024 };
const burst = { messages: 2_000, bytes: 24 * 1024 * 1024 };
/** How long a socket may be held up in all before it is one too many, in milliseconds; a calm minute forgives. */
const patience = 10_000;
const forgiving = 60_000;

/**
 * A token bucket for one socket. A socket that has used up its share is not read for a while, so that a short flood only slows
 * its sender down; `exhausted` is called for one that does not stop.
 */
export function createThrottle(webSocket: WebSocket, exhausted: () => void) {
  const tokens = { ...burst };
  let at = performance.now();
  let paused = 0;
  let pausedAt = 0;
  let timer: NodeJS.Timeout | undefined;

  const refill = () => {
    const now = performance.now();
    const seconds = (now - at) / 1000;
    at = now;
    tokens.messages = Math.min(burst.messages, tokens.messages + seconds * rate.messages);
    tokens.bytes = Math.min(burst.bytes, tokens.bytes + seconds * rate.bytes);
  };
  const hold = () => {
    const missing = Math.max(-tokens.messages / rate.messages, -tokens.bytes / rate.bytes) * 1000;
    if (at - pausedAt > forgiving) paused = 0;
    paused += missing;
    pausedAt = at;
    if (paused > patience) return exhausted();
    webSocket.pause();
    timer ??= setTimeout(() => {
      timer = undefined;
      webSocket.resume();
    }, missing);
  };

  return {
    take(messages: number, bytes: number): void {
      tokens.messages -= messages;
      tokens.bytes -= bytes;
      if (tokens.messages >= 0 && tokens.bytes >= 0) return;
      refill();
      if ((tokens.messages < 0 || tokens.bytes < 0) && timer === undefined) hold();
    },
    close: () => clearTimeout(timer),
  };
}
