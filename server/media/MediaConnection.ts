import net from 'node:net';
import type { z } from 'zod';
import { AppError, unavailable } from '../errors.ts';
import { readJsonLines, writeJsonLine } from './jsonLines.ts';
import { AnswerLine, MediaEvent, mediaRequests, type MediaAnswer, type MediaInput, type MediaRequestName } from './protocol.ts';

const answerWithinMs = 5_000;

interface Pending {
  resolve: (result: unknown) => void;
  reject: (error: Error) => void;
  timer: NodeJS.Timeout;
}

/** The web process's end of the local channel, for as long as one connection lasts. */
export class MediaConnection {
  /** Resolves when the connection has ended, for whatever reason. */
  readonly closed: Promise<void>;
  readonly #socket: net.Socket;
  readonly #pending = new Map<number, Pending>();
  #lastId = 0;

  private constructor(socket: net.Socket, onEvent: (event: MediaEvent) => void) {
    this.#socket = socket;
    this.closed = new Promise((resolve) => socket.once('close', () => resolve()));
    socket.on('error', () => undefined);
    socket.once('close', () => this.#failAll());
    readJsonLines(socket, (line) => this.#take(line, onEvent));
  }

  /** @throws the socket's error when nobody listens there. */
  static open(file: string, onEvent: (event: MediaEvent) => void): Promise<MediaConnection> {
    return new Promise((resolve, reject) => {
      const socket = net.connect(file);
      socket.once('error', reject);
      socket.once('connect', () => {
        socket.off('error', reject);
        resolve(new MediaConnection(socket, onEvent));
      });
    });
  }

  /** @throws AppError as the media process named it, or unavailable when it does not answer. */
  async request<N extends MediaRequestName>(
    method: N,
    params: z.input<(typeof mediaRequests)[N]['input']>,
  ): Promise<MediaAnswer<N>> {
    if (this.#socket.destroyed) throw noAnswer();
    const id = (this.#lastId += 1);
    const result = await new Promise<unknown>((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#pending.delete(id);
        reject(noAnswer());
      }, answerWithinMs);
      this.#pending.set(id, { resolve, reject, timer });
      writeJsonLine(this.#socket, { id, method, params: params as MediaInput<N> });
    });
    return (mediaRequests[method].output as z.ZodType).parse(result) as MediaAnswer<N>;
  }

  close(): void {
    this.#socket.destroy();
  }

  #take(line: unknown, onEvent: (event: MediaEvent) => void): void {
    const event = MediaEvent.safeParse(line);
    if (event.success) {
      onEvent(event.data);
      return;
    }
    const answer = AnswerLine.safeParse(line);
    const pending = answer.success ? this.#pending.get(answer.data.id) : undefined;
    if (!answer.success || pending === undefined) return;
    this.#pending.delete(answer.data.id);
    clearTimeout(pending.timer);
    if ('error' in answer.data) {
      const { code, status, message } = answer.data.error;
      pending.reject(new AppError(code, status, message));
    } else {
      pending.resolve(answer.data.result);
    }
  }

  #failAll(): void {
    for (const { reject, timer } of this.#pending.values()) {
      clearTimeout(timer);
      reject(noAnswer());
    }
    this.#pending.clear();
  }
}

const noAnswer = () => unavailable('media_restarting', 'Pictures and sound are being restarted. Please wait a few seconds.');
