import { expect } from 'vitest';
import { openDatabase } from '../../server/database/open.ts';
import { createTestDatabase } from './database.ts';
import { DocumentServer, type DocumentServerOptions } from './documentServer.ts';

export type { Writer } from './documentServer.ts';

/** A document server with a database of its own. `stop()` also checks that nothing was logged as an error. */
export async function startDocumentServer(
  options: Omit<DocumentServerOptions, 'database'> = {},
): Promise<{ server: DocumentServer; stop: () => Promise<void> }> {
  const own = await createTestDatabase();
  const database = await openDatabase({ connection: own.connection, durable: false });
  const server = await DocumentServer.start({ ...options, database });
  const stop = async () => {
    await server.close();
    await database.close();
    await own.drop();
    expect(server.errors).toEqual([]);
  };
  return { server, stop };
}
