import { uuidv4 } from 'lib0/random';
import { useCallback, useState } from 'react';
import { z } from 'zod';
import { NewAnchor, ThreadKind } from '../../shared/feedback.ts';
import { draftKey } from '../connection/forgetAccount.ts';
import { useAccount } from '../connection/session.tsx';

/** A thread that is being written. The id makes sending the same words again harmless. */
const ThreadDraft = z.object({
  commentId: z.uuid(),
  body: z.string(),
  kind: ThreadKind,
  anchor: NewAnchor,
  wording: z.string().default(''),
});
export type ThreadDraft = z.output<typeof ThreadDraft>;

/** A reply that is being written. */
const ReplyDraft = z.object({ commentId: z.uuid(), body: z.string() });
type ReplyDraft = z.output<typeof ReplyDraft>;

/** The thread that I am writing on a lesson, or null; it survives a reload of the page and a failed sending. */
export const useThreadDraft = (lessonId: string) => useStored(`thread.${lessonId}`, ThreadDraft);

/** My unfinished reply in a thread, or null. */
export const useReplyDraft = (threadId: string) => useStored(`reply.${threadId}`, ReplyDraft);

/** A draft with other words is another comment: it gets another id. */
export const emptyReply = (body = ''): ReplyDraft => ({ commentId: uuidv4(), body });

/** The wording that a draft suggests; null when it is not a suggestion on a passage, or holds none. */
export const suggestedWording = ({ kind, anchor, wording }: ThreadDraft): string | null =>
  kind === 'suggestion' && anchor.type === 'plan' && wording.trim() !== '' ? wording : null;

/** Changes a draft, or begins one. */
export const changedThread = (draft: ThreadDraft | null, change: Partial<Omit<ThreadDraft, 'commentId'>>): ThreadDraft => ({
  body: '',
  kind: 'suggestion',
  anchor: { type: 'lesson' },
  wording: '',
  ...draft,
  ...change,
  commentId: uuidv4(),
});

/** One value in this browser's storage, under the account, so that the next one at this device does not read it. */
function useStored<T>(name: string, schema: z.ZodType<T>): [T | null, (value: T | null) => void] {
  const { id } = useAccount();
  const key = draftKey(id, name);
  const [held, setHeld] = useState(() => ({ key, value: load(key, schema) }));
  const value = held.key === key ? held.value : load(key, schema);
  const store = useCallback(
    (next: T | null) => {
      setHeld({ key, value: next });
      save(key, next);
    },
    [key],
  );
  return [value, store];
}

function load<T>(key: string, schema: z.ZodType<T>): T | null {
  try {
    const stored = localStorage.getItem(key);
    return stored === null ? null : schema.parse(JSON.parse(stored));
  } catch {
    // Unreadable, or written by another version.
    return null;
  }
}

function save(key: string, value: unknown): void {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // Without storage a draft lasts as long as the page.
  }
}
