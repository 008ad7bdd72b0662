import { sql } from 'kysely';
import type { ParsedInput } from '../../shared/http.ts';
import {
  changeLessonState,
  createLesson,
  getLesson,
  inviteToLesson,
  listColleagues,
  listLessons,
  removeFromLesson,
  updateLesson,
} from '../../shared/planning.ts';
import type { Db } from '../database/schema.ts';
import { forbidden, notFound } from '../errors.ts';
import type { Caller } from '../http/caller.ts';
import type { Handle } from '../http/handle.ts';
import type { Programme } from '../programme/index.ts';
import type { LessonNews } from './lessonNews.ts';
import type { Lessons } from './lessons.ts';
import type { People } from './people.ts';
import { mayPlan, seesWholeTeam } from './policy.ts';
import type { States } from './states.ts';
import type { TakenParts } from './takenParts.ts';
import type { Templates } from './templates.ts';
import type { Beginning, Variants } from './variants.ts';

export interface RoutesDeps {
  db: Db;
  handle: Handle;
  programme: Programme;
  lessons: Lessons;
  people: People;
  states: States;
  taken: TakenParts;
  told: LessonNews;
  templates: Templates;
  variants: Variants;
}

/** The endpoints of shared/planning.ts. */
export function registerRoutes(deps: RoutesDeps): void {
  const { db, handle, programme, lessons, people, states, taken, told, templates, variants } = deps;
  const answer = async (lessonId: string, caller: Caller) => lessons.presentOne(await lessons.access(lessonId, caller));

  /** What a lesson starts from, when it is not the standard template. @throws notFound, forbidden */
  const begin = async (body: ParsedInput<typeof createLesson>['body'], caller: Caller): Promise<Beginning> => {
    const { templateId, originId, classNames, keepReference } = body;
    if (templateId !== null) return templates.begin(templateId, classNames, caller);
    if (originId === null) return {};
    return variants.take({ originId, classNames, keepReference, reason: body.reason ?? '' }, caller);
  };

  handle(listLessons, async (_input, { caller }) => ({ items: await lessons.present(await lessons.visible(caller)) }));

  handle(createLesson, async ({ body }, { caller }) => {
    const roles = (await programme.actor(caller)).roles.get(body.teamId);
    if (roles === undefined || !seesWholeTeam(roles)) throw notFound();
    if (!mayPlan(roles)) throw forbidden('Lessons are started by those who plan them.');
    const others = [...new Set(body.coPlannerIds)].filter((id) => id !== caller.accountId);
    await people.checkCoPlanners(body.teamId, others);
    const beginning = await begin(body, caller);
    if (body.needId !== null) await programme.needs.plan(body.needId, body.teamId);
    const id = await lessons.create({
      ...body,
      seed: beginning.seed,
      alongside: beginning.alongside,
      accountId: caller.accountId,
      plannedFor: body.plannedFor === null ? null : new Date(body.plannedFor),
      people: [
        { accountId: caller.accountId, part: 'lead-planner' },
        ...others.map((accountId) => ({ accountId, part: 'co-planner' as const })),
      ],
    });
    await people.tell({ id, title: body.title }, others, caller.accountId);
    await told(id);
    await beginning.tell?.(id);
    return answer(id, caller);
  });

  handle(getLesson, async ({ params }, { caller }) => {
    const seen = await lessons.access(params.lessonId, caller);
    const [lesson, history, parts] = await Promise.all([
      lessons.presentOne(seen),
      states.history(params.lessonId),
      taken.list(seen.lesson),
    ]);
    return { ...lesson, history, taken: parts };
  });

  handle(updateLesson, async ({ params, body }, { caller }) => {
    const { lesson } = await lessons.managed(params.lessonId, caller);
    const { plannedFor, ...card } = body;
    await db
      .updateTable('lessons')
      .set({
        ...card,
        ...(plannedFor === undefined ? {} : { planned_for: plannedFor === null ? null : new Date(plannedFor) }),
        updated_at: sql<Date>`now()`,
      })
      .where('id', '=', lesson.id)
      .execute();
    await told(lesson.id);
    return answer(lesson.id, caller);
  });

  handle(changeLessonState, async ({ params, body }, { caller }) => {
    const { lesson } = await lessons.managed(params.lessonId, caller);
    await states.change(lesson, body.state, { accountId: caller.accountId, reason: body.reason ?? null });
    return answer(lesson.id, caller);
  });

  handle(inviteToLesson, async ({ params, body }, { caller }) => {
    const seen = await lessons.managed(params.lessonId, caller);
    await people.invite(seen, params.personId, body.part, caller.accountId);
    await told(params.lessonId);
    return answer(params.lessonId, caller);
  });

  handle(removeFromLesson, async ({ params }, { caller }) => {
    const seen = await lessons.managed(params.lessonId, caller);
    await people.remove(seen, params.personId);
    await told(params.lessonId, [params.personId]);
    return answer(params.lessonId, caller);
  });

  handle(listColleagues, async ({ params }, { caller }) => {
    const roles = (await programme.actor(caller)).roles.get(params.teamId);
    if (roles === undefined || !seesWholeTeam(roles)) throw notFound();
    return { items: await people.colleagues(params.teamId) };
  });
}
