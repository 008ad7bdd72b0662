import { randomUUID } from 'node:crypto';
import type { Board, BoardDrawers } from '../../shared/classroom/board.ts';
import { drawingRoles } from '../../shared/classroom/board.ts';
import { addPage, boardKind, boardRoot, boardSchemaVersion, listPages, mostPages } from '../../shared/boardDocument.ts';
import type { DocumentAccess } from '../../shared/documents.ts';
import type { Db } from '../database/schema.ts';
import { conflict, notFound } from '../errors.ts';
import type { Caller } from '../http/caller.ts';
import type { Identity } from '../identity/index.ts';
import type { Documents } from '../realtime/documentTypes.ts';
import type { Seat } from './Seat.ts';
import type { Sessions } from './sessions.ts';
import { lockSession } from './steps.ts';

export interface BoardsDeps {
  db: Db;
  documents: Documents;
  identity: Identity;
  sessions: Sessions;
  /** Who sits in a class at the moment. */
  seats: (sessionId: string) => Promise<readonly Seat[]>;
}

export type Boards = ReturnType<typeof createBoards>;

/** Observers watch with a socket each. */
const mostConnections = 500;

/** The boards of classes: a document each, read by who is in the class and written by who may draw (SPEC-board.md). */
export function createBoards({ db, documents, identity, sessions, seats }: BoardsDeps) {
  /** The boards of classes that go on, so that who may draw is known without the database, and the classes by document. */
  const running = new Map<string, Board>();
  const sessionOf = new Map<string, string>();

  documents.registerKind({
    name: boardKind,
    schemaVersion: boardSchemaVersion,
    roots: { [boardRoot]: 'array' },
    limits: { connections: mostConnections, depth: 8 },
    authorize: async (documentId, caller) => {
      const sessionId = sessionOf.get(documentId);
      const board = sessionId === undefined ? undefined : running.get(sessionId);
      return sessionId === undefined || board === undefined
        ? afterwards(documentId, caller)
        : inClass(sessionId, board, caller.accountId);
    },
    present: async ({ accountId }) => {
      const person = (await identity.accounts.people([accountId])).get(accountId);
      if (person === undefined) throw notFound();
      return person;
    },
  });

  const remember = (sessionId: string, board: Board): Board => {
    running.set(sessionId, board);
    sessionOf.set(board.documentId, sessionId);
    return board;
  };

  /** While the class goes on, its board is open to those who sit in it, and to nobody else (B2, B3). */
  const inClass = async (sessionId: string, { drawers }: Board, accountId: string): Promise<DocumentAccess | null> => {
    const own = (await seats(sessionId)).filter((seat) => seat.person.id === accountId);
    if (own.length === 0) return null;
    return own.some(({ role }) => drawingRoles[drawers].includes(role)) ? 'write' : 'read';
  };

  /** A class that this process has not held yet is taken up; the board of one that has ended is read by who sees the class (B6). */
  const afterwards = async (documentId: string, caller: Caller): Promise<DocumentAccess | null> => {
    const row = await db
      .selectFrom('class_boards')
      .innerJoin('class_sessions', 'class_sessions.id', 'class_boards.session_id')
      .select(['session_id', 'drawers', 'state'])
      .where('document_id', '=', documentId)
      .executeTakeFirst();
    if (row === undefined) return null;
    if (row.state !== 'ended') {
      const board = remember(row.session_id, { documentId, drawers: row.drawers });
      return inClass(row.session_id, board, caller.accountId);
    }
    try {
      await sessions.access(row.session_id, caller);
      return 'read';
    } catch (error) {
      if ((error as { code?: unknown }).code === notFound().code) return null;
      throw error;
    }
  };

  return {
    /** The board of a class; it is made with its first page when there is none. */
    async of(sessionId: string, accountId: string): Promise<Board> {
      const known = running.get(sessionId);
      if (known !== undefined) return known;
      const made = await db.transaction().execute(async (tx) => {
        await lockSession(tx, sessionId);
        const stored = tx.selectFrom('class_boards').selectAll().where('session_id', '=', sessionId);
        const before = await stored.executeTakeFirst();
        if (before !== undefined) return before;
        const documentId = await documents.create(tx, boardKind, accountId, (doc) => addPage(doc, randomUUID()));
        await tx.insertInto('class_boards').values({ session_id: sessionId, document_id: documentId }).execute();
        return stored.executeTakeFirstOrThrow();
      });
      return remember(sessionId, { documentId: made.document_id, drawers: made.drawers });
    },

    /** The document of a class's board, if it has one. */
    async documentOf(sessionId: string): Promise<string | null> {
      const row = await db
        .selectFrom('class_boards')
        .select('document_id')
        .where('session_id', '=', sessionId)
        .executeTakeFirst();
      return row?.document_id ?? null;
    },

    /** Says who draws. It holds for documents that are open as soon as their connections are checked again. */
    async setDrawers(sessionId: string, accountId: string, drawers: BoardDrawers): Promise<Board> {
      const board = await this.of(sessionId, accountId);
      await db.updateTable('class_boards').set({ drawers }).where('session_id', '=', sessionId).execute();
      return remember(sessionId, { ...board, drawers });
    },

    /** Adds a page and answers its id. @throws conflict `board_full` */
    async addPage(sessionId: string, accountId: string): Promise<string> {
      const { documentId } = await this.of(sessionId, accountId);
      const pageId = randomUUID();
      return documents.change(documentId, accountId, (doc) => {
        if (listPages(doc).length >= mostPages)
          throw conflict('board_full', `The board has ${mostPages} pages, which is as many as it takes.`);
        addPage(doc, pageId);
        return pageId;
      });
    },

    /** A page to show: the one that is named, or the first. @throws notFound */
    async findPage(sessionId: string, accountId: string, pageId: string | undefined): Promise<string> {
      const { documentId } = await this.of(sessionId, accountId);
      const pages = await documents.read(documentId, listPages);
      const found = pages.find(({ id }) => pageId === undefined || id === pageId);
      if (found === undefined) throw notFound();
      return found.id;
    },

    /** How many pages hold something. */
    writtenPages: (documentId: string): Promise<number> =>
      documents.read(documentId, (doc) => listPages(doc).filter(({ elements }) => elements.size > 0).length),

    /** The class has ended: from now on its board is only read. */
    ended(sessionId: string): void {
      const board = running.get(sessionId);
      running.delete(sessionId);
      if (board !== undefined) sessionOf.delete(board.documentId);
    },
  };
}
