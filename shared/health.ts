import { z } from 'zod';
import { endpoint } from './http.ts';

/** The state of one thing the server needs; `reason` is a stable code while it is not ready. Without what is optional the rest goes on. */
export const Readiness = z.object({
  ready: z.boolean(),
  optional: z.boolean().optional(),
  reason: z.string().optional(),
  message: z.string().optional(),
});
export type Readiness = z.output<typeof Readiness>;

export const health = endpoint({
  method: 'GET',
  path: '/api/health',
  summary: 'Whether the process answers at all',
  audience: 'anyone',
  output: z.object({ healthy: z.literal(true) }),
});

/** Answers 503 with the same body while a part is not ready that is not optional. */
export const ready = endpoint({
  method: 'GET',
  path: '/api/ready',
  summary: 'Whether everything the server needs is there, by part',
  audience: 'anyone',
  output: z.object({ ready: z.boolean(), version: z.string(), parts: z.record(z.string(), Readiness) }),
});
