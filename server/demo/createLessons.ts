import type { Db } from '../database/schema.ts';
import { fillPlan, type Planning } from '../planning/index.ts';
import type { Documents } from '../realtime/documentTypes.ts';
import type { findCast } from './cast.ts';
import { demoLessons, type DemoLesson } from './lessons.ts';
import { writeStory } from './story.ts';

interface LessonDeps {
  db: Db;
  planning: Planning;
  documents: Documents;
  timeZone: string;
}

type Setting = Awaited<ReturnType<typeof findCast>>;

/** Makes the lessons of the demo that are not there yet, with their plans, and what has happened to each. */
export async function createLessons(deps: LessonDeps, setting: Setting): Promise<void> {
  for (const lesson of demoLessons) {
    const made = (await find(deps.db, setting.teamId, lesson)) ?? (await create(deps, setting, lesson));
    await writeStory(deps, setting.cast, made, lesson);
  }
}

async function create(deps: LessonDeps, setting: Setting, lesson: DemoLesson): Promise<{ id: string; documentId: string }> {
  const { cast, teamId, needId } = setting;
  const planner = lesson.people.find(({ part }) => part === 'lead-planner') ?? { role: 'rear' as const };
  await deps.planning.createLesson({
    accountId: cast[planner.role],
    teamId,
    title: lesson.title,
    subject: lesson.subject,
    grade: '四年级',
    textbook: lesson.textbook,
    periods: 1,
    minutes: 40,
    needId: lesson.forNeed ? needId : null,
    plannedFor: null,
    people: lesson.people.map(({ role, part }) => ({ accountId: cast[role], part })),
    seed: (doc) => fillPlan(doc, lesson.plan),
    classNames: [],
  });
  const made = await find(deps.db, teamId, lesson);
  if (made === undefined) throw new Error(`The demo's lesson "${lesson.title}" was not made.`);
  return made;
}

function find(db: Db, teamId: string, { title }: DemoLesson): Promise<{ id: string; documentId: string } | undefined> {
  return db
    .selectFrom('lessons')
    .select(['id', 'document_id as documentId'])
    .where('team_id', '=', teamId)
    .where('title', '=', title)
    .executeTakeFirst();
}
