import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import type http from 'node:http';
import path from 'node:path';
import { Hocuspocus } from '@hocuspocus/server';
import { WebSocketServer } from 'ws';
import * as Y from 'yjs';
import { wholeHistory } from './history.ts';
import type { Served } from './serverProcess.ts';

/** Hocuspocus 3 as its documentation sets it up: a document is stored as a whole, two seconds after the last change. */
export function serveHocuspocus(server: http.Server, folder: string): Promise<Served> {
  const fileOf = (name: string) => path.join(folder, `${name}.y`);
  const hocuspocus = new Hocuspocus({
    quiet: true,
    async onLoadDocument({ document, documentName }) {
      const stored = await fs.promises.readFile(fileOf(documentName)).catch(() => null);
      if (stored !== null) Y.applyUpdate(document, stored);
    },
    onStoreDocument: ({ document, documentName }) => fs.promises.writeFile(fileOf(documentName), Y.encodeStateAsUpdate(document)),
  });
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (socket, request) => {
    socket.setMaxListeners(Number.POSITIVE_INFINITY);
    hocuspocus.handleConnection(socket, request);
  });
  return Promise.resolve({
    addDocument(history) {
      const name = randomUUID();
      if (history !== undefined) fs.copyFileSync(wholeHistory(history), fileOf(name));
      return Promise.resolve(`/${name}`);
    },
    close: () => Promise.resolve(),
  });
}
