import { z } from 'zod';

/** An identifier made by the server (UUID, any version). */
export const Id = z.uuid();

/** A calendar day as `YYYY-MM-DD`, in the time zone of the installation. */
export const Day = z.iso.date();

/** A moment as an ISO 8601 string in UTC. */
export const Moment = z.iso.datetime();

/** A line of text that a person typed: trimmed, without control characters, 1 to `max` characters. */
export const Line = (max = 200) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    // oxlint-disable-next-line no-control-regex -- control characters are exactly what is refused.
    .regex(/^[^\u0000-\u001f\u007f]*$/u);

/** Several lines of text that a person typed: trimmed, 1 to `max` characters, no NUL. */
export const Text = (max = 4000) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .refine((value) => !value.includes('\u0000'));

/** The languages of the interface. */
export const Locale = z.enum(['zh', 'en']);
export type Locale = z.output<typeof Locale>;

/** An answer that only says that it was done. */
export const Done = z.object({ done: z.literal(true) });

/** A list in an object, so that it can grow fields without breaking callers. */
export const ListOf = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item) });

/** A person as others see them. `colour` is an index from 0 to 11 into the interface's palette of people. */
export const Person = z.object({ id: Id, name: z.string(), colour: z.number().int().min(0).max(11) });
export type Person = z.output<typeof Person>;
