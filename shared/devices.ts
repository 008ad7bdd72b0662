import { z } from 'zod';
import { endpoint } from './http.ts';
import { Organisation } from './programme.ts';
import { Done, Id, Line, ListOf, Moment, Person } from './values.ts';

/** The camera and big screen of a classroom, once it is paired (SPEC-joining 5). */
export const ClassroomDevice = z.object({
  id: Id,
  name: z.string(),
  school: Organisation,
  pairedBy: Person,
  pairedAt: Moment,
  /** When it last asked for its classes; null before it has. */
  seenAt: Moment.nullable(),
});
export type ClassroomDevice = z.output<typeof ClassroomDevice>;

/** What a device knows of itself: a code to be typed in elsewhere, or whose it is. `renewed` says that it was signed in just now. */
export const OwnDevice = z.discriminatedUnion('state', [
  z.object({ state: z.literal('waiting'), code: z.string(), expiresAt: Moment }),
  z.object({ state: z.literal('paired'), name: z.string(), school: z.string(), renewed: z.boolean() }),
]);
export type OwnDevice = z.output<typeof OwnDevice>;

export const askOwnDevice = endpoint({
  method: 'POST',
  path: '/api/devices/own',
  summary: 'What this browser is as a classroom device: its code while nobody has paired it, else its school',
  audience: 'anyone',
  output: OwnDevice,
});

export const listDevices = endpoint({
  method: 'GET',
  path: '/api/devices',
  summary: 'The classroom devices of the schools I work at, and those schools',
  audience: 'account',
  output: ListOf(ClassroomDevice).extend({ schools: z.array(Organisation) }),
});

/** Answers 409 `wrong_code` for a code that no waiting device shows. */
export const pairDevice = endpoint({
  method: 'POST',
  path: '/api/devices',
  summary: 'Pair the classroom device that shows this code',
  audience: 'account',
  body: z.object({ code: z.string().regex(/^\d{6}$/), organisationId: Id, name: Line(40) }),
  output: ClassroomDevice,
});

export const removeDevice = endpoint({
  method: 'DELETE',
  path: '/api/devices/:deviceId',
  summary: 'Take a classroom device out of use',
  audience: 'account',
  params: z.object({ deviceId: Id }),
  output: Done,
});
