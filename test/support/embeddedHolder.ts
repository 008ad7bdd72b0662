import { startEmbeddedPostgres } from '../../server/database/embedded.ts';

// A process of its own that holds an embedded database until it is told to stop, or killed.
const [dataDir = ''] = process.argv.slice(2);
const postgres = await startEmbeddedPostgres({ dataDir, durable: false });
process.once('SIGTERM', () => void postgres.close().then(() => process.exit(0)));
console.log('ready');
setInterval(() => {}, 60_000);
