import { openDatabase } from '../../server/database/open.ts';
import type { EmbeddedConnection } from '../../server/database/embedded.ts';
import { DocumentServer } from './documentServer.ts';

/** A document server in a process of its own, so that it can be killed. Says where it listens. */
process.once('message', (connection: EmbeddedConnection) => {
  void (async () => {
    const database = await openDatabase({ connection, durable: false });
    const { url } = await DocumentServer.start({ database });
    process.send?.(url);
  })();
});
process.once('disconnect', () => process.exit());
