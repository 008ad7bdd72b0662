import { Emitter } from './Emitter.ts';
import { cameraSize, type Machine } from './encodings.ts';

export type LocalKind = 'camera' | 'microphone';

/**
 * Why a camera or microphone cannot be had: the page is not secure, the browser knows no such thing, the person or the
 * system refused, there is none, another program holds it, it was unplugged, or something else.
 */
export type CaptureFault = 'insecure' | 'unsupported' | 'refused' | 'missing' | 'busy' | 'unplugged' | 'failed';

export interface LocalTrack {
  track: MediaStreamTrack | null;
  /** True while the browser is being asked, which may take as long as a person takes to answer. */
  opening: boolean;
  fault: CaptureFault | null;
}

export interface Devices {
  camera: MediaDeviceInfo[];
  microphone: MediaDeviceInfo[];
  speaker: MediaDeviceInfo[];
}

const off: LocalTrack = { track: null, opening: false, fault: null };
const kinds: LocalKind[] = ['camera', 'microphone'];

/** One's own camera and microphone. Every track it opened is stopped by `close`, so that no light stays on. */
export class LocalMedia extends Emitter<{ change: [] }> {
  #machine: Machine;
  #tracks: Record<LocalKind, LocalTrack> = { camera: off, microphone: off };
  #chosen: Partial<Record<LocalKind, string>>;
  #only: boolean;
  #asked: Record<LocalKind, number> = { camera: 0, microphone: 0 };
  #closed = false;
  #plugged = () => void this.#devicesChanged();
  devices: Devices = { camera: [], microphone: [], speaker: [] };

  /** With `only`, no other device is taken in the place of one that was chosen and is not there. */
  constructor(machine: Machine, chosen: Partial<Record<LocalKind, string>> = {}, { only = false } = {}) {
    super();
    this.#machine = machine;
    this.#chosen = { ...chosen };
    this.#only = only;
    mediaDevices()?.addEventListener('devicechange', this.#plugged);
  }

  get camera(): LocalTrack {
    return this.#tracks.camera;
  }

  get microphone(): LocalTrack {
    return this.#tracks.microphone;
  }

  /** Opens both with one question to the person; when that fails each is tried alone, to learn which one it was. */
  async openBoth(): Promise<void> {
    const asked = kinds.map((kind) => this.#begin(kind));
    const mine = () => kinds.every((kind, at) => this.#asked[kind] === asked[at]);
    try {
      const stream = await getUserMedia({ audio: this.#constraints('microphone'), video: this.#constraints('camera') });
      if (!mine() || this.#closed) return stopAll(stream);
      this.#take('camera', stream.getVideoTracks()[0]);
      this.#take('microphone', stream.getAudioTracks()[0]);
      await this.#listDevices();
    } catch (error) {
      if (this.#closed || !mine()) return;
      const fault = faultOf(error);
      if (fault === 'insecure' || fault === 'unsupported') kinds.forEach((kind) => this.#set(kind, { ...off, fault }));
      else for (const kind of kinds) await this.open(kind);
    }
  }

  /** Opens one, with another device when one is named. The old track is stopped first: iOS gives no second one. */
  async open(kind: LocalKind, deviceId?: string): Promise<void> {
    if (deviceId !== undefined) this.#chosen[kind] = deviceId;
    this.#tracks[kind].track?.stop();
    const asked = this.#begin(kind);
    const part = kind === 'camera' ? 'video' : 'audio';
    try {
      const stream = await getUserMedia({ [part]: this.#constraints(kind) }).catch((error: unknown) => {
        if (this.#only || !(error instanceof DOMException) || error.name !== 'OverconstrainedError') throw error;
        delete this.#chosen[kind];
        return getUserMedia({ [part]: this.#constraints(kind) });
      });
      if (this.#closed || this.#asked[kind] !== asked) return stopAll(stream);
      this.#take(kind, stream.getTracks()[0]);
      await this.#listDevices();
    } catch (error) {
      if (!this.#closed && this.#asked[kind] === asked) this.#set(kind, { ...off, fault: faultOf(error) });
    }
  }

  /** Turns one off: its light goes out. */
  stop(kind: LocalKind): void {
    this.#asked[kind] += 1;
    this.#tracks[kind].track?.stop();
    this.#set(kind, off);
  }

  close(): void {
    this.#closed = true;
    mediaDevices()?.removeEventListener('devicechange', this.#plugged);
    for (const kind of kinds) this.#tracks[kind].track?.stop();
    this.#tracks = { camera: off, microphone: off };
  }

  #begin(kind: LocalKind): number {
    this.#set(kind, { track: null, opening: true, fault: null });
    return (this.#asked[kind] += 1);
  }

  #take(kind: LocalKind, track: MediaStreamTrack | undefined): void {
    if (track === undefined) return this.#set(kind, { ...off, fault: 'missing' });
    track.contentHint = kind === 'camera' ? 'motion' : 'speech';
    track.addEventListener('ended', () => {
      if (this.#tracks[kind].track === track) this.#set(kind, { ...off, fault: 'unplugged' });
    });
    this.#set(kind, { track, opening: false, fault: null });
  }

  #set(kind: LocalKind, value: LocalTrack): void {
    this.#tracks = { ...this.#tracks, [kind]: value };
    this.emit('change');
  }

  #constraints(kind: LocalKind): MediaTrackConstraints {
    const deviceId = this.#chosen[kind];
    const device = deviceId === undefined ? {} : { deviceId: { exact: deviceId } };
    if (kind === 'camera') return { ...cameraSize(this.#machine), ...device };
    return { echoCancellation: true, noiseSuppression: true, autoGainControl: true, channelCount: 1, ...device };
  }

  /** What was unplugged and is back is taken up again: in a classroom a cable is pulled sooner or later. */
  async #devicesChanged(): Promise<void> {
    await this.#listDevices();
    for (const kind of kinds) {
      if (this.#tracks[kind].fault === 'unplugged' && this.#has(kind)) await this.open(kind);
    }
  }

  #has(kind: LocalKind): boolean {
    return this.devices[kind].some(({ deviceId }) => !this.#only || deviceId === this.#chosen[kind]);
  }

  async #listDevices(): Promise<void> {
    const all = (await mediaDevices()?.enumerateDevices()) ?? [];
    const named = (kind: MediaDeviceKind) => all.filter((device) => device.kind === kind && device.deviceId !== '');
    this.devices = { camera: named('videoinput'), microphone: named('audioinput'), speaker: named('audiooutput') };
    if (!this.#closed) this.emit('change');
  }
}

/** What kept a capture from starting, from the error the browser gave. */
export function faultOf(error: unknown): CaptureFault {
  const name = typeof error === 'object' && error !== null && 'name' in error ? error.name : '';
  switch (name) {
    case 'NotAllowedError':
    case 'PermissionDeniedError':
      return 'refused';
    case 'NotFoundError':
    case 'DevicesNotFoundError':
    case 'OverconstrainedError':
      return 'missing';
    case 'NotReadableError':
    case 'TrackStartError':
    case 'AbortError':
      return 'busy';
    case 'SecurityError':
    case 'InsecureContextError':
      return 'insecure';
    case 'NotSupportedError':
      return 'unsupported';
    default:
      return 'failed';
  }
}

/** Browsers hide the whole interface on pages without https, which the types do not know. */
const mediaDevices = (): MediaDevices | undefined => navigator.mediaDevices;

async function getUserMedia(constraints: MediaStreamConstraints): Promise<MediaStream> {
  const devices = mediaDevices();
  if (devices === undefined) {
    throw new DOMException('', window.isSecureContext ? 'NotSupportedError' : 'InsecureContextError');
  }
  return devices.getUserMedia(constraints);
}

const stopAll = (stream: MediaStream): void => stream.getTracks().forEach((track) => track.stop());
