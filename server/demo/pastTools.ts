import type { RawBuilder, Transaction } from 'kysely';
import type { QuestionKind } from '../../shared/classroom/questions.ts';
import type { Database } from '../database/schema.ts';
import type { Cast } from './cast.ts';

/** What was done in a class of the demo beside teaching: how the students sat, what was asked, and who spoke. */
export interface DemoTools {
  rows: number;
  columns: number;
  /** All were there. */
  heads: number;
  /** Asked so many seconds after the beginning, at a step, and counted by hand. */
  questions: {
    second: number;
    step: number;
    kind: QuestionKind;
    options: number;
    prompt: string;
    correct: string;
    counts: Record<string, number>;
  }[];
  /** Seats in the order in which they spoke; those that were drawn had no hand up. */
  spoke: { second: number; seat: number; drawn?: true }[];
}

/** Writes it down for a class that has ended. `at` answers the moment so many seconds after its beginning. */
export async function writeTools(
  tx: Transaction<Database>,
  sessionId: string,
  cast: Cast,
  tools: DemoTools,
  steps: readonly { id: string }[],
  at: (second: number) => RawBuilder<Date>,
): Promise<void> {
  const { rows, columns, heads, questions, spoke } = tools;
  await tx
    .insertInto('class_seating')
    .values({
      session_id: sessionId,
      row_count: rows,
      column_count: columns,
      expected: heads,
      present: heads,
      counted_by: cast.recipient,
      counted_at: at(-60),
    })
    .execute();
  for (const { second, step, counts, ...question } of questions) {
    await tx
      .insertInto('class_questions')
      .values({
        session_id: sessionId,
        step_id: steps[step]?.id ?? null,
        ...question,
        asked_by: cast.rear,
        asked_at: at(second),
        closed_at: at(second + 60),
        put_away_at: at(second + 120),
        shown: true,
        counts: JSON.stringify(counts),
      })
      .execute();
  }
  for (const { second, seat, drawn = false } of spoke) {
    if (!drawn) {
      const raised = { session_id: sessionId, seat, raised_at: at(second - 12), lowered_at: at(second) };
      await tx.insertInto('class_hands').values(raised).execute();
    }
    const call = { session_id: sessionId, seat, drawn, called_by: cast.rear, called_at: at(second), done_at: at(second + 25) };
    await tx.insertInto('class_calls').values(call).execute();
  }
}
