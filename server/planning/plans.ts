import { sql } from 'kysely';
import type { DocumentAccess } from '../../shared/documents.ts';
import { planKind, planRoot, planSchemaVersion, readRunSheet } from '../../shared/planDocument.ts';
import type { LessonRights } from '../../shared/planning.ts';
import type { Db } from '../database/schema.ts';
import { notFound } from '../errors.ts';
import type { Identity } from '../identity/index.ts';
import type { Documents } from '../realtime/documentTypes.ts';
import type { Planning } from './index.ts';
import type { Lessons } from './lessons.ts';
import { markedThreads, markPassage, unmarkPassage } from './passages.ts';
import { findLines, hasPart, writersOfLines } from './planLines.ts';
import { replacePassage } from './replacement.ts';
import type { PlanMentions } from './planMentions.ts';
import { authorsOfWords, noteWriters } from './versionAuthors.ts';
import type { Versions } from './versions.ts';

export interface PlansDeps {
  mentions: PlanMentions;
  db: Db;
  identity: Identity;
  documents: Documents;
  lessons: Lessons;
  versions: Versions;
}

/** How long the card of a lesson may lag behind the plan's last change. */
const touchEvery = '5 seconds';

/** The live plans: what may be done with their documents, and what other rooms read from and write to them. */
export function createPlans({ mentions, db, identity, documents, lessons, versions }: PlansDeps): Planning['plans'] {
  documents.registerKind({
    name: planKind,
    schemaVersion: planSchemaVersion,
    roots: { [planRoot]: 'xml' },
    authorize: async (documentId, caller) => {
      const seen = await lessons.byDocument(documentId, caller);
      return seen === null ? null : documentAccess(seen.rights);
    },
    present: async ({ accountId }) => {
      const person = (await identity.accounts.people([accountId])).get(accountId);
      if (person === undefined) throw notFound();
      return person;
    },
    // What is not noted now is noted with the next change, or with the next version.
    changed: (documentId) =>
      void Promise.all([touch(documentId), noteWriters(db, documentId), mentions.look(documentId)]).catch(() => undefined),
  });

  /** Brings the card's last change up to date. It only orders the list, so a failure is left to the next change. */
  const touch = async (documentId: string): Promise<void> => {
    await db
      .updateTable('lessons')
      .set({ updated_at: sql<Date>`now()` })
      .where('document_id', '=', documentId)
      .where('updated_at', '<', sql<Date>`now() - ${touchEvery}::interval`)
      .execute();
  };

  return {
    runSheet: (documentId) => documents.read(documentId, (doc) => readRunSheet(doc.getXmlFragment(planRoot))),
    markPassage: (documentId, accountId, passage) => documents.change(documentId, accountId, (doc) => markPassage(doc, passage)),
    replacePassage: (documentId, accountId, passage, alongside) =>
      documents.change(documentId, accountId, (doc) => replacePassage(doc, passage), alongside),
    findLines: (documentId, named) => documents.read(documentId, (doc) => findLines(doc, named)),
    hasPart: (documentId, place) => documents.read(documentId, (doc) => hasPart(doc, place)),
    writersOf: async (lesson, named) => {
      // Whose a client is stands in the database, where the newest words arrive a moment later.
      const { value: lines } = await documents.capture(lesson.documentId, (doc) => writersOfLines(doc, named));
      return lines && { isText: lines.isText, authorIds: await authorsOfWords(db, lesson, lines.clients) };
    },
    markedThreads: (documentId) => documents.read(documentId, markedThreads),
    keepVersion: async (lesson, accountId) => void (await versions.keep(lesson, { reason: 'class', accountId })),
    unmark: (documentId, accountId, threadId) => documents.change(documentId, accountId, (doc) => unmarkPassage(doc, threadId)),
  };
}

function documentAccess({ editPlan, comment }: LessonRights): DocumentAccess {
  if (editPlan) return 'write';
  return comment ? 'comment' : 'read';
}
