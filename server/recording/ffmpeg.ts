import { spawn } from 'node:child_process';

/** Where the two programs are. */
export interface FfmpegPrograms {
  ffmpeg: string;
  ffprobe: string;
  /** From 0 to 19; the lowest priority unless told. */
  niceness?: number;
}

/** ffmpeg ended with an error; `lines` is the end of what it said. */
export class FfmpegFailed extends Error {
  readonly noSpace: boolean;

  constructor(lines: string) {
    super(`ffmpeg failed: ${lines}`);
    this.noSpace = /No space left|Disk quota exceeded/i.test(lines);
  }
}

const lookAgainMs = 60_000;
const probeWithinMs = 20_000;

export type Ffmpeg = ReturnType<typeof createFfmpeg>;

/** Runs ffmpeg at the lowest priority: a class that is going on comes first. */
export function createFfmpeg(programs: FfmpegPrograms) {
  const niceness = String(programs.niceness ?? 19);
  let known: { at: number; found: Promise<boolean> } | null = null;

  const runs = async (): Promise<boolean> => {
    const [encoders, probe] = await Promise.all([
      output(programs.ffmpeg, ['-hide_banner', '-encoders'], probeWithinMs),
      output(programs.ffprobe, ['-version'], probeWithinMs),
    ]).catch(() => ['', '']);
    return /\blibx264\b/.test(encoders) && /\baac\b/.test(encoders) && probe !== '';
  };

  return {
    /** Whether it is installed with what is needed of it. Asked anew from time to time while it is not. */
    async available(): Promise<boolean> {
      if (known === null || (!(await known.found) && performance.now() - known.at > lookAgainMs)) {
        known = { at: performance.now(), found: runs() };
      }
      return known.found;
    },

    /** @throws FfmpegFailed; the signal's reason when it was stopped */
    async run(args: readonly string[], cwd: string, signal: AbortSignal): Promise<void> {
      const words = ['-n', niceness, programs.ffmpeg, '-hide_banner', '-nostdin', '-loglevel', 'error', '-y', ...args];
      await output('nice', words, undefined, { cwd, signal });
    },

    /** What ffprobe says of a file. @throws FfmpegFailed */
    async probe(file: string): Promise<Probe> {
      const words = ['-v', 'error', '-show_format', '-show_streams', '-show_chapters', '-of', 'json', file];
      return JSON.parse(await output(programs.ffprobe, words, probeWithinMs)) as Probe;
    },
  };
}

/** The part of ffprobe's answer that is used. */
export interface Probe {
  format: { duration?: string };
  streams: { codec_type: string; codec_name: string; width?: number; height?: number }[];
  chapters: { start_time: string; end_time: string; tags?: { title?: string } }[];
}

function output(
  program: string,
  args: readonly string[],
  timeout?: number,
  options: { cwd?: string; signal?: AbortSignal } = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { ...options, timeout, stdio: ['ignore', 'pipe', 'pipe'] });
    let out = '';
    let errors = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => void (out += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => void (errors = (errors + text).slice(-4_000)));
    child.once('error', reject);
    child.once('close', (code) => (code === 0 ? resolve(out) : reject(new FfmpegFailed(errors.trim() || `code ${code}`))));
  });
}
