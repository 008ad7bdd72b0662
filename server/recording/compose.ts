import fs from 'node:fs/promises';
import path from 'node:path';
import type { ClassRole } from '../../shared/classroom.ts';
import type { Chapter } from './chapters.ts';
import type { Ffmpeg } from './ffmpeg.ts';
import { arrangePictures, frameSize } from './layout.ts';
import { findRuns, findScenes, framesIn, framesPerSecond, type Scene } from './scenes.ts';
import { readTimeline, type Timeline } from './timeline.ts';
import { cutRun, joinSound, soundsOf } from './tracks.ts';

/** Nothing was recorded that can be played. */
export class NothingRecorded extends Error {}
/** The result is not what it should be; what was recorded is kept. */
export class NotVerified extends Error {}

export interface ComposeOptions {
  /** The segments. */
  folder: string;
  /** For what lies in between; work that was interrupted finds its own here. */
  workFolder: string;
  /** Written only when it is whole and verified. */
  target: string;
  ffmpeg: Ffmpeg;
  roleOf: (peerId: string) => ClassRole;
  /** Given the moment at which the recording begins and its length. */
  chapters: (startMs: number, lengthMs: number) => Chapter[];
  progress: (share: number) => void;
  signal: AbortSignal;
}

const background = '0x14181f';
const video = ['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '27', '-bf', '0', '-g', String(framesPerSecond * 2)];
const shareOfPictures = 0.9;
/** How far the length of the result may be from what was recorded. */
const lengthTolerance = { seconds: 1, share: 0.01 };

/** Makes one file that plays everywhere out of the segments of a recording. It can be interrupted and called again. */
export async function compose(options: ComposeOptions): Promise<{ seconds: number; bytes: number }> {
  const { folder, workFolder, target, ffmpeg, signal } = options;
  const timeline = await readTimeline(folder);
  if (timeline === null) throw new NothingRecorded();
  await fs.mkdir(workFolder, { recursive: true, mode: 0o700 });
  const scenes = findScenes(findRuns(timeline), timeline.startMs, timeline.endMs);
  const total = scenes.reduce((sum, scene) => sum + framesIn(scene), 0);
  let done = 0;
  for (const [index, scene] of scenes.entries()) {
    await encodeScene(options, scene, nameOf(index));
    done += framesIn(scene);
    options.progress((shareOfPictures * done) / total);
  }
  await encodeSound(options, timeline, total / framesPerSecond);
  options.progress(0.95);

  const seconds = total / framesPerSecond;
  const chapters = options.chapters(timeline.startMs, seconds * 1000);
  await fs.writeFile(path.join(workFolder, 'scenes.txt'), scenes.map((_scene, index) => `file '${nameOf(index)}'\n`).join(''));
  await fs.writeFile(path.join(workFolder, 'chapters.txt'), chapterFile(chapters));
  const joined = ['-f', 'concat', '-safe', '0', '-i', 'scenes.txt', '-i', 'sound.m4a', '-i', 'chapters.txt'];
  const maps = [
    '-map',
    '0:v',
    '-map',
    '1:a',
    '-map_metadata:g',
    '-1',
    '-map_chapters',
    '2',
    '-c',
    'copy',
    '-movflags',
    '+faststart',
  ];
  await ffmpeg.run([...joined, ...maps, 'whole.mp4'], workFolder, signal);
  const whole = path.join(workFolder, 'whole.mp4');
  await verify(ffmpeg, whole, seconds, chapters.length);
  const handle = await fs.open(whole, 'r+');
  await handle.sync();
  const { size } = await handle.stat();
  await handle.close();
  await fs.rename(whole, target);
  return { seconds, bytes: size };
}

/** Encodes one scene, unless an earlier attempt has. */
async function encodeScene(
  { folder, workFolder, ffmpeg, roleOf, signal }: ComposeOptions,
  scene: Scene,
  name: string,
): Promise<void> {
  if (await exists(path.join(workFolder, name))) return;
  const places = arrangePictures(scene.runs.map(({ source, peerId }) => ({ source, role: roleOf(peerId) })));
  const inputs: string[] = [];
  const length = framesIn(scene) / framesPerSecond;
  const { width, height } = frameSize;
  const graph = [`color=c=${background}:s=${width}x${height}:r=${framesPerSecond}:d=${length}[v0]`];
  for (const [index, run] of scene.runs.entries()) {
    const place = places[index];
    const cut = place == null ? null : await cutRun(folder, run, scene);
    if (place == null || cut === null) continue;
    const input = inputs.length;
    const file = `input-${input}.mkv`;
    await fs.writeFile(path.join(workFolder, file), cut.file);
    inputs.push('-i', file);
    const fit = `scale=${place.width}:${place.height}:force_original_aspect_ratio=decrease`;
    const time = `setpts=PTS-STARTPTS+${cut.delayMs / 1000}/TB,fps=${framesPerSecond}:start_time=0`;
    const stay = `tpad=stop_mode=clone:stop_duration=${length},trim=duration=${length}`;
    const number = input / 2;
    graph.push(`[${number}:v]${time},${stay},${fit},setsar=1[p${number}]`);
    const centre = `x=${place.x}+(${place.width}-w)/2:y=${place.y}+(${place.height}-h)/2`;
    graph.push(`[v${number}][p${number}]overlay=${centre}[v${number + 1}]`);
  }
  const last = `[v${inputs.length / 2}]`;
  const out = ['-map', last, '-frames:v', String(framesIn(scene)), ...video, '-pix_fmt', 'yuv420p', '-threads', '1'];
  const part = `part-${name}`;
  await ffmpeg.run(
    [...inputs, '-filter_complex', graph.join(';'), ...out, '-video_track_timescale', '12800', part],
    workFolder,
    signal,
  );
  await fs.rename(path.join(workFolder, part), path.join(workFolder, name));
}

async function encodeSound(
  { folder, workFolder, ffmpeg, signal }: ComposeOptions,
  timeline: Timeline,
  seconds: number,
): Promise<void> {
  if (await exists(path.join(workFolder, 'sound.m4a'))) return;
  const inputs: string[] = [];
  for (const [index, pieces] of soundsOf(timeline.pieces).entries()) {
    const file = `sound-${index}.webm`;
    await fs.writeFile(path.join(workFolder, file), await joinSound(folder, pieces, timeline.startMs));
    inputs.push('-i', file);
  }
  const count = inputs.length / 2;
  const from = Array.from({ length: count }, (_none, index) => `[${index}:a]`).join('');
  const mixed = count === 0 ? 'anullsrc=r=48000:cl=mono' : `${from}amix=inputs=${count}:normalize=0,alimiter=limit=0.95`;
  const graph = `${mixed},aresample=48000,apad,atrim=duration=${seconds},asetpts=PTS-STARTPTS[a]`;
  const out = ['-map', '[a]', '-ac', '1', '-c:a', 'aac', '-b:a', '64k', '-threads', '1', 'part-sound.m4a'];
  await ffmpeg.run([...inputs, '-filter_complex', graph, ...out], workFolder, signal);
  await fs.rename(path.join(workFolder, 'part-sound.m4a'), path.join(workFolder, 'sound.m4a'));
}

async function verify(ffmpeg: Ffmpeg, file: string, seconds: number, chapters: number): Promise<void> {
  const probe = await ffmpeg.probe(file);
  const found = probe.streams.map(({ codec_name: name }) => name).toSorted((one, other) => one.localeCompare(other));
  const length = Number(probe.format.duration);
  const most = Math.max(lengthTolerance.seconds, seconds * lengthTolerance.share);
  const right = found.includes('h264') && found.includes('aac') && Math.abs(length - seconds) <= most;
  if (!right || probe.chapters.length !== chapters) {
    throw new NotVerified(`${found.join()} ${length} s of ${seconds} s, ${probe.chapters.length} of ${chapters} chapters`);
  }
}

const nameOf = (index: number) => `scene-${String(index).padStart(5, '0')}.mp4`;

/** ffmpeg's own form for chapters; signs that mean something in it are escaped. */
function chapterFile(chapters: readonly Chapter[]): string {
  const escape = (text: string) => text.replace(/[\r\n]+/g, ' ').replace(/[=;#\\]/g, '\\$&');
  const each = chapters.map(
    ({ startMs, endMs, name }) =>
      `[CHAPTER]\nTIMEBASE=1/1000\nSTART=${Math.round(startMs)}\nEND=${Math.round(endMs)}\ntitle=${escape(name)}\n`,
  );
  return `;FFMETADATA1\n${each.join('')}`;
}

async function exists(file: string): Promise<boolean> {
  return fs.access(file).then(
    () => true,
    () => false,
  );
}
