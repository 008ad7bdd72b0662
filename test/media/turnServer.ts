import { spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { freePort } from '../support/freePort.ts';

/** A coturn of a test's own, with the settings that docs/turnserver.conf recommends. */
export interface TurnServer {
  port: number;
  secret: string;
  /** What TURN_URLS is set to. */
  urls: string;
  stop: () => Promise<void>;
}

const secret = 'a-secret-of-the-test-alone';

/** Starts coturn on loopback. `mediaAddress` is the one address that it relays to. */
export async function startTurnServer(mediaAddress: string): Promise<TurnServer> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tongke-turn-'));
  const port = await freePort();
  const recommended = fs.readFileSync(path.resolve('docs/turnserver.conf'), 'utf8');
  const settings = recommended
    .replace('static-auth-secret=SECRET', `static-auth-secret=${secret}`)
    .replace('allowed-peer-ip=MEDIA_ADDRESS', `allowed-peer-ip=${mediaAddress}`)
    .replace(/^listening-port=.*$/m, `listening-port=${port}\nlistening-ip=127.0.0.1\nrelay-ip=127.0.0.1`);
  const file = path.join(folder, 'turnserver.conf');
  // coturn keeps loopback closed even where it is allowed by address, so a test on loopback has to open it for its media.
  const loopback = mediaAddress.startsWith('127.') ? 'allow-loopback-peers\n' : '';
  fs.writeFileSync(file, `${settings}\n${loopback}no-tls\nno-dtls\nlog-file=stdout\npidfile=${path.join(folder, 'pid')}\n`);
  const child = spawn('turnserver', ['-c', file, '--userdb', path.join(folder, 'users')], { stdio: 'ignore' });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await reachable(port);
  return {
    port,
    secret,
    urls: `turn:127.0.0.1:${port}?transport=udp,turn:127.0.0.1:${port}?transport=tcp`,
    stop: async () => {
      child.kill('SIGKILL');
      await exited;
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function reachable(port: number): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const open = await new Promise<boolean>((resolve) => {
      const socket = net.connect(port, '127.0.0.1', () => resolve(true));
      socket.once('error', () => resolve(false));
      socket.once('connect', () => socket.destroy());
    });
    if (open) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('coturn did not start');
}
