import type { QueryClient } from '@tanstack/react-query';
import { listThreads, openThread, reply, resolveThread } from '../../../shared/feedback.ts';
import { planSchemaVersion } from '../../../shared/planDocument.ts';
import { call } from '../call.ts';
import { CallError, isPassing } from '../callError.ts';
import { aboutCopies, noteCopy, refusedCopies, unsentCopies } from '../copyRegister.ts';
import { isOpenHere, openDocument } from '../document.ts';
import { upload } from '../upload.ts';
import { answerKey } from '../useAnswer.ts';
import { keepAnswers } from './keptAnswers.ts';
import { keepPictures, readFileHere, settleFile } from './keptFiles.ts';
import { addUnsent, removeUnsent, setProgress, unsent, type Unsent, type UnsentFile, type UnsentWriting } from './outbox.ts';
import { picturesOf } from './picturesOf.ts';

/** How long one document may take to reach the server before the next is tried, in milliseconds. */
const documentMs = 60_000;

/**
 * Brings what was written without a connection to the server: first the words of plans, then what was said about them, in the
 * order written (SPEC-offline.md, O1–O6). One window of the browser at a time.
 */
export async function sendUnsent(accountId: string, queries: QueryClient): Promise<void> {
  await alone(`tongke.sending.${accountId}`, async () => {
    for (const documentId of unsentCopies(accountId)) await sendDocument(accountId, documentId);
    await sendComments(accountId, queries);
  });
}

/** Brings the chosen plans on this device up to date. */
export async function refreshPinned(accountId: string, queries: QueryClient): Promise<void> {
  const pinned = Object.entries(aboutCopies(accountId)).filter(([, { pinned: chosen }]) => chosen);
  for (const [documentId, { lessonId }] of pinned) {
    await sendDocument(accountId, documentId);
    await keepAnswers(queries, lessonId);
    await keepPictures(await picturesOf(accountId, documentId));
  }
}

/** Opens a document out of sight until the server and this browser have the same. A page that shows it does so by itself. */
async function sendDocument(accountId: string, documentId: string): Promise<void> {
  if (aboutCopies(accountId)[documentId] === undefined || isOpenHere(documentId)) return;
  // Words written by an older client are brought over by this one: without an editor nothing of a plan can be deleted.
  noteCopy(accountId, documentId, { schemaVersion: planSchemaVersion });
  const schemaVersion = aboutCopies(accountId)[documentId]?.schemaVersion ?? planSchemaVersion;
  const opened = openDocument({ documentId, accountId, schemaVersion });
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, documentMs);
    const look = () => {
      const { saveState, ended, refusal } = opened.state;
      if (saveState !== 'saved' && ended === null && refusal === null) return;
      clearTimeout(timer);
      resolve();
    };
    opened.subscribe(look);
    look();
  });
  opened.close();
}

async function sendComments(accountId: string, queries: QueryClient): Promise<void> {
  const held = new Set<string>();
  for (const item of unsent().filter(({ refused }) => refused === null)) {
    // What is said of one lesson keeps its order; a file stands for itself.
    const row = item.kind === 'file' ? item.id : item.lessonId;
    if (held.has(row) || waitsForWords(accountId, item) || waitsForAnother(item)) continue;
    try {
      if (item.kind === 'file') {
        await sendFile(item);
        continue;
      }
      await send(item);
    } catch (error) {
      if (!(error instanceof CallError)) throw error;
      if (['offline', 'not_signed_in', 'too_many_requests'].includes(error.code)) return;
      // What the server cannot take now is tried again later, and holds up nothing else.
      if (isPassing(error)) held.add(row);
      else await addUnsent({ ...item, refused: { code: error.code, details: error.details } });
      continue;
    }
    await queries.invalidateQueries({ queryKey: answerKey(listThreads, { params: { lessonId: item.lessonId } }) });
    // It may have been changed meanwhile: a thread resolved, and opened again.
    if (unsent().some(({ id, at }) => id === item.id && at === item.at)) await removeUnsent(item.id);
  }
}

/** What is said of a plan follows the words of that plan, unless the server does not take those. */
const waitsForWords = (accountId: string, { documentId }: Unsent): boolean =>
  unsentCopies(accountId).includes(documentId) && !refusedCopies(accountId).some((copy) => copy.documentId === documentId);

/** A reply in a thread that was written here as well follows that thread. */
const waitsForAnother = (item: Unsent): boolean =>
  (item.kind === 'reply' || item.kind === 'resolve') &&
  unsent().some((other) => other.kind === 'open' && other.threadId === item.threadId);

async function sendFile(item: UnsentFile): Promise<void> {
  const blob = await readFileHere(item.id);
  if (blob === null) throw new CallError('file_not_here', 0, 'The file is not on this device any more.');
  const onProgress = (share: number) => setProgress(item.id, share);
  await upload(item.lessonId, new File([blob], item.name, { type: blob.type }), { id: item.id, onProgress });
  await settleFile(item, blob);
}

function send(item: UnsentWriting): Promise<unknown> {
  switch (item.kind) {
    case 'open':
      return call(openThread, item.input);
    case 'reply':
      return call(reply, item.input);
    case 'resolve':
      return call(resolveThread, item.input);
  }
}

async function alone(name: string, work: () => Promise<void>): Promise<void> {
  if (!('locks' in navigator)) return work();
  await navigator.locks.request(name, work);
}
