import { randomUUID } from 'node:crypto';
import type { Transaction } from 'kysely';
import type { RunSheetStep } from '../../shared/planDocument.ts';
import type { Database } from '../database/schema.ts';
import type { Cast } from './cast.ts';
import type { DemoLesson } from './lessons.ts';
import { atTen } from './moments.ts';
import { writeTools } from './pastTools.ts';

interface PastClass {
  cast: Cast;
  timeZone: string;
  lessonId: string;
  taught: NonNullable<DemoLesson['taught']>;
  runSheet: readonly RunSheetStep[];
}

/** Writes a class that has ended, with its steps, who was there, what was said, asked and answered. */
export async function writeClass(
  tx: Transaction<Database>,
  { cast, timeZone, lessonId, taught: { daysAgo, stepSeconds, chat, tools }, runSheet }: PastClass,
): Promise<void> {
  const total = stepSeconds.reduce((sum, seconds) => sum + seconds, 0);
  const at = (seconds: number) => atTen(-daysAgo, timeZone, seconds);
  const { id: sessionId } = await tx
    .insertInto('class_sessions')
    .values({
      lesson_id: lessonId,
      state: 'ended',
      scheduled_for: at(0),
      opened_by: cast.rear,
      opened_at: at(-240),
      ended_at: at(total),
      created_at: at(-240),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  let second = 0;
  for (const [position, { id, minutes, floor, text }] of runSheet.entries()) {
    const seconds = stepSeconds[position] ?? 0;
    await tx
      .insertInto('class_steps')
      .values({
        session_id: sessionId,
        id,
        position,
        minutes,
        floor,
        text: JSON.stringify(text),
        started_at: at(second),
        actual_seconds: seconds,
      })
      .execute();
    second += seconds;
  }
  const present = [
    { who: cast.rear, role: 'lead' as const, from: -200 },
    { who: cast.recipient, role: 'local' as const, from: -150 },
    { who: cast.stationed, role: 'device' as const, from: -120 },
    { who: cast.observer, role: 'observer' as const, from: 35 },
  ];
  for (const { who, role, from } of present) {
    await tx
      .insertInto('attendance')
      .values({
        session_id: sessionId,
        account_id: who,
        role,
        participant_id: randomUUID(),
        joined_at: at(from),
        left_at: at(total),
        seconds: total - from,
      })
      .execute();
  }
  await writeTools(tx, sessionId, cast, tools, runSheet, at);
  for (const { by, role, second: when, body } of chat) {
    await tx
      .insertInto('chat_messages')
      .values({ session_id: sessionId, account_id: cast[by], role, body, sent_at: at(when) })
      .execute();
  }
}
