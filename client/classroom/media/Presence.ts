import type { MediaSource } from '../../../shared/classroom.ts';
import type { ClassroomMedia } from './ClassroomMedia.ts';
import { Emitter } from './Emitter.ts';
import { LocalMedia, type LocalKind, type LocalTrack } from './LocalMedia.ts';
import { shareScreen, type SharedScreen } from './screen.ts';

/**
 * What one shows of oneself in a class: camera, microphone and screen, and the buttons that change them. It hands the
 * tracks to the media and owns the shared screen; camera and microphone belong to whoever opened them. Turning the camera off puts its light out; the microphone is only
 * paused, so that it is back at once.
 */
export class Presence extends Emitter<{ change: [] }> {
  readonly local: LocalMedia;
  #media: ClassroomMedia;
  #may: readonly MediaSource[];
  #muted: boolean;
  #screen: SharedScreen | null = null;
  #second: { deviceId: string; local: LocalMedia } | null = null;
  #off: () => void;

  /** `muted` is how the microphone begins. `may` are the sources that the role may send. */
  constructor(options: { local: LocalMedia; media: ClassroomMedia; muted: boolean; may: readonly MediaSource[] }) {
    super();
    this.local = options.local;
    this.#media = options.media;
    this.#muted = options.muted;
    this.#may = options.may;
    this.#off = this.local.on('change', () => this.#send());
    this.#send();
  }

  get muted(): boolean {
    return this.#muted;
  }

  get screen(): SharedScreen | null {
    return this.#screen;
  }

  /** The second camera, while there is one, with the device that was chosen for it. */
  get second(): (LocalTrack & { deviceId: string }) | null {
    return this.#second === null ? null : { ...this.#second.local.camera, deviceId: this.#second.deviceId };
  }

  get maySendSecond(): boolean {
    return this.#may.includes('camera-2');
  }

  /** Shows the class through a second camera as well, or (null) no longer. */
  async openSecond(deviceId: string | null): Promise<void> {
    this.#closeSecond();
    if (deviceId !== null) {
      const local = new LocalMedia('phone', { camera: deviceId }, { only: true });
      this.#second = { deviceId, local };
      local.on('change', () => this.#second?.local === local && this.#send());
      await local.open('camera');
    }
    this.#send();
  }

  /** Turns the microphone off, on somebody else's word. */
  mute(): void {
    this.#muted = true;
    this.#send();
  }

  toggleMicrophone(): void {
    if (this.local.microphone.track === null) {
      this.#muted = false;
      void this.local.open('microphone');
    } else {
      this.#muted = !this.#muted;
      this.#send();
    }
  }

  toggleCamera(): void {
    const { track, opening } = this.local.camera;
    if (track === null && !opening) void this.local.open('camera');
    else this.local.stop('camera');
  }

  async toggleScreen(): Promise<void> {
    if (this.#screen !== null) return this.stopScreen();
    const screen = await shareScreen();
    if (screen === null) return;
    this.#screen = screen;
    // The browser has a stop button of its own.
    screen.video.addEventListener('ended', () => this.#screen === screen && this.stopScreen());
    this.#send();
  }

  stopScreen(): void {
    this.#screen?.video.stop();
    this.#screen?.audio?.stop();
    this.#screen = null;
    this.#send();
  }

  /** Changes the camera or microphone while teaching. */
  async choose(kind: LocalKind, deviceId: string): Promise<void> {
    await this.local.open(kind, deviceId);
  }

  /** Stops sharing the screen and hands on no more tracks. */
  close(): void {
    this.#off();
    this.#screen?.video.stop();
    this.#screen?.audio?.stop();
    this.#screen = null;
    this.#closeSecond();
  }

  #closeSecond(): void {
    this.#second?.local.close();
    this.#second = null;
  }

  #send(): void {
    const { camera, microphone } = this.local;
    // One camera is not shown twice: when the first becomes what the second is, the second gives way.
    if (this.#second !== null && camera.track?.getSettings().deviceId === this.#second.deviceId) this.#closeSecond();
    this.#hand('camera', camera.track, false, camera.opening);
    this.#hand('camera-2', this.second?.track ?? null, false, this.second?.opening === true);
    this.#hand('microphone', microphone.track, this.#muted, microphone.opening);
    this.#hand('screen', this.#screen?.video ?? null, false);
    this.#hand('screen-audio', this.#screen?.audio ?? null, false);
    this.emit('change');
  }

  /** While another device is being opened the producer is kept: its track is exchanged, and nobody sees one go and come. */
  #hand(source: MediaSource, track: MediaStreamTrack | null, paused: boolean, opening = false): void {
    if (!this.#may.includes(source) || opening) return;
    this.#media.send(source, track === null ? null : { track, paused });
  }
}
