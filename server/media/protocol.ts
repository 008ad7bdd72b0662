import { z } from 'zod';
import { MediaSource } from '../../shared/classroom.ts';
import { WantedLayer } from '../../shared/classroom/media.ts';

/**
 * What the web process and the media process say to each other: one JSON object a line over a unix socket. The web process
 * asks and is answered by `id`; events come from the media process by themselves. Rooms and peers are opaque ids: the media
 * process knows no accounts.
 */

/** Raised with every change that an older process of the other side would misunderstand: then it is replaced, not adopted. */
export const protocolVersion = 4;

/** What the media process is started with. An adopted one must have been started with the same. */
export const MediaSettings = z.object({
  socketFile: z.string(),
  port: z.number().int().min(0).max(65535),
  listenIp: z.string(),
  announcedAddress: z.string().nullable(),
  workers: z.number().int().min(1),
  /** How many receivers one worker is meant to feed before a class spreads over another. */
  receiversPerWorker: z.number().int().min(1),
  /** How long it waits for a web process to come back before it ends itself. */
  lingerMs: z.number().int().positive(),
  /** How long a transport may take until its DTLS is connected. */
  connectWithinMs: z.number().int().positive(),
  /** How long a worker or the recorder may leave a question unanswered before it counts as hung. */
  patienceMs: z.number().int().positive(),
});
export type MediaSettings = z.output<typeof MediaSettings>;

const Name = z.string().min(1).max(100);
const Kind = z.enum(['audio', 'video']);
const Room = { roomId: Name };
const Peer = { roomId: Name, peerId: Name };

/** mediasoup checks these itself; what is checked here keeps senseless sizes and shapes away from it. */
const RtpParameters = z.looseObject({
  mid: z.string().max(64).optional(),
  codecs: z.array(z.looseObject({})).min(1).max(8),
  headerExtensions: z
    .array(z.looseObject({ uri: z.string().max(255), id: z.number().int().min(1).max(255) }))
    .max(20)
    .optional(),
  encodings: z
    .array(z.looseObject({ ssrc: z.number().int().min(0).max(0xffff_ffff).optional() }))
    .max(4)
    .optional(),
  rtcp: z.looseObject({ cname: z.string().max(255).optional() }).optional(),
});
const RtpCapabilities = z.looseObject({
  codecs: z.array(z.looseObject({})).max(100).optional(),
  headerExtensions: z.array(z.looseObject({})).max(100).optional(),
});
const DtlsParameters = z.object({
  role: z.enum(['auto', 'client', 'server']).optional(),
  fingerprints: z
    .array(
      z.object({
        algorithm: z.enum(['sha-1', 'sha-224', 'sha-256', 'sha-384', 'sha-512']),
        value: z.string().regex(/^[0-9a-fA-F]{2}(:[0-9a-fA-F]{2}){15,63}$/),
      }),
    )
    .min(1)
    .max(8),
});

const Nothing = z.object({});

export const ProducerState = z.object({
  id: z.string(),
  source: MediaSource,
  paused: z.boolean(),
  /** Absent while all layers are wanted, and for sound. */
  wanted: WantedLayer.optional(),
});
export type ProducerState = z.output<typeof ProducerState>;

/** The share of what somebody sends that does not arrive, rounded up to one of `lostSteps`. */
const Lost = z.number().min(0).max(1);

export const PeerState = z.object({
  peerId: z.string(),
  transports: z.array(z.string()),
  producers: z.array(ProducerState),
  lost: Lost,
});
export type PeerState = z.output<typeof PeerState>;

export const RoomState = z.object({
  /** Another number for every router that the room has had: what was made under an older one is gone. */
  epoch: z.number().int(),
  routerRtpCapabilities: z.unknown(),
  peers: z.array(PeerState),
});
export type RoomState = z.output<typeof RoomState>;

/** What is on one worker, as it counts itself; `receivers` are the transports that are fed from it, as we count them. */
export const WorkerState = z.object({
  pid: z.number().int(),
  routers: z.number().int(),
  transports: z.number().int(),
  receivers: z.number().int(),
});
export type WorkerState = z.output<typeof WorkerState>;

/** How the recording of a room goes. `writing` is false while nothing is kept, and `reason` says why. */
export const RecordingState = z.object({
  recordingId: z.string(),
  writing: z.boolean(),
  reason: z.enum(['recorder_starting', 'recorder_restarting', 'disk_full', 'disk_failed']).nullable(),
  /** Those of whom something is being kept. */
  peerIds: z.array(z.string()),
});
export type RecordingState = z.output<typeof RecordingState>;

/** Every request: what goes in, what comes back. Opening what is open answers it as it is. */
export const mediaRequests = {
  hello: {
    input: z.object({ protocol: z.number().int() }),
    output: z.object({ protocol: z.number().int(), pid: z.number().int(), settings: MediaSettings }),
  },
  shutdown: { input: Nothing, output: Nothing },
  'worker.list': { input: Nothing, output: z.object({ workers: z.array(WorkerState) }) },
  'room.open': { input: z.object(Room), output: RoomState },
  'room.list': { input: Nothing, output: z.object({ roomIds: z.array(z.string()) }) },
  'room.close': { input: z.object(Room), output: Nothing },
  /** `keep` is false for a peer that begins anew: what it had is closed. */
  'peer.open': { input: z.object({ ...Peer, sources: z.array(MediaSource), keep: z.boolean() }), output: PeerState },
  'peer.close': { input: z.object(Peer), output: Nothing },
  'transport.open': {
    input: z.object({ ...Peer, direction: z.enum(['send', 'receive']) }),
    output: z.object({
      id: z.string(),
      iceParameters: z.unknown(),
      iceCandidates: z.array(z.unknown()),
      dtlsParameters: z.unknown(),
    }),
  },
  'transport.connect': { input: z.object({ ...Peer, transportId: Name, dtlsParameters: DtlsParameters }), output: Nothing },
  'transport.restartIce': {
    input: z.object({ ...Peer, transportId: Name }),
    output: z.object({ iceParameters: z.unknown() }),
  },
  'producer.open': {
    input: z.object({
      ...Peer,
      transportId: Name,
      source: MediaSource,
      kind: Kind,
      rtpParameters: RtpParameters,
      paused: z.boolean(),
    }),
    output: ProducerState,
  },
  'producer.pause': { input: z.object({ ...Peer, producerId: Name, paused: z.boolean() }), output: ProducerState },
  'producer.close': { input: z.object({ ...Peer, producerId: Name }), output: Nothing },
  'consumer.open': {
    /** `priority` says who is given what bit rate there is, the highest first. */
    input: z.object({
      ...Peer,
      producerId: Name,
      rtpCapabilities: RtpCapabilities,
      priority: z.number().int().min(1).max(255).default(1),
    }),
    output: z.object({
      consumerId: z.string(),
      producerId: z.string(),
      kind: Kind,
      rtpParameters: z.unknown(),
      paused: z.boolean(),
    }),
  },
  'consumer.pause': { input: z.object({ ...Peer, consumerId: Name, paused: z.boolean() }), output: Nothing },
  'consumer.layers': {
    input: z.object({
      ...Peer,
      consumerId: Name,
      spatialLayer: z.number().int().min(0).max(2),
      temporalLayer: z.number().int().min(0).max(2).optional(),
    }),
    output: Nothing,
  },
  /** Begins a recording of a room, or says anew of whom something may be kept. The folder may hold its beginning already. */
  'recording.start': {
    input: z.object({ ...Room, recordingId: z.uuid(), folder: z.string().max(1000), peerIds: z.array(Name).max(1000) }),
    output: RecordingState,
  },
  /** Answers when everything is on the disk. */
  'recording.stop': { input: z.object({ ...Room, recordingId: z.uuid() }), output: Nothing },
} as const;

export type MediaRequestName = keyof typeof mediaRequests;
export type MediaInput<N extends MediaRequestName> = z.output<(typeof mediaRequests)[N]['input']>;
export type MediaAnswer<N extends MediaRequestName> = z.output<(typeof mediaRequests)[N]['output']>;

/** What the media process tells by itself. */
export const MediaEvent = z.discriminatedUnion('event', [
  z.object({ event: z.literal('producerClosed'), ...Peer, producerId: z.string() }),
  /** More or less of a picture is wanted than before: its sender is to be told. */
  z.object({ event: z.literal('producerWanted'), ...Peer, producerId: z.string(), layer: WantedLayer }),
  /** More or less of what a peer sends is lost on its way here than before. */
  z.object({ event: z.literal('arrivalChanged'), ...Peer, lost: Lost }),
  z.object({ event: z.literal('consumerClosed'), ...Peer, consumerId: z.string() }),
  z.object({ event: z.literal('transportClosed'), ...Peer, transportId: z.string() }),
  z.object({ event: z.literal('speaker'), ...Room, peerId: Name.nullable() }),
  /** The room's router was lost and made anew: its peers are there, their transports are not. */
  z.object({ event: z.literal('mediaReset'), ...Room, epoch: z.number().int(), routerRtpCapabilities: z.unknown() }),
  z.object({ event: z.literal('recording'), ...Room, ...RecordingState.shape }),
  z.object({
    event: z.literal('log'),
    level: z.enum(['info', 'warn', 'error']),
    message: z.string(),
    details: z.record(z.string(), z.unknown()),
  }),
]);
export type MediaEvent = z.output<typeof MediaEvent>;

export const RequestLine = z.object({ id: z.number().int(), method: z.string(), params: z.unknown() });
export const AnswerLine = z.union([
  z.object({ id: z.number().int(), result: z.unknown() }),
  z.object({ id: z.number().int(), error: z.object({ code: z.string(), status: z.number().int(), message: z.string() }) }),
]);
