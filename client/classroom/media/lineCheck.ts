import type { types } from 'mediasoup-client';
import type { lineCheckEvents } from '../../../shared/classroom/lineCheck.ts';
import type { RequestAnswer, RequestInput, RequestName } from '../../../shared/realtime.ts';
import { loadDevice } from './device.ts';
import { errorCode } from './signalling.ts';

type Events = typeof lineCheckEvents;
type Ask = <N extends RequestName<Events>>(name: N, input: RequestInput<Events, N>) => Promise<RequestAnswer<Events, N>>;

/** What a look at the line has found. What could not be measured is null. */
export interface LineReport {
  /** How sound and picture reach the server: as they should, over TCP because UDP is blocked, or not at all. */
  way: 'udp' | 'tcp' | 'none';
  /** The port of the server they go to, for whoever has to open it. */
  port: number | null;
  roundTripMs: number | null;
  /** The share of packets that was lost on the way there, from 0 to 1. */
  loss: number | null;
  /** What the line seems to carry towards the server, in bits a second; null when no picture was sent to find out. */
  upBitrate: number | null;
}

export type LineGrade = 'good' | 'fair' | 'poor' | 'none';

/** How long a connection may take, and how long it is looked at then, in milliseconds. */
const connectWithin = 8000;
const lookFor = 5000;

/**
 * What a report means for a class. A voice needs some 30 kb/s and stands 5 % of loss with its own repair; a picture in its
 * lowest layer needs 100 kb/s more, and a good one 600 kb/s in all.
 */
export function gradeLine({ way, roundTripMs, loss, upBitrate }: LineReport): LineGrade {
  if (way === 'none') return 'none';
  const worse = (rtt: number, lost: number, up: number) =>
    (roundTripMs ?? 0) > rtt || (loss ?? 0) > lost || (upBitrate ?? Infinity) < up;
  if (worse(600, 0.08, 150_000)) return 'poor';
  return way === 'tcp' || worse(300, 0.03, 500_000) ? 'fair' : 'good';
}

/**
 * Sends what the camera or the microphone gives (or silence) to the server for a few seconds, over the path of a class, and
 * measures. Ends at once when `signal` says so.
 * @throws CallError such as `media_missing`; an `AbortError`
 */
export async function checkLine(options: { ask: Ask; track: MediaStreamTrack | null; signal: AbortSignal }): Promise<LineReport> {
  const { ask, signal } = options;
  const opened = await ask('check:open', {});
  const silence = options.track === null ? silentTrack() : null;
  const track = options.track?.clone() ?? silence?.track;
  let transport: types.Transport | undefined;
  try {
    signal.throwIfAborted();
    const device = await loadDevice(opened.routerRtpCapabilities);
    transport = device.createSendTransport({
      ...(opened.transport as types.TransportOptions),
      iceServers: opened.iceServers as RTCIceServer[],
    });
    transport.on('connect', ({ dtlsParameters }, ready, failed) => {
      ask('check:connect', { dtlsParameters: { ...dtlsParameters } }).then(() => ready(), failed);
    });
    transport.on('produce', ({ kind, rtpParameters }, ready, failed) => {
      ask('check:produce', { kind, rtpParameters: { ...rtpParameters } }).then(
        ({ producerId }) => ready({ id: producerId }),
        failed,
      );
    });
    const sending = transport.produce({ ...(track === undefined ? {} : { track }), encodings: [{ maxBitrate: 1_500_000 }] });
    const connected = await reaches(transport, sending, signal);
    if (!connected)
      return { way: 'none', port: portOf(opened.transport.iceCandidates), roundTripMs: null, loss: null, upBitrate: null };
    await wait(lookFor, signal);
    return read(await transport.getStats(), portOf(opened.transport.iceCandidates));
  } finally {
    transport?.close();
    track?.stop();
    silence?.close();
    ask('check:close', {}).catch(() => undefined);
  }
}

/** Reads a report out of a transport's statistics. */
export function read(stats: Iterable<readonly [string, unknown]>, port: number | null): LineReport {
  const entries = [...stats].map(([, entry]) => entry as Record<string, unknown>);
  const byId = (id: unknown) => entries.find((entry) => entry['id'] === id);
  const carrier = entries.find(({ type }) => type === 'transport');
  const pair =
    byId(carrier?.['selectedCandidatePairId']) ??
    entries.find(({ type, nominated, state }) => type === 'candidate-pair' && nominated === true && state === 'succeeded');
  const local = byId(pair?.['localCandidateId']);
  const sent = entries.filter(({ type }) => type === 'outbound-rtp');
  const far = entries.filter(({ type }) => type === 'remote-inbound-rtp');
  const protocol = local?.['relayProtocol'] ?? local?.['protocol'];
  const roundTrip = numberIn(pair, 'currentRoundTripTime');
  const lost = far.map((entry) => numberIn(entry, 'fractionLost')).filter((share) => share !== null);
  return {
    way: protocol === 'udp' || protocol === undefined ? 'udp' : 'tcp',
    port,
    roundTripMs: roundTrip === null ? null : Math.round(roundTrip * 1000),
    loss: lost.length === 0 ? null : Math.max(...lost),
    upBitrate: sent.some(({ kind }) => kind === 'video') ? numberIn(pair, 'availableOutgoingBitrate') : null,
  };
}

const numberIn = (entry: Record<string, unknown> | undefined, name: string): number | null => {
  const value = entry?.[name];
  return typeof value === 'number' ? value : null;
};

const portOf = (candidates: readonly unknown[]): number | null => {
  const [first] = candidates as { port?: unknown }[];
  return typeof first?.port === 'number' ? first.port : null;
};

/** Whether a transport connects in time; what the server refuses counts as an error, not as a bad line. */
function reaches(transport: types.Transport, sending: Promise<unknown>, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve(false), connectWithin);
    const settle = (outcome: () => void) => {
      clearTimeout(timer);
      outcome();
    };
    transport.on('connectionstatechange', (state) => {
      if (state === 'connected') settle(() => resolve(true));
      else if (state === 'failed') settle(() => resolve(false));
    });
    signal.addEventListener('abort', () => settle(() => reject(signal.reason as Error)), { once: true });
    sending.catch((error: unknown) => {
      if (errorCode(error) !== 'unknown') settle(() => reject(error));
    });
  });
}

function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        reject(signal.reason as Error);
      },
      { once: true },
    );
  });
}

/** Something to send for whoever has neither camera nor microphone. */
function silentTrack(): { track: MediaStreamTrack | undefined; close: () => void } {
  const context = new AudioContext();
  const { stream } = context.createMediaStreamDestination();
  return { track: stream.getAudioTracks()[0], close: () => void context.close() };
}
