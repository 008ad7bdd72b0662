import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import type http from 'node:http';
import path from 'node:path';
import { WebSocketServer } from 'ws';
import * as Y from 'yjs';
import { wholeHistory } from './history.ts';
import type { Served } from './serverProcess.ts';

interface Package {
  setupWSConnection: (socket: unknown, request: http.IncomingMessage) => void;
  setPersistence: (persistence: {
    bindState: (name: string, doc: Y.Doc) => void;
    writeState: (name: string, doc: Y.Doc) => Promise<void>;
  }) => void;
}

/**
 * `@y/websocket-server` with the simplest persistence that its documentation describes: a file a document, read when the
 * document is opened and written when the last one leaves.
 */
export async function serveYWebsocket(server: http.Server, folder: string): Promise<Served> {
  // The package has no types for its server.
  const peer = (await import('@y/websocket-server/utils')) as unknown as Package;
  const fileOf = (name: string) => path.join(folder, `${name}.y`);
  peer.setPersistence({
    bindState(name, doc) {
      // It does not wait for a document to be loaded, so whatever is slower than this would be missed by the first client.
      if (fs.existsSync(fileOf(name))) Y.applyUpdate(doc, fs.readFileSync(fileOf(name)));
    },
    writeState: (name, doc) => fs.promises.writeFile(fileOf(name), Y.encodeStateAsUpdate(doc)),
  });
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (socket, request) => peer.setupWSConnection(socket, request));
  return {
    addDocument(history) {
      const name = randomUUID();
      if (history !== undefined) fs.copyFileSync(wholeHistory(history), fileOf(name));
      return Promise.resolve(`/${name}`);
    },
    close: () => Promise.resolve(),
  };
}
