import type { Socket } from 'node:net';
import { StringDecoder } from 'node:string_decoder';

/** The longest line either side accepts, in characters; requests of browsers are far below it. */
const longestLine = 4 * 1024 * 1024;
/** What may wait to be read by a side that has stopped reading, in bytes. */
const mostWaiting = 32 * 1024 * 1024;

/** Calls `take` with each JSON value of a newline-delimited stream. A line that is too long or no JSON ends the connection. */
export function readJsonLines(socket: Socket, take: (value: unknown) => void): void {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  socket.on('data', (chunk: Buffer) => {
    const lines = (rest + decoder.write(chunk)).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > longestLine) {
      socket.destroy(new Error('line too long'));
      return;
    }
    for (const line of lines) {
      let value: unknown;
      try {
        value = JSON.parse(line);
      } catch {
        socket.destroy(new Error('not JSON'));
        return;
      }
      take(value);
    }
  });
}

/** Sends one value. A side that has stopped reading is cut off instead of filling the memory of this one. */
export function writeJsonLine(socket: Socket, value: unknown): void {
  if (socket.destroyed || !socket.writable) return;
  socket.write(`${JSON.stringify(value)}\n`);
  if (socket.writableLength > mostWaiting) socket.destroy(new Error('the other side does not read'));
}
