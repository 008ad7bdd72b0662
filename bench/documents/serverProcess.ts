import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { serveHocuspocus } from './hocuspocusServer.ts';
import { serveOurs } from './ourServer.ts';
import { serveYWebsocket } from './yWebsocketServer.ts';

/** What a bench asks of a server's process. `history` is a folder made by `makeHistory`. */
export type Request = { documents: number; history?: string } | 'cpu' | 'memory';

/** One side of the comparison, as its own process runs it. */
export interface Served {
  /** Makes a document, with a history if one is given, and answers its path. */
  addDocument: (history: string | undefined) => Promise<string>;
  close: () => Promise<void>;
}

const sides = { ours: serveOurs, 'y-websocket': serveYWebsocket, hocuspocus: serveHocuspocus };

/**
 * The process of one side: `serverProcess.ts <side> <folder> [<grace>]`. It keeps what it keeps below the folder, and says where it
 * listens. Ours puts documents away so many milliseconds after the last one has left.
 */
const [name, folder, grace] = process.argv.slice(2) as [keyof typeof sides, string, string?];
const server = http.createServer();
const served = await sides[name](server, folder, grace === undefined ? undefined : Number(grace));
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
process.on('message', (request: Request) => void answer(request));
process.once('disconnect', () => void served.close().then(() => process.exit()));
process.send?.((server.address() as AddressInfo).port);

async function answer(request: Request): Promise<void> {
  if (request === 'cpu') {
    // In microseconds.
    const { user, system } = process.cpuUsage();
    process.send?.(user + system);
  } else if (request === 'memory') {
    globalThis.gc?.();
    const { heapUsed, external } = process.memoryUsage();
    process.send?.(heapUsed + external);
  } else {
    process.send?.(await Promise.all(Array.from({ length: request.documents }, () => served.addDocument(request.history))));
  }
}
