import { z } from 'zod';
import { endpoint } from '../http.ts';
import { Id, Moment, Person } from '../values.ts';
import { Epoch, type ClassRole } from './basics.ts';

/** Who draws on the board: the lead teacher alone, both teachers, or also who stands at the classroom's screen. */
export const BoardDrawers = z.enum(['lead', 'teachers', 'room']);
export type BoardDrawers = z.output<typeof BoardDrawers>;

/** The roles that draw under each choice. Observers never do. */
export const drawingRoles: Record<BoardDrawers, readonly ClassRole[]> = {
  lead: ['lead'],
  teachers: ['lead', 'local'],
  room: ['lead', 'local', 'device'],
};

/** The board of a class: a live document of its own (`shared/boardDocument.ts`), kept with the class. */
export const Board = z.object({ documentId: Id, drawers: BoardDrawers });
export type Board = z.output<typeof Board>;

/** A page of the board, by the name that it has in the document. */
export const BoardPageId = z.string().regex(/^[\w.-]{1,64}$/);

/** What fills the stage for everybody: nothing but the pictures, a page of the board, or a page of a file of the lesson. */
export const Shown = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('nothing') }),
  z.object({ kind: z.literal('board'), pageId: BoardPageId }),
  z.object({
    kind: z.literal('file'),
    fileId: Id,
    name: z.string(),
    type: z.string(),
    /** The page of a PDF, from 1; 1 for an image. */
    page: z.number().int().min(1).max(10_000),
  }),
]);
export type Shown = z.output<typeof Shown>;

/** What is shown, by whom and since when. `by` is null while nothing has been shown yet. */
export const ShownNow = z.object({ what: Shown, by: Person.nullable(), at: Moment.nullable() });
export type ShownNow = z.output<typeof ShownNow>;

/** The types of files that can be shown to a class; a browser can draw these without help. */
export const isShowable = ({ type, width }: { type: string; width?: number | undefined }): boolean =>
  type === 'application/pdf' || (type.startsWith('image/') && width !== undefined);

export const requests = {
  /** Says who draws: the lead teacher does, and a local teacher while no lead is in the class. */
  'board:drawers': { input: z.object({ ...Epoch, drawers: BoardDrawers }), output: Board },
  /** Adds a page to the board and shows it. @throws conflict `board_full` */
  'board:add-page': { input: z.object({ ...Epoch }), output: ShownNow },
  'show:nothing': { input: z.object({ ...Epoch }), output: ShownNow },
  /** Without a page: the one that was shown last, or the first. */
  'show:board': { input: z.object({ ...Epoch, pageId: BoardPageId.optional() }), output: ShownNow },
  /** @throws conflict `not_showable` */
  'show:file': { input: z.object({ ...Epoch, fileId: Id, page: z.number().int().min(1).max(10_000) }), output: ShownNow },
};

export const pushes = {
  'board:changed': z.object({ board: Board }),
  'show:changed': z.object({ shown: ShownNow }),
};

/** What is left of the board and the slides of a class. `documentId` is null when nobody was ever in it. */
export const getClassBoard = endpoint({
  method: 'GET',
  path: '/api/class-sessions/:sessionId/board',
  summary: 'The board of a class: its live document, how many of its pages are written on, and the files that were shown',
  audience: 'account',
  params: z.object({ sessionId: Id }),
  output: z.object({
    documentId: Id.nullable(),
    writtenPages: z.number().int(),
    shownFiles: z.array(z.object({ fileId: Id, name: z.string() })),
  }),
});
