import { z } from 'zod';

/** What one is in a class (PRODUCT.md). The device is the school's camera and big screen. */
export const ClassRole = z.enum(['lead', 'local', 'device', 'observer']);
export type ClassRole = z.output<typeof ClassRole>;

/** Every request after `class:join` carries the epoch of the join, so that late messages of an older one are refused. */
export const Epoch = { epoch: z.number().int() };
