import dgram from 'node:dgram';
import net from 'node:net';
import { freePort } from './freePort.ts';
import { createShaper, type Shape } from './shaper.ts';

/** What the media of one page go over, apart from everybody else's. */
export interface MediaLine {
  /** Run in the page before anything else: sends its media over this line. */
  script: string;
  /** Lets datagrams through, or swallows them, as a network does that blocks UDP. */
  udp: (open: boolean) => void;
  /** Lets TCP connections through, or cuts and refuses them. */
  tcp: (open: boolean) => void;
  /** Makes datagrams slow, scarce and lossy, both ways alike or each in its own way; null lets them through as they are. */
  narrow: (upwards: Shape | null, downwards?: Shape | null) => void;
  /** How many bytes have come through towards the page, over UDP and over TCP. */
  received: () => { udp: number; tcp: number };
  close: () => Promise<void>;
}

const host = '127.0.0.1';

/**
 * Lays a line between a page and the media port of an installation. The page's browser is told this line's port in the place
 * of the true one, so that each page can have a line of its own and nothing of the product knows of it.
 */
export async function layMediaLine(mediaPort: number): Promise<MediaLine> {
  let [udpOpen, tcpOpen] = [true, true];
  let closed = false;
  const received = { udp: 0, tcp: 0 };
  const [up, down] = [createShaper(), createShaper()];
  const near = dgram.createSocket('udp4');
  const far = new Map<string, dgram.Socket>();

  /** Each address of the browser has one of its own towards the server, as behind a router at home. */
  const farOf = (address: string, port: number): dgram.Socket => {
    const key = `${address}:${port}`;
    const known = far.get(key);
    if (known !== undefined) return known;
    const socket = dgram.createSocket('udp4');
    far.set(key, socket);
    socket.on('message', (packet) => {
      if (!udpOpen) return;
      down.pass(packet.length, () => {
        if (closed) return;
        received.udp += packet.length;
        near.send(packet, port, address, () => undefined);
      });
    });
    socket.on('error', () => undefined);
    return socket;
  };
  near.on('message', (packet, { address, port }) => {
    if (!udpOpen) return;
    const socket = farOf(address, port);
    up.pass(packet.length, () => {
      if (!closed) socket.send(packet, mediaPort, host, () => undefined);
    });
  });

  const sockets = new Set<net.Socket>();
  const server = net.createServer((client) => {
    if (!tcpOpen) return void client.destroy();
    const upstream = net.connect(mediaPort, host);
    upstream.on('data', (data) => (received.tcp += data.length));
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(one);
      one.pipe(other);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
    }
  });
  const port = await bindBoth(near, server);

  return {
    script: throughPort(port),
    udp: (open) => void (udpOpen = open),
    tcp: (open) => {
      tcpOpen = open;
      if (!open) for (const socket of sockets) socket.destroy();
    },
    narrow: (upwards, downwards = upwards) => {
      up.shape(upwards);
      down.shape(downwards);
    },
    received: () => ({ ...received }),
    close: async () => {
      closed = true;
      for (const socket of sockets) socket.destroy();
      for (const socket of far.values()) socket.close();
      await Promise.all([
        new Promise<void>((resolve) => near.close(() => resolve())),
        new Promise<void>((resolve) => server.close(() => resolve())),
      ]);
    },
  };
}

/** UDP and TCP on one port, as the media have it. */
async function bindBoth(udp: dgram.Socket, tcp: net.Server): Promise<number> {
  const port = await freePort();
  await new Promise<void>((resolve) => tcp.listen(port, host, resolve));
  await new Promise<void>((resolve, reject) => {
    udp.once('error', reject);
    udp.bind(port, host, resolve);
  });
  return port;
}

const throughPort = (port: number): string => `{
  const setRemote = RTCPeerConnection.prototype.setRemoteDescription;
  RTCPeerConnection.prototype.setRemoteDescription = function (description) {
    const sdp = description.sdp.replace(/^(a=candidate:\\S+ \\d \\w+ \\d+ \\S+ )\\d+/gm, '$1${port}');
    return setRemote.call(this, { type: description.type, sdp });
  };
}`;
