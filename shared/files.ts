import { z } from 'zod';
import { endpoint } from './http.ts';
import { Id, ListOf, Moment, Person } from './values.ts';

/** What a file may be, told to people before they choose one. */
export const fileLimits = {
  /** One file. */
  bytes: 25 * 1024 * 1024,
  /** All files of one lesson. */
  lessonBytes: 500 * 1024 * 1024,
  /** Characters of a name. */
  name: 200,
} as const;

/** The images that are shown in their place; everything else is downloaded. */
export const imageTypes: readonly string[] = ['image/png', 'image/jpeg', 'image/webp', 'image/gif'];

/**
 * A file as it was found to be, whatever its name says. `width` and `height` (in pixels) are there exactly when it is an image that
 * can be shown in its place; anything else is an attachment.
 */
export const StoredFile = z.object({
  id: Id,
  name: z.string(),
  size: z.number().int(),
  type: z.string(),
  width: z.number().int().optional(),
  height: z.number().int().optional(),
  by: Person,
  at: Moment,
});
export type StoredFile = z.output<typeof StoredFile>;

/** Where a file is read: the address for `src` and, with `download`, for `href`. */
export const fileAddress = (fileId: string, download = false): string => `/api/files/${fileId}${download ? '?download=1' : ''}`;

/**
 * The client may choose the id, so that sending again after a lost answer stores nothing twice: the same person sending the same bytes
 * to the same lesson gets the same answer, anything else 409 `id_taken`. Answers 413 `file_too_large` (`details.megabytes`), 409
 * `lesson_files_full` and `organisation_files_full`, 507 `storage_full`, with nothing stored.
 */
export const uploadFile = endpoint({
  method: 'POST',
  path: '/api/lessons/:lessonId/files',
  summary: 'Attach a file to a lesson: multipart/form-data with one part named "file"',
  audience: 'account',
  params: z.object({ lessonId: Id }),
  query: z.object({ id: Id.optional() }),
  upload: true,
  output: z.object({ file: StoredFile }),
});

export const listFiles = endpoint({
  method: 'GET',
  path: '/api/lessons/:lessonId/files',
  summary: 'The files of a lesson, the newest first',
  audience: 'account',
  params: z.object({ lessonId: Id }),
  output: ListOf(StoredFile),
});

/** For what is pasted from one plan into another: the file is then read by those who see either. */
export const linkFile = endpoint({
  method: 'PUT',
  path: '/api/lessons/:lessonId/files/:fileId',
  summary: 'Make a file that I can read a file of this lesson too',
  audience: 'account',
  params: z.object({ lessonId: Id, fileId: Id }),
  output: z.object({ file: StoredFile }),
});

/** Answers the bytes, or a range of them; not JSON. */
export const readFile = endpoint({
  method: 'GET',
  path: '/api/files/:fileId',
  summary: 'The file itself: images in their place, anything else (and everything with download=1) as a download',
  audience: 'account',
  params: z.object({ fileId: Id }),
  query: z.object({ download: z.literal('1').optional() }),
  output: z.unknown(),
});
