import { Emitter } from './Emitter.ts';
import type { RemoteTrack } from './Receiver.ts';

/**
 * Plays the voices. Browsers refuse sound before the first click on a page: then `blocked` is true until `unblock` is
 * called from a click.
 */
export class AudioOutput extends Emitter<{ change: [] }> {
  #players = new Map<MediaStreamTrack, HTMLAudioElement>();
  #muted = false;
  #speaker: string | undefined;
  #blocked = false;

  get blocked(): boolean {
    return this.#blocked;
  }

  /** Plays exactly these tracks; pictures among them are left out. */
  play(tracks: readonly RemoteTrack[]): void {
    const voices = new Set(tracks.map(({ track }) => track).filter(({ kind }) => kind === 'audio'));
    for (const [track, player] of this.#players) {
      if (voices.has(track)) continue;
      player.srcObject = null;
      this.#players.delete(track);
    }
    for (const track of voices) if (!this.#players.has(track)) this.#add(track);
    if (this.#players.size === 0) this.#setBlocked(false);
  }

  mute(muted: boolean): void {
    this.#muted = muted;
    for (const player of this.#players.values()) player.muted = muted;
  }

  /** Plays through another loudspeaker, where the browser can choose. */
  use(deviceId: string | undefined): void {
    this.#speaker = deviceId;
    for (const player of this.#players.values()) void route(player, deviceId);
  }

  /** Starts what the browser held back; to be called from a click. */
  unblock(): void {
    this.#setBlocked(false);
    for (const player of this.#players.values()) this.#start(player);
  }

  close(): void {
    this.play([]);
  }

  #add(track: MediaStreamTrack): void {
    const player = new Audio();
    player.srcObject = new MediaStream([track]);
    player.muted = this.#muted;
    this.#players.set(track, player);
    if (this.#speaker !== undefined) void route(player, this.#speaker);
    this.#start(player);
  }

  #start(player: HTMLAudioElement): void {
    player.play().catch((error: unknown) => {
      // An AbortError only says that the track was taken away meanwhile.
      if (error instanceof DOMException && error.name === 'NotAllowedError') this.#setBlocked(true);
    });
  }

  #setBlocked(blocked: boolean): void {
    if (this.#blocked === blocked) return;
    this.#blocked = blocked;
    this.emit('change');
  }
}

/** Chooses the loudspeaker of a player; one that is gone, or a browser that cannot choose, leaves the usual one. */
export async function route(player: HTMLAudioElement, deviceId: string | undefined): Promise<void> {
  if (!('setSinkId' in player)) return;
  await player.setSinkId(deviceId ?? '').catch(() => undefined);
}
