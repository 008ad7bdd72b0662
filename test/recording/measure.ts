import { execFileSync } from 'node:child_process';

const sampleRate = 8_000;
export const framesPerSecond = 25;

/** A part of the picture, in pixels of the frame. */
export interface Part {
  x: number;
  y: number;
  width: number;
  height: number;
}

const decode = (args: string[]) =>
  execFileSync('ffmpeg', ['-hide_banner', '-nostdin', '-loglevel', 'fatal', ...args, '-'], { maxBuffer: 512 * 1024 * 1024 });

/** The mean brightness of a part of each frame of a file, 0 to 255. */
export function brightness(file: string, { x, y, width, height }: Part): number[] {
  const filter = `fps=${framesPerSecond},crop=${width}:${height}:${x}:${y},scale=8:8:flags=area,format=gray`;
  const bytes = decode(['-i', file, '-vf', filter, '-f', 'rawvideo']);
  return Array.from({ length: bytes.length / 64 }, (_none, frame) => mean(bytes.subarray(frame * 64, frame * 64 + 64)));
}

/** The loudness of each hundredth of a second of a file, 0 to 1. */
export function loudness(file: string, filter = 'anull'): number[] {
  const bytes = decode(['-i', file, '-af', filter, '-ac', '1', '-ar', String(sampleRate), '-f', 'f32le']);
  const samples = new Float32Array(bytes.buffer, bytes.byteOffset, Math.floor(bytes.length / 4));
  const window = sampleRate / 100;
  return Array.from({ length: Math.floor(samples.length / window) }, (_none, at) => {
    let most = 0;
    for (let index = at * window; index < (at + 1) * window; index += 1) most = Math.max(most, Math.abs(samples[index] ?? 0));
    return most;
  });
}

/** The moments, in seconds, at which values go above a level after having been below it for a while. */
export function onsets(values: readonly number[], perSecond: number, level: number, quietSeconds = 0.3): number[] {
  const found: number[] = [];
  let quiet = 0;
  values.forEach((value, at) => {
    if (value >= level && quiet >= quietSeconds * perSecond) found.push(at / perSecond);
    quiet = value >= level ? 0 : quiet + 1;
  });
  return found;
}

/** How much later each flash is than the beep nearest to it, in milliseconds. */
export function skews(flashes: readonly number[], beeps: readonly number[]): number[] {
  return flashes.map((flash) => {
    const nearest = beeps.reduce((best, beep) => (Math.abs(beep - flash) < Math.abs(best - flash) ? beep : best), Infinity);
    return (flash - nearest) * 1000;
  });
}

const mean = (values: Uint8Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
