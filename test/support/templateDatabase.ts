import type { TestProject } from 'vitest/node';
import type { EmbeddedConnection } from '../../server/database/embedded.ts';
import { migrate } from '../../server/database/migrate.ts';
import { openDatabase } from '../../server/database/open.ts';

/** Where a database of a test is; one that is reached over the network has a password. */
export interface TestConnection extends EmbeddedConnection {
  password?: string;
}

declare module 'vitest' {
  export interface ProvidedContext {
    /** The migrated database that test databases are cloned from. Nobody may stay connected to it. */
    templateDatabase: TestConnection;
  }
}

/** Migrates an empty database and tells the tests where it is. */
export async function provideTemplate(project: TestProject, connection: TestConnection): Promise<void> {
  const template = await openDatabase({ connection, durable: false });
  await migrate(template.pool);
  await template.close();
  project.provide('templateDatabase', connection);
}
