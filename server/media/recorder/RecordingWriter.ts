import dgram from 'node:dgram';
import fs from 'node:fs';
import { lastTrack, Manifest } from './Manifest.ts';
import type { RecorderCommand, RecorderReport } from './messages.ts';
import { parseRtp } from './rtp.ts';
import { TrackRecorder } from './TrackRecorder.ts';

type For<T extends RecorderCommand['type']> = Extract<RecorderCommand, { type: T }>;

const statusMs = 2_000;

/** One recording while it is made: a port of this machine's own on which everything arrives, and its tracks. */
export class RecordingWriter {
  readonly #id: string;
  readonly #folder: string;
  readonly #tell: (report: RecorderReport) => void;
  readonly #socket = dgram.createSocket('udp4');
  readonly #manifest: Manifest;
  readonly #tracks = new Map<string, TrackRecorder>();
  readonly #bySsrc = new Map<number, TrackRecorder>();
  #lastTrack: number;
  #bytes = 0;
  #wroteAt = 0;
  #toldAt = 0;
  #fault: 'disk_full' | 'disk_failed' | null = null;
  #faultAt = 0;

  private constructor({ recordingId, folder }: For<'open'>, tell: (report: RecorderReport) => void) {
    this.#id = recordingId;
    this.#folder = folder;
    this.#tell = tell;
    this.#manifest = new Manifest(folder, (error) => this.#fail(error));
    this.#lastTrack = lastTrack(folder);
    this.#manifest.add({ type: 'begin', at: Date.now() });
  }

  static async open(command: For<'open'>, tell: (report: RecorderReport) => void): Promise<RecordingWriter> {
    fs.mkdirSync(command.folder, { recursive: true, mode: 0o700 });
    const writer = new RecordingWriter(command, tell);
    const socket = writer.#socket;
    socket.on('message', (message) => {
      const packet = parseRtp(message, Date.now());
      if (packet !== null) writer.#bySsrc.get(packet.ssrc)?.take(packet);
    });
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject);
      socket.bind(0, '127.0.0.1', resolve);
    });
    socket.setRecvBufferSize(4 * 1024 * 1024);
    tell({ type: 'opened', recordingId: writer.#id, port: socket.address().port });
    return writer;
  }

  track(command: For<'track'>): void {
    if (this.#tracks.has(command.producerId)) return;
    const { peerId, source, codec, ssrcs, producerId } = command;
    const track = new TrackRecorder(
      {
        folder: this.#folder,
        track: (this.#lastTrack += 1),
        peerId,
        source,
        codec,
        ssrcs,
        manifest: this.#manifest,
        keyFrame: () => this.#tell({ type: 'keyFrame', recordingId: this.#id, producerId }),
        wrote: (bytes) => {
          this.#bytes += bytes;
          this.#wroteAt = Date.now();
        },
        failed: (error) => this.#fail(error),
      },
      command.paused,
      Date.now(),
    );
    this.#tracks.set(producerId, track);
    for (const ssrc of ssrcs) this.#bySsrc.set(ssrc, track);
  }

  pause({ producerId, paused }: For<'pause'>): void {
    this.#tracks.get(producerId)?.pause(paused, Date.now());
  }

  report({ producerId, encoding, rtp, ntpMs, at }: For<'report'>): void {
    this.#tracks.get(producerId)?.report(encoding, rtp, ntpMs, at);
  }

  async untrack({ producerId }: Pick<For<'untrack'>, 'producerId'>): Promise<void> {
    const track = this.#tracks.get(producerId);
    if (track === undefined) return;
    this.#tracks.delete(producerId);
    for (const [ssrc, owner] of this.#bySsrc) if (owner === track) this.#bySsrc.delete(ssrc);
    await track.close(Date.now());
  }

  /** Does what is due, some times a second. */
  tick(now: number): void {
    for (const track of this.#tracks.values()) track.tick(now);
    this.#manifest.flush();
    // A fault is over when something has been written since, for longer than a failing attempt takes.
    if (this.#fault !== null && this.#wroteAt > this.#faultAt && now - this.#faultAt > 3_000) this.#say(null);
    if (now - this.#toldAt >= statusMs) this.#say(this.#fault);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#tracks.keys()].map((producerId) => this.untrack({ producerId })));
    this.#manifest.add({ type: 'end', at: Date.now() });
    this.#socket.close();
    await this.#manifest.close();
    this.#tell({ type: 'closed', recordingId: this.#id });
  }

  #fail(error: NodeJS.ErrnoException): void {
    this.#faultAt = Date.now();
    this.#say(error.code === 'ENOSPC' || error.code === 'EDQUOT' ? 'disk_full' : 'disk_failed');
  }

  #say(reason: 'disk_full' | 'disk_failed' | null): void {
    this.#fault = reason;
    this.#toldAt = Date.now();
    this.#tell({ type: 'status', recordingId: this.#id, writing: reason === null, reason, bytes: this.#bytes });
  }
}
