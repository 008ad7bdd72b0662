import { setTimeout as wait } from 'node:timers/promises';
import { notFound, unavailable } from '../errors.ts';
import { MediaRoom } from './MediaRoom.ts';
import { MediaWorker } from './MediaWorker.ts';
import { RecorderProcess } from './RecorderProcess.ts';
import type { MediaEvent, MediaSettings, RoomState, WorkerState } from './protocol.ts';
import type { Spread } from './RoomPlaces.ts';

/** Waits between attempts to bring a worker back; the last one is repeated. */
const respawnDelaysMs = [0, 250, 1000, 2000, 5000];
/** A worker that lived this long died by accident, not because it cannot run. */
const soundAfterMs = 10_000;

interface Slot {
  index: number;
  worker: MediaWorker | null;
  startedAt: number;
  rooms: Set<MediaRoom>;
}

/**
 * All workers of this machine and the rooms on them. It knows no sockets and no accounts. When a worker dies it is started
 * again and its rooms get new routers; rooms of other workers notice nothing.
 */
export class MediaEngine {
  readonly #settings: MediaSettings;
  readonly #emit: (event: MediaEvent) => void;
  readonly #recorder: RecorderProcess;
  readonly #spread: Spread;
  readonly #slots: Slot[] = [];
  readonly #rooms = new Map<string, { room: MediaRoom; slot: Slot; ready: Promise<void> }>();
  #closed = false;

  private constructor(settings: MediaSettings, emit: (event: MediaEvent) => void) {
    this.#settings = settings;
    this.#emit = emit;
    this.#recorder = new RecorderProcess(this.#log, settings.patienceMs);
    this.#spread = {
      workers: () => this.#running().map(({ worker }) => worker),
      capacity: settings.receiversPerWorker,
      spreading: (roomId) => this.#log('info', 'a class spreads over one more worker', { roomId }),
    };
  }

  /** Starts every worker. @throws StartupError when one cannot run. */
  static async start(settings: MediaSettings, emit: (event: MediaEvent) => void): Promise<MediaEngine> {
    const engine = new MediaEngine(settings, emit);
    try {
      for (let index = 0; index < settings.workers; index += 1) {
        const slot: Slot = { index, worker: null, startedAt: 0, rooms: new Set() };
        engine.#slots.push(slot);
        await engine.#startWorker(slot);
      }
    } catch (error) {
      engine.close();
      throw error;
    }
    return engine;
  }

  /** Opens a room on the worker that feeds the fewest receivers; one that is open is answered as it is. */
  async openRoom(roomId: string): Promise<RoomState> {
    const known = this.#rooms.get(roomId);
    if (known !== undefined) {
      await known.ready;
      return known.room.state();
    }
    const [calmest] = this.#running().sort(
      (a, b) => a.worker.receivers - b.worker.receivers || a.slot.rooms.size - b.slot.rooms.size,
    );
    if (calmest === undefined) {
      throw unavailable('media_restarting', 'Pictures and sound are being restarted. Please wait a few seconds.');
    }
    const { slot, worker } = calmest;
    const room = new MediaRoom({
      id: roomId,
      emit: this.#emit,
      recorder: this.#recorder,
      spread: this.#spread,
      connectWithinMs: this.#settings.connectWithinMs,
    });
    const ready = room.build(worker);
    this.#rooms.set(roomId, { room, slot, ready });
    slot.rooms.add(room);
    try {
      await ready;
      return room.state();
    } catch (error) {
      this.closeRoom(roomId);
      throw error;
    }
  }

  get roomIds(): string[] {
    return [...this.#rooms.keys()];
  }

  /** @throws notFound */
  room(roomId: string): MediaRoom {
    const entry = this.#rooms.get(roomId);
    if (entry === undefined) throw notFound();
    return entry.room;
  }

  closeRoom(roomId: string): void {
    const entry = this.#rooms.get(roomId);
    if (entry === undefined) return;
    this.#rooms.delete(roomId);
    entry.slot.rooms.delete(entry.room);
    entry.room.close();
  }

  /** What is on each worker that runs; one that dies while it is asked is left out. */
  async workerStates(): Promise<WorkerState[]> {
    const asked = await Promise.allSettled(this.#running().map(({ worker }) => worker.state()));
    return asked.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
  }

  close(): void {
    this.#closed = true;
    for (const roomId of [...this.#rooms.keys()]) this.closeRoom(roomId);
    for (const { worker } of this.#slots) worker?.close();
    this.#recorder.close();
  }

  #running(): { slot: Slot; worker: MediaWorker }[] {
    return this.#slots.flatMap((slot) => (slot.worker === null ? [] : [{ slot, worker: slot.worker }]));
  }

  async #startWorker(slot: Slot): Promise<void> {
    const { port, listenIp, announcedAddress, patienceMs } = this.#settings;
    slot.worker = await MediaWorker.start({
      port: port === 0 ? 0 : port + slot.index,
      listenIp,
      announcedAddress,
      patienceMs,
      log: this.#log,
      died: () => {
        slot.worker = null;
        void this.#respawn(slot);
      },
    });
    slot.startedAt = performance.now();
    if (this.#closed) slot.worker.close();
  }

  async #respawn(slot: Slot): Promise<void> {
    const sound = performance.now() - slot.startedAt > soundAfterMs;
    for (let attempt = sound ? 0 : 1; !this.#closed; attempt += 1) {
      await wait(respawnDelaysMs[Math.min(attempt, respawnDelaysMs.length - 1)]);
      if (this.#closed) return;
      try {
        await this.#startWorker(slot);
        break;
      } catch (error) {
        this.#log('warn', 'media worker could not be started again', { reason: String(error) });
      }
    }
    const { worker } = slot;
    if (worker === null) return;
    const rebuilt = await Promise.allSettled([...slot.rooms].map((room) => room.build(worker)));
    const failed = rebuilt.filter(({ status }) => status === 'rejected').length;
    this.#log('info', 'media worker started again', { rooms: rebuilt.length, failed });
  }

  readonly #log = (level: 'info' | 'warn' | 'error', message: string, details: Record<string, unknown>): void => {
    this.#emit({ event: 'log', level, message, details });
  };
}
