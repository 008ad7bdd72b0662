import { z } from 'zod';
import { defineEvents } from '../realtime.ts';
import { Done } from '../values.ts';

const RtpThing = z.record(z.string(), z.unknown());

/**
 * A look at the line before class, over the very path that sound and picture take. Whoever checks is in no class and is
 * heard by nobody; a check ends after half a minute, with its page, or when another begins (SPEC-joining 6).
 */
export const lineCheckEvents = defineEvents({
  requests: {
    'check:open': {
      input: z.object({}),
      output: z.object({
        routerRtpCapabilities: z.unknown(),
        iceServers: z.array(z.unknown()),
        transport: z.object({
          id: z.string(),
          iceParameters: z.unknown(),
          iceCandidates: z.array(z.unknown()),
          dtlsParameters: z.unknown(),
        }),
      }),
    },
    'check:connect': { input: z.object({ dtlsParameters: RtpThing }), output: Done },
    'check:produce': {
      input: z.object({ kind: z.enum(['audio', 'video']), rtpParameters: RtpThing }),
      output: z.object({ producerId: z.string() }),
    },
    'check:close': { input: z.object({}), output: Done },
  },
  pushes: {},
});
