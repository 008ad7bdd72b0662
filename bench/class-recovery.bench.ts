import { setTimeout as wait } from 'node:timers/promises';
import { startRig, type Rig } from './recovery/rig.ts';

const rounds = 5;
/** Long enough that the browser has given the way up. */
const lostMs = 8_000;
const withinMs = 30_000;

const rig = await startRig();
try {
  await framesFor(rig, 3_000);
  report('the line of the media is back after 8 s: until pictures move', await several(() => lineBack(rig)), 3);
  report('the media worker is killed: until pictures move', await several(() => workerKilled(rig)), 4);
  const restarts = await several(() => webRestarted(rig));
  report(
    'the web process is killed and started again: until the page is in the class again',
    restarts.map(({ back }) => back),
    10,
  );
  report(
    '  the longest that a picture stood still meanwhile',
    restarts.map(({ gap }) => gap),
    1,
  );
} finally {
  await rig.close();
}
process.exit(0);

async function several<T>(measure: () => Promise<T>): Promise<T[]> {
  const measured: T[] = [];
  for (let round = 0; round < rounds; round += 1) {
    measured.push(await measure());
    await wait(3_000);
  }
  return measured;
}

async function lineBack({ line, local }: Rig): Promise<number> {
  line.udp(false);
  line.tcp(false);
  await wait(lostMs);
  const since = Date.now();
  line.udp(true);
  line.tcp(true);
  return (await untilMoving({ local }, since)) - since;
}

async function workerKilled(measured: Rig): Promise<number> {
  const since = Date.now();
  measured.killWorker();
  // What the browser still held is shown for a moment.
  await wait(500);
  return (await untilMoving(measured, since + 500)) - since;
}

async function webRestarted(measured: Rig): Promise<{ back: number; gap: number }> {
  const lost = measured.local.getByText(/和服务器的连接断了|连接断了，正在自动恢复/);
  const since = Date.now();
  const started = measured.restartWeb();
  await lost.waitFor({ timeout: withinMs });
  await started;
  await lost.waitFor({ state: 'detached', timeout: withinMs });
  const back = Date.now() - since;
  await wait(2_000);
  const times = (await framesOf(measured)).filter((at) => at >= since - 1_000);
  return { back, gap: Math.max(...times.slice(1).map((at, index) => at - (times[index] ?? at))) };
}

/** The moment from which a picture moves again: its first frame with another within a second. */
async function untilMoving(measured: Pick<Rig, 'local'>, since: number): Promise<number> {
  const until = Date.now() + withinMs;
  while (Date.now() < until) {
    const times = (await framesOf(measured)).filter((at) => at >= since);
    const first = times.find((at, index) => (times[index + 1] ?? Infinity) - at < 1_000);
    if (first !== undefined) return first;
    await wait(100);
  }
  return NaN;
}

async function framesFor(measured: Rig, milliseconds: number): Promise<void> {
  await untilMoving(measured, Date.now());
  await wait(milliseconds);
}

function framesOf({ local }: Pick<Rig, 'local'>): Promise<number[]> {
  return local.evaluate(() => (window as unknown as { frameTimes: number[] }).frameTimes.slice(-600));
}

function report(what: string, measured: readonly number[], aim: number): void {
  const sorted = [...measured].sort((one, other) => one - other);
  const seconds = (value: number | undefined) => `${((value ?? NaN) / 1000).toFixed(2)} s`;
  const middle = sorted[Math.floor(sorted.length / 2)];
  console.log(`${what}: median ${seconds(middle)}, longest ${seconds(sorted.at(-1))}, ${rounds} times (aim: at most ${aim} s)`);
}
