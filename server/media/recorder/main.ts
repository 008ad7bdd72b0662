import { RecorderCommand, type RecorderReport } from './messages.ts';
import { RecordingWriter } from './RecordingWriter.ts';

/**
 * The recorder process: a child of the media process, which starts it again when it dies. It writes what classes send to the
 * disk as it is, without looking into it; whatever happens to it, the class goes on.
 */
const tickMs = 250;
const writers = new Map<string, Promise<RecordingWriter>>();
const tell = (report: RecorderReport) => void process.send?.(report, undefined, undefined, () => undefined);

process.on('message', (message) => {
  const command = RecorderCommand.parse(message);
  if (command.type === 'ask') return tell({ type: 'alive' });
  const { recordingId } = command;
  if (command.type === 'open') {
    writers.set(recordingId, RecordingWriter.open(command, tell));
    return;
  }
  const writer = writers.get(recordingId);
  if (writer === undefined) return;
  if (command.type === 'close') writers.delete(recordingId);
  void writer.then((opened) => {
    if (command.type === 'track') opened.track(command);
    else if (command.type === 'pause') opened.pause(command);
    else if (command.type === 'report') opened.report(command);
    else if (command.type === 'untrack') return opened.untrack(command);
    else return opened.close();
  });
});

setInterval(() => {
  const now = Date.now();
  for (const writer of writers.values()) void writer.then((opened) => opened.tick(now));
}, tickMs);

const stop = async () => {
  const closing = [...writers.values()];
  writers.clear();
  await Promise.all(closing.map(async (writer) => (await writer).close()));
  process.exit(0);
};
process.on('disconnect', () => void stop());
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop());
// A parent that went while this process was starting has said so to nobody.
if (!process.connected) void stop();
