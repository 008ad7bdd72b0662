import { startTestMedia, videoParameters } from './support.ts';

/** The web process that a test kills: it opens a room in which somebody sends, and says which media process serves it. */
const [dataDir, lingerMs] = process.argv.slice(2);
const { media, pid } = await startTestMedia({ dataDir: dataDir ?? '', lingerMs: Number(lingerMs) });
const peer = { roomId: 'one', peerId: 'teacher' };
await media.request('room.open', { roomId: peer.roomId });
await media.request('peer.open', { ...peer, sources: ['camera'], keep: true });
const { id: transportId } = await media.request('transport.open', { ...peer, direction: 'send' });
await media.request('producer.open', {
  ...peer,
  transportId,
  source: 'camera',
  kind: 'video',
  rtpParameters: videoParameters() as never,
  paused: false,
});
process.stdout.write(`${pid()}\n`);
