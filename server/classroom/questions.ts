import type { Selectable, Transaction } from 'kysely';
import type { Question, QuestionKind, Questions } from '../../shared/classroom/questions.ts';
import type { Person } from '../../shared/values.ts';
import type { Database, Db } from '../database/schema.ts';
import { notFound } from '../errors.ts';
import type { Identity } from '../identity/index.ts';
import { noSuchOption, tooManyAnswers, wrongSolution } from './errors.ts';
import { lockSession } from './steps.ts';
import { answerKey, optionsOf, tally } from './tally.ts';

type QuestionRow = Selectable<Database['class_questions']>;

/** What is asked. */
interface Asked {
  kind: QuestionKind;
  prompt: string;
  options: number;
  correct: string | null;
}

/** Different short texts that can be counted by hand for one question. */
const mostCounted = 60;

/** The question that is on in a class, as those who ask see it. */
export async function describeQuestions(db: Db, identity: Identity, sessionId: string): Promise<Questions> {
  const [row, session, devices] = await Promise.all([
    currentQuestion(db, sessionId),
    db.selectFrom('class_sessions').select('answering_code').where('id', '=', sessionId).executeTakeFirst(),
    countDevices(db, sessionId),
  ]);
  const [current = null] = row === undefined ? [] : await toQuestions(db, identity, [row]);
  return { current, code: session?.answering_code ?? null, devices };
}

/** All questions of a class as they were asked, with the step that the class was at. */
export async function listQuestions(
  db: Db,
  identity: Identity,
  sessionId: string,
): Promise<(Question & { stepId: string | null })[]> {
  const rows = await db
    .selectFrom('class_questions')
    .selectAll()
    .where('session_id', '=', sessionId)
    .orderBy('asked_at')
    .execute();
  const questions = await toQuestions(db, identity, rows);
  return questions.map((question) => ({ ...question, stepId: rows.find(({ id }) => id === question.id)?.step_id ?? null }));
}

/** Puts a question to the class; the one before it is over (T3.1). @throws conflict `wrong_solution` */
export async function askQuestion(db: Db, sessionId: string, by: string, asked: Asked): Promise<void> {
  const { kind, prompt, options } = asked;
  const correct = asked.correct === null ? null : answerKey(kind, asked.correct);
  if (kind !== 'text' && correct !== null && !optionsOf({ kind, options }).includes(correct)) throw wrongSolution();
  const now = new Date();
  await db.transaction().execute(async (tx) => {
    const { step_id } = await lockSession(tx, sessionId);
    await putAway(tx, sessionId, now);
    await tx
      .insertInto('class_questions')
      .values({ session_id: sessionId, step_id, kind, prompt, options, correct, asked_by: by, asked_at: now })
      .execute();
  });
}

/** Takes no more answers, or takes them again. @throws notFound */
export const closeQuestion = (db: Db, sessionId: string, questionId: string, closed: boolean): Promise<void> =>
  change(db, sessionId, questionId, ({ closed_at }) => ({ closed_at: closed ? (closed_at ?? new Date()) : null }));

/** Shows the class its answers, or takes them back. @throws notFound */
export const showAnswers = (db: Db, sessionId: string, questionId: string, shown: boolean): Promise<void> =>
  change(db, sessionId, questionId, () => ({ shown }));

/**
 * Writes down how many gave an answer, counted by hand; the newest number counts (T3.5).
 * @throws notFound; conflict `no_such_option`, `too_many_answers`
 */
export function countAnswer(db: Db, sessionId: string, questionId: string, answer: string, count: number): Promise<void> {
  return change(db, sessionId, questionId, (question) => {
    requireOption(question, answer);
    const key = answerKey(question.kind, answer);
    const others = Object.entries(question.counts).filter(([known]) => answerKey(question.kind, known) !== key);
    if (count > 0 && others.length >= mostCounted) throw tooManyAnswers();
    return { counts: JSON.stringify(Object.fromEntries(count > 0 ? [...others, [answer, count]] : others)) };
  });
}

/** Keeps a short text from the class, or no longer. @throws notFound; conflict `no_such_option` */
export function hideAnswer(db: Db, sessionId: string, questionId: string, key: string, hidden: boolean): Promise<void> {
  return change(db, sessionId, questionId, ({ kind, hidden: known }) => {
    if (kind !== 'text') throw noSuchOption();
    const others = known.filter((one) => one !== key);
    return { hidden: hidden ? [...others, key].slice(-mostCounted) : others };
  });
}

/** Closes a question and puts it away. @throws notFound */
export const dismissQuestion = (db: Db, sessionId: string, questionId: string): Promise<void> =>
  change(db, sessionId, questionId, ({ closed_at }) => ({ closed_at: closed_at ?? new Date(), put_away_at: new Date() }));

/** The same as the class sees it: without answers until they are shown, and never with those that are hidden (T3.3). */
export function asTheClassSees(questions: Questions): Questions {
  const { current } = questions;
  if (current === null) return questions;
  if (!current.shown) return { ...questions, current: { ...current, bars: null, correct: null } };
  return { ...questions, current: { ...current, bars: current.bars?.filter(({ hidden }) => !hidden) ?? null } };
}

function currentQuestion(db: Db, sessionId: string): Promise<QuestionRow | undefined> {
  return db
    .selectFrom('class_questions')
    .selectAll()
    .where('session_id', '=', sessionId)
    .where('put_away_at', 'is', null)
    .executeTakeFirst();
}

/** @throws conflict `no_such_option` */
export function requireOption(question: Pick<QuestionRow, 'kind' | 'options'>, answer: string): void {
  if (question.kind !== 'text' && !optionsOf(question).includes(answer)) throw noSuchOption();
}

/** How many devices of students have joined a class and not left. */
export async function countDevices(db: Db, sessionId: string): Promise<number> {
  const { count } = await db
    .selectFrom('class_devices')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('session_id', '=', sessionId)
    .where('left_at', 'is', null)
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** The questions with their bars, for those who ask. */
async function toQuestions(db: Db, identity: Identity, rows: readonly QuestionRow[]): Promise<Question[]> {
  if (rows.length === 0) return [];
  const [given, people] = await Promise.all([
    db
      .selectFrom('class_answers')
      .select((eb) => ['question_id', 'answer', eb.fn.countAll<number>().as('times')])
      .where(
        'question_id',
        'in',
        rows.map(({ id }) => id),
      )
      .groupBy(['question_id', 'answer'])
      .orderBy('question_id')
      .orderBy('answer')
      .execute(),
    identity.accounts.people([...new Set(rows.map(({ asked_by }) => asked_by))]),
  ]);
  return rows.flatMap((row) => {
    const askedBy = people.get(row.asked_by);
    const own = given
      .filter(({ question_id }) => question_id === row.id)
      .map(({ answer, times }) => ({ answer, times: Number(times) }));
    return askedBy === undefined ? [] : [toQuestion(row, askedBy, own)];
  });
}

function toQuestion(row: QuestionRow, askedBy: Person, given: readonly { answer: string; times: number }[]): Question {
  const bars = tally(row, given);
  return {
    id: row.id,
    kind: row.kind,
    prompt: row.prompt,
    options: optionsOf(row),
    askedAt: row.asked_at.toISOString(),
    askedBy,
    closedAt: row.closed_at?.toISOString() ?? null,
    shown: row.shown,
    correct: row.correct,
    bars,
    answered: given.reduce((sum, { times }) => sum + times, 0),
  };
}

interface Changes {
  closed_at?: Date | null;
  put_away_at?: Date;
  shown?: boolean;
  counts?: string;
  hidden?: string[];
}

/** Changes the question that is on, one change after the other. @throws notFound for another class's, and one put away */
async function change(db: Db, sessionId: string, questionId: string, to: (row: QuestionRow) => Changes): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const row = await tx
      .selectFrom('class_questions')
      .selectAll()
      .where('id', '=', questionId)
      .where('session_id', '=', sessionId)
      .where('put_away_at', 'is', null)
      .forUpdate()
      .executeTakeFirst();
    if (row === undefined) throw notFound();
    await tx.updateTable('class_questions').set(to(row)).where('id', '=', questionId).execute();
  });
}

async function putAway(tx: Transaction<Database>, sessionId: string, now: Date): Promise<void> {
  await tx
    .updateTable('class_questions')
    .set((eb) => ({ closed_at: eb.fn.coalesce('closed_at', eb.val(now)), put_away_at: now }))
    .where('session_id', '=', sessionId)
    .where('put_away_at', 'is', null)
    .execute();
}
