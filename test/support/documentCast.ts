import { afterAll, afterEach, beforeAll } from 'vitest';
import type { DocumentServer, DocumentServerOptions } from './documentServer.ts';
import { startDocumentServer, type Writer } from './documents.ts';

/** A document server for the tests of one file, with two people who may write to it. What they opened is closed after each test. */
export class DocumentCast {
  server!: DocumentServer;
  one!: Writer;
  two!: Writer;

  constructor(options: Omit<DocumentServerOptions, 'database'> = {}) {
    let stop: () => Promise<void>;
    beforeAll(async () => {
      ({ server: this.server, stop } = await startDocumentServer(options));
      this.one = await this.server.addWriter('林后方');
      this.two = await this.server.addWriter('周驻点');
    });
    afterEach(() => this.server.closeClients());
    afterAll(() => stop());
  }
}
