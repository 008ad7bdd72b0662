import { z } from 'zod';
import { Done, Id } from '../values.ts';
import { Epoch } from './basics.ts';

/** Sources of media; `camera-2` is a classroom's second look at itself. One producer at most per source and participant. */
export const MediaSource = z.enum(['camera', 'camera-2', 'microphone', 'screen', 'screen-audio']);
export type MediaSource = z.output<typeof MediaSource>;

/** The highest layer of a picture that anybody watches, counted from 0; -1 when nobody does. */
export const WantedLayer = z.number().int().min(-1).max(3);

/** How much of one's own picture anybody watches. A page need not send more. One that is not named is wanted whole. */
export const WantedPicture = z.object({ producerId: z.string(), layer: WantedLayer });
export type WantedPicture = z.output<typeof WantedPicture>;

/** A media transport as the server made it (mediasoup's `WebRtcTransport`). */
const MediaTransport = z.object({
  id: z.string(),
  iceParameters: z.unknown(),
  iceCandidates: z.array(z.unknown()),
  dtlsParameters: z.unknown(),
});
export type MediaTransport = z.output<typeof MediaTransport>;

/** What somebody receives of a producer. Consumers are created paused; the client resumes each one when it is ready to play it. */
const MediaConsumer = z.object({
  consumerId: z.string(),
  producerId: z.string(),
  kind: z.enum(['audio', 'video']),
  rtpParameters: z.unknown(),
  paused: z.boolean(),
});
export type MediaConsumer = z.output<typeof MediaConsumer>;

/** One's receiving transport and what comes over it, for those who asked for it with joining. */
export const Receiving = z.object({ transport: MediaTransport, consumers: z.array(MediaConsumer) });
export type Receiving = z.output<typeof Receiving>;

/** What a class has of media, in the snapshot and after a reset. */
export const mediaState = {
  /** Null while the media engine is missing: `mediaMissing` says why in a code, and the class goes on without pictures. */
  media: z.object({ routerRtpCapabilities: z.unknown(), iceServers: z.array(z.unknown()), epoch: z.number().int() }).nullable(),
  mediaMissing: z.string().nullable(),
};

const MediaId = z.string().min(1).max(100);
/** Whatever mediasoup calls RTP parameters or capabilities; the media process looks at it closely. */
export const RtpParameters = z.record(z.string(), z.unknown());

export const mediaRequests = {
  'media:transport': {
    input: z.object({ ...Epoch, direction: z.enum(['send', 'receive']) }),
    output: MediaTransport,
  },
  'media:connect': { input: z.object({ ...Epoch, transportId: MediaId, dtlsParameters: RtpParameters }), output: Done },
  'media:restart-ice': {
    input: z.object({ ...Epoch, transportId: MediaId }),
    output: z.object({ iceParameters: z.unknown() }),
  },
  'media:produce': {
    input: z.object({
      ...Epoch,
      transportId: MediaId,
      source: MediaSource,
      kind: z.enum(['audio', 'video']),
      rtpParameters: RtpParameters,
      paused: z.boolean().default(false),
    }),
    output: z.object({ producerId: z.string() }),
  },
  'media:pause-producer': { input: z.object({ ...Epoch, producerId: MediaId, paused: z.boolean() }), output: Done },
  'media:close-producer': { input: z.object({ ...Epoch, producerId: MediaId }), output: Done },
  'media:consume': {
    input: z.object({ ...Epoch, producerId: MediaId, rtpCapabilities: RtpParameters }),
    output: MediaConsumer,
  },
  'media:pause-consumer': { input: z.object({ ...Epoch, consumerId: MediaId, paused: z.boolean() }), output: Done },
  'media:prefer-layers': {
    input: z.object({
      ...Epoch,
      consumerId: MediaId,
      spatialLayer: z.number().int().min(0).max(2),
      temporalLayer: z.number().int().min(0).max(2).optional(),
    }),
    output: Done,
  },
};

export const mediaPushes = {
  'media:producer-closed': z.object({ participantId: Id, producerId: z.string() }),
  'media:wanted': WantedPicture,
  'media:consumer-closed': z.object({ consumerId: z.string() }),
  /** One's own transport was closed by the server (it never connected, or DTLS failed): rebuild it when it is still wanted. */
  'media:transport-closed': z.object({ transportId: z.string() }),
  'media:speaker': z.object({ participantId: Id.nullable() }),
  /** The media engine lost this class's router: rebuild transports under the new media epoch, keep everything else. */
  'media:reset': z.object(mediaState),
};
