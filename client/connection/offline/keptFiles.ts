import { fileAddress, imageTypes } from '../../../shared/files.ts';
import { aboutCopies } from '../copyRegister.ts';
import { keep, readKept, storeOwner, unkeep } from './accountStore.ts';
import { addUnsent, removeUnsent, type UnsentFile } from './outbox.ts';
import { explainFull, noticeFull } from './storage.ts';

/** The bytes of a file on this device: one that is still to be sent, or a picture kept to be seen without the server. */
interface KeptFile {
  blob: Blob;
}

/** Pictures larger than this are not kept beside a plan, in bytes. */
const largestPicture = 5 * 1024 * 1024;

/** A file that was put into a plan without the server. Width and height, in pixels, are there for pictures. */
export interface LocalFile {
  id: string;
  name: string;
  size: number;
  type: string;
  width?: number;
  height?: number;
}

/** Keeps a file on this device until the server can be reached. @throws CallError `device_full` */
export async function keepToSend(file: File, about: Pick<UnsentFile, 'id' | 'lessonId'>): Promise<LocalFile> {
  const pixels = imageTypes.includes(file.type) ? await measure(file) : {};
  await keep('files', about.id, { blob: file } satisfies KeptFile).catch((error: unknown) => {
    throw explainFull(error);
  });
  const plans = Object.values(aboutCopies(storeOwner() ?? ''));
  const item: UnsentFile = {
    ...about,
    lessonTitle: plans.find(({ lessonId }) => lessonId === about.lessonId)?.title ?? '',
    kind: 'file',
    name: file.name,
    documentId: '',
    at: new Date().toISOString(),
    refused: null,
  };
  await addUnsent(item).catch(async (error: unknown) => {
    await unkeep('files', about.id);
    throw error;
  });
  return { id: about.id, name: file.name, size: file.size, type: file.type, ...pixels };
}

/** The bytes of a file as far as they are on this device. */
export const readFileHere = async (fileId: string): Promise<Blob | null> =>
  (await readKept<KeptFile>('files', fileId).catch(() => undefined))?.blob ?? null;

/** The server has the file; a small picture stays, to be seen without it. */
export async function settleFile(item: UnsentFile, blob: Blob): Promise<void> {
  if (!imageTypes.includes(blob.type) || blob.size > largestPicture) await unkeep('files', item.id);
  await removeUnsent(item.id);
}

/** Its author does without a file that the server did not take. */
export async function giveUpFile(id: string): Promise<void> {
  await unkeep('files', id);
  await removeUnsent(id);
}

/** Keeps the pictures of a plan that is to be read without the server. One that cannot be had now is had the next time. */
export async function keepPictures(fileIds: readonly string[]): Promise<void> {
  for (const id of fileIds) {
    if ((await readFileHere(id)) !== null) continue;
    const response = await fetch(fileAddress(id)).catch(() => null);
    const blob = response?.ok === true ? await response.blob() : null;
    if (blob !== null && blob.size <= largestPicture) await keep('files', id, { blob } satisfies KeptFile).catch(noticeFull);
  }
}

/** A picture that this browser cannot draw becomes an attachment. */
async function measure(file: File): Promise<{ width?: number; height?: number }> {
  try {
    const { width, height } = await createImageBitmap(file);
    return { width, height };
  } catch {
    return {};
  }
}
