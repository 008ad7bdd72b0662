import { z } from 'zod';
import { Id, Moment, Person, Text } from '../values.ts';
import { ClassRole, Epoch } from './basics.ts';

/** Which of the two teachers a prompt is for. */
export const PromptTo = z.enum(['lead', 'local', 'both']);
export type PromptTo = z.output<typeof PromptTo>;

/** A private word to a teacher who is teaching: from the other teacher, or from a colleague who watches (SPEC-joining 4). */
export const Prompt = z.object({ id: Id, person: Person, role: ClassRole, to: PromptTo, body: z.string(), sentAt: Moment });
export type Prompt = z.output<typeof Prompt>;

export const prompts = {
  requests: {
    'prompts:send': { input: z.object({ ...Epoch, to: PromptTo, body: Text(200) }), output: Prompt },
  },
  pushes: {
    /** For the teacher or teachers it is for, and its author: never for the class. */
    'prompts:said': z.object({ prompt: Prompt }),
  },
} as const;
