import { StartupError } from '../errors.ts';
import { MediaServer } from './MediaServer.ts';
import { MediaSettings } from './protocol.ts';

/** Exit codes that the web process turns into a sentence. */
const exitCodes: Record<string, number> = { media_port_taken: 3 };

/**
 * The media process. It is started by the web process with its settings as the one argument, does not end with it, and
 * ends by itself when no web process has come back, when it is told to, or on a signal.
 */
try {
  const server = await MediaServer.start(MediaSettings.parse(JSON.parse(process.argv[2] ?? 'null')));
  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    server.close();
    setTimeout(() => process.exit(0), 100);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  void server.done.then(stop);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(error instanceof StartupError ? (exitCodes[error.code] ?? 1) : 1);
}
