import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { MediaWorker } from '../server/media/MediaWorker.ts';
import { mediaCodecs } from '../server/media/codecs.ts';
import { readManifest } from '../server/media/recorder/Manifest.ts';
import { RecorderProcess } from '../server/media/RecorderProcess.ts';
import { RoomRecording, type Sending } from '../server/media/RoomRecording.ts';
import { compose } from '../server/recording/compose.ts';
import { createFfmpeg } from '../server/recording/ffmpeg.ts';
import { brightness, framesPerSecond, loudness, onsets, skews } from '../test/recording/measure.ts';
import { startRtpSource } from '../test/recording/rtpSource.ts';

/** Each stretch is measured this long, with recording and without in turn. */
const stretchMs = 10_000;
const rounds = 3;
const ticksPerSecond = 100;

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tongke-bench-'));
const segments = path.join(folder, 'segments');
const worker = await MediaWorker.start({
  port: 0,
  listenIp: '127.0.0.1',
  announcedAddress: null,
  log: () => undefined,
  died: () => undefined,
});
const router = await worker.mediasoup.createRouter({ mediaCodecs });
// A class as it usually is: the lead teacher, the local teacher and the classroom, each with a picture and a voice.
const size = '640x360';
const sources = [
  await startRtpSource(router, { peerId: 'lead', size, kilobits: 800 }),
  await startRtpSource(router, {
    peerId: 'local',
    size,
    kilobits: 800,
    sound: 'anullsrc=r=48000',
    picture: `testsrc2=s=${size}:r=25`,
  }),
  await startRtpSource(router, {
    peerId: 'device',
    size,
    kilobits: 800,
    sound: 'anullsrc=r=48000',
    picture: `testsrc2=s=${size}:r=25`,
  }),
];
const sendings: Sending[] = sources.flatMap((source) => source.sendings);
let pid = 0;
const recorder = new RecorderProcess((_level, _message, details) => {
  if (typeof details['recorderPid'] === 'number') pid = details['recorderPid'];
});
await wait(5_000);

console.log(`CPU of recording a class of three cameras and three voices, over ${rounds} × ${stretchMs / 1000} s:`);
const shares: number[] = [];
let recorded = '';
for (let round = 1; round <= rounds; round += 1) {
  const without = await spent(() => wait(stretchMs), false);
  recorded = path.join(segments, String(round));
  const recording = new RoomRecording({
    recordingId: `round-${round}`,
    folder: recorded,
    recorder,
    sendings: () => sendings,
    router: () => router,
    changed: () => undefined,
  });
  recording.allow(['lead', 'local', 'device']);
  while (!fs.existsSync(recorded) || pictures(recorded) < 3) await wait(100);
  const during = await spent(() => wait(stretchMs), true);
  await recording.stop();
  shares.push(during - without);
  console.log(
    `  round ${round}: forwarding alone ${percent(without)}, with recording ${percent(during)}, recording ${percent(during - without)} of a core`,
  );
}
const [middle = NaN] = shares.toSorted((a, b) => a - b).slice(Math.floor(rounds / 2));
console.log(`  median ${percent(middle)} of a core (aim: at most 10%)`);
for (const source of sources) await source.close();
worker.close();

console.log('\nSound against picture in the film, flash by flash with a beep, and what making it costs:');
const target = path.join(folder, 'film.mp4');
const before = process.resourceUsage();
const startedAt = performance.now();
const { seconds } = await compose({
  folder: recorded,
  workFolder: path.join(folder, 'work'),
  target,
  ffmpeg: createFfmpeg({ ffmpeg: 'ffmpeg', ffprobe: 'ffprobe' }),
  roleOf: (peerId) => (peerId === 'lead' ? 'lead' : peerId === 'local' ? 'local' : 'device'),
  chapters: () => [],
  progress: () => undefined,
  signal: new AbortController().signal,
});
const took = (performance.now() - startedAt) / 1000;
const own = (process.resourceUsage().userCPUTime - before.userCPUTime) / 1e6;
const flashes = onsets(brightness(target, { x: 400, y: 300, width: 100, height: 100 }), framesPerSecond, 128);
const apart = skews(flashes, onsets(loudness(target), 100, 0.1)).toSorted((a, b) => a - b);
console.log(
  `  ${flashes.length} flashes, ${apart.map((ms) => ms.toFixed(0)).join(', ')} ms after their beep (aim: within 80 ms; a frame lasts 40 ms)`,
);
console.log(
  `  ${seconds.toFixed(1)} s of film in ${took.toFixed(1)} s at the lowest priority, ${own.toFixed(1)} s of it in our own process`,
);
fs.rmSync(folder, { recursive: true });
process.exit(0);

/** The CPU that the worker, this process and the recorder spend meanwhile, as a share of a core. */
async function spent(work: () => Promise<void>, withRecorder: boolean): Promise<number> {
  const read = async () => {
    const { ru_utime: user, ru_stime: system } = await worker.mediasoup.getResourceUsage();
    const { user: ownUser, system: ownSystem } = process.cpuUsage();
    return (user + system) / 1000 + (ownUser + ownSystem) / 1e6 + (withRecorder ? recorderSeconds() : 0);
  };
  const at = performance.now();
  const from = await read();
  await work();
  return ((await read()) - from) / ((performance.now() - at) / 1000);
}

/** Of how many cameras something is in a folder. */
function pictures(at: string): number {
  const lines = readManifest(at).filter((line) => line.type === 'segment' && line.source === 'camera');
  return new Set(lines.map((line) => ('track' in line ? line.track : 0))).size;
}

function recorderSeconds(): number {
  const fields = fs.readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)}%`;
}
