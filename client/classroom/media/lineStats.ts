/** The parts of a browser's statistics that tell about a line (W3C webrtc-stats); which are there differs by browser. */
export interface StatsEntry {
  type: string;
  id: string;
  kind?: string;
  trackIdentifier?: string;
  packetsReceived?: number;
  packetsLost?: number;
  nackCount?: number;
  framesDecoded?: number;
  totalSamplesReceived?: number;
  concealedSamples?: number;
  silentConcealedSamples?: number;
  nominated?: boolean;
  state?: string;
  currentRoundTripTime?: number;
  availableOutgoingBitrate?: number;
  fractionLost?: number;
}

/** What one received track did between two looks at the statistics. */
export interface TrackSecond {
  received: number;
  /** Packets that are missing; fewer than none where more came late than went missing. */
  lost: number;
  /** How often the sender was asked to send something again. */
  asked: number;
  frames: number;
  /** Share of the sound that was made up; null for a picture, and where no sound was played. */
  concealed: number | null;
}

/** Counters of received tracks from the look before. */
export type Counters = Map<string, StatsEntry>;

/** What each received track did since the counters were last read, by the track's id. The counters are brought up to date. */
export function receivedSince(entries: Iterable<StatsEntry>, counters: Counters): Map<string, TrackSecond> {
  const tracks = new Map<string, TrackSecond>();
  const seen = new Set<string>();
  for (const entry of entries) {
    if (entry.type !== 'inbound-rtp' || entry.trackIdentifier === undefined) continue;
    seen.add(entry.id);
    const before = counters.get(entry.id);
    counters.set(entry.id, entry);
    if (before === undefined) continue;
    const grown = (name: 'packetsReceived' | 'nackCount' | 'framesDecoded' | 'totalSamplesReceived') =>
      Math.max(0, (entry[name] ?? 0) - (before[name] ?? 0));
    const samples = grown('totalSamplesReceived');
    tracks.set(entry.trackIdentifier, {
      received: grown('packetsReceived'),
      lost: (entry.packetsLost ?? 0) - (before.packetsLost ?? 0),
      asked: grown('nackCount'),
      frames: grown('framesDecoded'),
      concealed:
        entry.kind === 'audio' && samples > 0 ? Math.min(1, Math.max(0, audible(entry) - audible(before)) / samples) : null,
    });
  }
  for (const id of counters.keys()) if (!seen.has(id)) counters.delete(id);
  return tracks;
}

/** A second of a track, and the share that was lost before it came to the server, as the server says (`lostSteps`). */
export interface TrackOnItsWay {
  second: TrackSecond;
  lostBefore: number;
}

/**
 * What of a second is the fault of one's own line: of all packets those that are missing, and how often something was asked
 * for again. What was lost before it came to the server is missing here too, and asked for in vain, so that of such a track
 * only what is missing beyond that counts, and nothing of what it asks for.
 */
export function ownFaults(tracks: readonly TrackOnItsWay[]): { loss: number; asked: number } {
  const missing = tracks.map(({ second: { received, lost }, lostBefore }) =>
    lostBefore === 0 ? lost : Math.max(0, lost - lostBefore * (received + Math.max(0, lost))),
  );
  const whole = tracks.filter(({ lostBefore }) => lostBefore === 0).map(({ second }) => second);
  const lost = Math.max(0, sum(missing));
  const received = sum(tracks.map(({ second }) => second.received));
  const askable = sum(whole.map((second) => second.received));
  return {
    loss: received + lost === 0 ? 0 : lost / (received + lost),
    asked: askable === 0 ? 0 : sum(whole.map((second) => second.asked)) / askable,
  };
}

/** Seconds to the other side and back, and bits a second that may be sent, of the path that is in use. */
export function pathOf(entries: Iterable<StatsEntry>): { roundTrip: number | null; outgoing: number | null } {
  for (const entry of entries) {
    if (entry.type !== 'candidate-pair' || entry.nominated !== true || entry.state !== 'succeeded') continue;
    return { roundTrip: entry.currentRoundTripTime ?? null, outgoing: entry.availableOutgoingBitrate ?? null };
  }
  return { roundTrip: null, outgoing: null };
}

/**
 * The share of one's own pictures that the server says it did not get. Voices do not count: for them the server reports the
 * worst of its receivers, so that the voice is sent with enough repair for them.
 */
export function lossOfPictures(entries: Iterable<StatsEntry>): number {
  const losses = [...entries].flatMap(({ type, kind, fractionLost }) =>
    type === 'remote-inbound-rtp' && kind === 'video' && fractionLost !== undefined ? [fractionLost] : [],
  );
  return Math.max(0, ...losses);
}

export const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** Samples that were made up while there was something to hear: silence that was not sent is not missed. */
const audible = ({ concealedSamples = 0, silentConcealedSamples = 0 }: StatsEntry): number =>
  concealedSamples - silentConcealedSamples;
