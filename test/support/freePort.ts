import { randomInt } from 'node:crypto';
import dgram from 'node:dgram';
import net from 'node:net';

/**
 * A port that is free for UDP and TCP on loopback and stays so: below the range from which systems give out ports by
 * themselves, so that nobody gets it by chance meanwhile.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(20_000, 30_000);
    if ((await isFree(net.createServer(), port)) && (await isFree(dgram.createSocket('udp4'), port))) return port;
  }
}

function isFree(socket: net.Server | dgram.Socket, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const there = () => socket.close(() => resolve(true));
    socket.once('error', () => resolve(false));
    if (socket instanceof net.Server) socket.listen(port, '127.0.0.1', there);
    else socket.bind(port, '127.0.0.1', there);
  });
}
