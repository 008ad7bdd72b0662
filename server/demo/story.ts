import { randomUUID } from 'node:crypto';
import type { Transaction } from 'kysely';
import * as Y from 'yjs';
import { planRoot, rawText } from '../../shared/planDocument.ts';
import type { LessonState } from '../../shared/planning.ts';
import type { Database, Db } from '../database/schema.ts';
import type { Planning } from '../planning/index.ts';
import type { Documents } from '../realtime/documentTypes.ts';
import type { Cast } from './cast.ts';
import type { DemoLesson, DemoThread } from './lessons.ts';
import { ago, atTen } from './moments.ts';
import { writeClass } from './pastClass.ts';

/** A passage's mark, made before the rows are written. */
type Passage = Awaited<ReturnType<Planning['plans']['markPassage']>>;
type PlacedThread = { id: string; thread: DemoThread; passage: Passage | null };

interface StoryDeps {
  db: Db;
  planning: Planning;
  documents: Documents;
  timeZone: string;
}

/**
 * Writes what has happened to a lesson of the demo: its states, its class and the feedback on it, all in one transaction.
 * The rows are written here, because rooms rightly offer no way to write the past. Does nothing when it was written before.
 */
export async function writeStory(
  { db, planning, documents, timeZone }: StoryDeps,
  cast: Cast,
  lesson: { id: string; documentId: string },
  story: DemoLesson,
): Promise<void> {
  const before = await db.selectFrom('threads').select('id').where('lesson_id', '=', lesson.id).executeTakeFirst();
  if (before !== undefined) return;
  const placed: PlacedThread[] = [];
  for (const thread of story.threads) {
    const id = randomUUID();
    const author = cast[thread.comments[0].by];
    const { quote } = thread;
    if (quote === undefined) {
      placed.push({ id, thread, passage: null });
      continue;
    }
    const place = await documents.read(lesson.documentId, (doc) => findPassage(doc, quote));
    placed.push({
      id,
      thread,
      passage: await planning.plans.markPassage(lesson.documentId, author, { threadId: id, ...place }),
    });
  }
  const runSheet = await planning.plans.runSheet(lesson.documentId);
  await db.transaction().execute(async (tx) => {
    await writeStates(tx, cast, lesson.id, story, timeZone);
    if (story.taught !== undefined) await writeClass(tx, { cast, timeZone, lessonId: lesson.id, taught: story.taught, runSheet });
    for (const one of placed) await writeThread(tx, cast, lesson.id, one);
  });
}

async function writeStates(
  tx: Transaction<Database>,
  cast: Cast,
  lessonId: string,
  { states, taught, madeDaysAgo, plannedInDays }: DemoLesson,
  timeZone: string,
): Promise<void> {
  const began = ago(madeDaysAgo);
  const changes = [
    ...states.map(({ to, by, daysAgo }) => ({ to, by, at: ago(daysAgo) })),
    ...(taught === undefined
      ? []
      : [{ to: 'taught' as const, by: 'rear' as const, at: atTen(-taught.daysAgo, timeZone, sum(taught.stepSeconds)) }]),
  ];
  await tx.updateTable('lesson_states').set({ created_at: began }).where('lesson_id', '=', lessonId).execute();
  let from: LessonState = 'draft';
  for (const { to, by, at } of changes) {
    await tx
      .insertInto('lesson_states')
      .values({ lesson_id: lessonId, from_state: from, to_state: to, account_id: cast[by], created_at: at })
      .execute();
    from = to;
  }
  await tx
    .updateTable('lessons')
    .set({
      state: from,
      planned_for: plannedInDays === null ? null : atTen(plannedInDays, timeZone),
      created_at: began,
      updated_at: changes.at(-1)?.at ?? began,
    })
    .where('id', '=', lessonId)
    .execute();
}

async function writeThread(
  tx: Transaction<Database>,
  cast: Cast,
  lessonId: string,
  { id, thread, passage }: PlacedThread,
): Promise<void> {
  const [first] = thread.comments;
  const last = thread.comments.at(-1) ?? first;
  await tx
    .insertInto('threads')
    .values({
      id,
      lesson_id: lessonId,
      kind: thread.kind,
      anchor_type: passage === null ? 'lesson' : 'plan',
      ...passage,
      created_at: ago(first.daysAgo),
      ...(thread.resolvedBy === undefined ? {} : { resolved_at: ago(last.daysAgo - 0.1), resolved_by: cast[thread.resolvedBy] }),
    })
    .execute();
  for (const { by, body, daysAgo: days } of thread.comments) {
    await tx
      .insertInto('comments')
      .values({ thread_id: id, author_id: cast[by], body, created_at: ago(days) })
      .execute();
  }
}

/** Where a passage of the plan is, as a client would say it. */
function findPassage(doc: Y.Doc, quote: string): { from: Uint8Array; to: Uint8Array } {
  const texts: Y.XmlText[] = [];
  const visit = (node: Y.XmlFragment): void => {
    for (const child of node.toArray()) {
      if (child instanceof Y.XmlText) texts.push(child);
      else if (child instanceof Y.XmlElement) visit(child);
    }
  };
  visit(doc.getXmlFragment(planRoot));
  const text = texts.find((candidate) => rawText(candidate).includes(quote));
  if (text === undefined) throw new Error(`The demo's plan has no passage "${quote}".`);
  const at = rawText(text).indexOf(quote);
  const position = (index: number) => Y.encodeRelativePosition(Y.createRelativePositionFromTypeIndex(text, index));
  return { from: position(at), to: position(at + quote.length) };
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
