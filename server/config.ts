import os from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { StartupError } from './errors.ts';

/** Everything the server can be told from outside. Parsed once, in `main.ts`; rooms get values, never the environment. */
export type Config = z.output<typeof schema>;

const port = z.coerce.number({ error: 'a port number between 0 and 65535' }).int().min(0).max(65535);
const flag = z.enum(['true', 'false', '1', '0']).transform((value) => value === 'true' || value === '1');
const optional = <T extends z.ZodType>(type: T) => z.preprocess((value) => (value === '' ? undefined : value), type.optional());

const schema = z.object({
  NODE_ENV: z.enum(['production', 'development', 'test']).default('production'),
  PORT: port.default(3000),
  HOST: z.string().min(1).default('127.0.0.1'),
  DATA_DIR: z
    .string()
    .default('./data')
    .transform((dir) => path.resolve(dir)),
  DATABASE_URL: optional(z.string().regex(/^postgres(ql)?:\/\//, 'a URL that begins with postgres:// or postgresql://')),
  FILES_PER_ORGANISATION_MB: z.coerce.number({ error: 'a number of megabytes' }).int().min(1).default(20_480),
  DISK_RESERVE_MB: z.coerce.number({ error: 'a number of megabytes' }).int().min(0).default(512),
  PUBLIC_URL: optional(
    z
      .url({ protocol: /^https?$/, error: 'an http:// or https:// address, such as https://tongke.example.org' })
      .transform((url) => new URL(url).origin),
  ),
  TRUST_PROXY: z.coerce.number({ error: 'the number of proxies in front of the server' }).int().min(0).max(10).default(0),
  TIME_ZONE: z.string().default('Asia/Shanghai').refine(isTimeZone, 'an IANA time zone, such as Asia/Shanghai'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  OFFLINE: flag.default(true),
  DEMO: flag.default(false),
  DEMO_ALLOW_PUBLIC: flag.default(false),
  MEDIA_PORT: port.default(40000),
  MEDIA_LISTEN_IP: z.string().default('127.0.0.1'),
  MEDIA_ANNOUNCED_ADDRESS: optional(z.string().min(1)),
  MEDIA_WORKERS: z.coerce
    .number()
    .int()
    .min(1)
    .max(64)
    .default(Math.max(1, Math.min(os.availableParallelism() - 1, 8))),
  MEDIA_RECEIVERS_PER_WORKER: z.coerce.number({ error: 'a number of receivers' }).int().min(1).default(150),
  MEDIASOUP_WORKER_BIN: optional(z.string().min(1)),
  FFMPEG_BIN: z.string().min(1).default('ffmpeg'),
  FFPROBE_BIN: z.string().min(1).default('ffprobe'),
  RECORDING_DAYS: z.coerce.number({ error: 'a number of days, 0 to keep recordings' }).int().min(0).max(36_500).default(0),
  CHROMIUM_BIN: optional(z.string().min(1)),
  TURN_URLS: optional(z.string().regex(/^turns?:/, 'one or more turn: or turns: addresses, separated by commas')),
  TURN_SECRET: optional(z.string().min(16, 'a secret of at least 16 characters')),
});

/**
 * Reads the settings from an environment.
 * @throws StartupError naming every wrong setting and what was expected of it.
 */
export function parseConfig(environment: Record<string, string | undefined>): Config {
  const result = schema.safeParse(environment);
  if (result.success) return result.data;
  const lines = result.error.issues.map((issue) => {
    const name = issue.path.join('.');
    return `${name}=${JSON.stringify(environment[name] ?? '')}: expected ${issue.message}`;
  });
  throw new StartupError('wrong_setting', `These settings cannot be used:\n  ${lines.join('\n  ')}`);
}

/** Whether the demo's one-click sign-in may be offered: only in demo mode, and only on loopback unless told otherwise. */
export function offersDemoSignIn(config: Config): boolean {
  return config.DEMO && (config.DEMO_ALLOW_PUBLIC || (isLoopback(config.HOST) && !isPublished(config)));
}

/** A public address means a proxy in front, through which everybody reaches a server that listens on loopback. */
function isPublished({ PUBLIC_URL }: Config): boolean {
  return PUBLIC_URL !== undefined && !isLoopback(new URL(PUBLIC_URL).hostname);
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
