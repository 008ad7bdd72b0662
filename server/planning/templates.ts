import { sql, type Selectable } from 'kysely';
import { planSections, floors } from '../../shared/planDocument.ts';
import { textBelow, type PlanNode } from '../../shared/planNode.ts';
import type { Template, TemplateOutline } from '../../shared/templates.ts';
import type { Database, Db } from '../database/schema.ts';
import { forbidden, notFound } from '../errors.ts';
import type { Caller } from '../http/caller.ts';
import type { Identity } from '../identity/index.ts';
import type { Actor, Programme } from '../programme/index.ts';
import type { Documents } from '../realtime/documentTypes.ts';
import type { Lessons } from './lessons.ts';
import { packContent, readPlan, unpackContent } from './planContent.ts';
import { fromTemplate, toTemplate } from './planCopy.ts';
import { managesTemplate, mayTakeOver, seesTemplate, seesWholeTeam, type TemplateOwner } from './policy.ts';
import { restorePlan } from './restorePlan.ts';
import type { Beginning } from './variants.ts';

type Row = Selectable<Database['plan_templates']>;
type Card = Pick<Template, 'name' | 'description' | 'subject' | 'grade'>;

export interface TemplatesDeps {
  db: Db;
  identity: Identity;
  programme: Programme;
  documents: Documents;
  lessons: Lessons;
}

export type Templates = ReturnType<typeof createTemplates>;

/** Plans that lessons start from, beside the standard one (SPEC-variants.md, T1–T5). */
export function createTemplates({ db, identity, programme, documents, lessons }: TemplatesDeps) {
  /** Organisations of the pairings in which the actor works, or which they coordinate; and what all of these are called. */
  const reachOf = async (actor: Actor) => {
    const working = [...actor.roles].filter(([, roles]) => seesWholeTeam(roles)).map(([teamId]) => teamId);
    const teams = await programme.teams.places(working);
    const organisations = new Map(
      [...teams.values()].flatMap(({ supporting, recipient }) => [supporting, recipient]).map((one) => [one.id, one.name]),
    );
    return { teams, organisations, ids: new Set([...organisations.keys(), ...actor.coordinates]) };
  };
  type Reach = Awaited<ReturnType<typeof reachOf>>;

  const list = async (caller: Caller): Promise<Template[]> => {
    const actor = await programme.actor(caller);
    const reach = await reachOf(actor);
    const rows = await db
      .selectFrom('plan_templates')
      .selectAll()
      .where((where) =>
        where.or([
          where('created_by', '=', actor.accountId),
          where('team_id', '=', sql<string>`any(${[...reach.teams.keys()]}::uuid[])`),
          where('organisation_id', '=', sql<string>`any(${[...reach.ids]}::uuid[])`),
        ]),
      )
      .orderBy('name')
      .orderBy('id')
      .execute();
    return present(
      rows.filter((row) => seesTemplate(actor, ownerOf(row), reach.ids)),
      actor,
      reach,
    );
  };

  /** @throws notFound when unknown or not visible to the caller. */
  const find = async (templateId: string, caller: Caller): Promise<{ row: Row; actor: Actor; reach: Reach }> => {
    const actor = await programme.actor(caller);
    const reach = await reachOf(actor);
    const row = await db.selectFrom('plan_templates').selectAll().where('id', '=', templateId).executeTakeFirst();
    if (row === undefined || !seesTemplate(actor, ownerOf(row), reach.ids)) throw notFound();
    return { row, actor, reach };
  };

  /** @throws notFound, forbidden */
  const managed = async (templateId: string, caller: Caller): Promise<Row> => {
    const { row, actor } = await find(templateId, caller);
    if (!managesTemplate(actor, ownerOf(row))) throw forbidden('Only those who look after this template can change it.');
    return row;
  };

  const get = async (templateId: string, caller: Caller): Promise<Template & { outline: TemplateOutline }> => {
    const { row, actor, reach } = await find(templateId, caller);
    const [template] = await present([row], actor, reach);
    if (template === undefined) throw notFound();
    return { ...template, outline: outlineOf(await unpackContent(row.content)) };
  };

  /** What a template takes from a lesson. @throws notFound, forbidden */
  const contentFrom = async (lessonId: string, withText: boolean, caller: Caller): Promise<Buffer> => {
    const { lesson, rights } = await lessons.access(lessonId, caller);
    if (!mayTakeOver(rights)) throw forbidden('Only those who may comment on a lesson can make a template of its plan.');
    return packContent(toTemplate(await documents.read(lesson.documentId, readPlan), { withText }));
  };

  /** @throws notFound, forbidden */
  const save = async (
    lessonId: string,
    input: Card & { teamId: string | null; organisationId: string | null; withText: boolean },
    caller: Caller,
  ): Promise<Template> => {
    const { teamId, organisationId, withText, ...card } = input;
    const content = await contentFrom(lessonId, withText, caller);
    const actor = await programme.actor(caller);
    const owner = { createdBy: actor.accountId, teamId, organisationId };
    const isOwn = teamId === null && organisationId === null;
    if (!isOwn && !seesTemplate(actor, owner, (await reachOf(actor)).ids)) throw notFound();
    if (!managesTemplate(actor, owner))
      throw forbidden('Only those who plan save templates; those of an organisation its coordinators.');
    const { id } = await db
      .insertInto('plan_templates')
      .values({
        ...card,
        team_id: teamId,
        organisation_id: organisationId,
        created_by: actor.accountId,
        with_text: withText,
        content,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    return get(id, caller);
  };

  const update = async (templateId: string, card: Partial<Card>, caller: Caller): Promise<Template> => {
    await managed(templateId, caller);
    await db
      .updateTable('plan_templates')
      .set({ ...card, updated_at: sql<Date>`now()` })
      .where('id', '=', templateId)
      .execute();
    return get(templateId, caller);
  };

  const replace = async (templateId: string, lessonId: string, withText: boolean, caller: Caller): Promise<Template> => {
    await find(templateId, caller);
    const content = await contentFrom(lessonId, withText, caller);
    await managed(templateId, caller);
    await db
      .updateTable('plan_templates')
      .set({ content, with_text: withText, updated_at: sql<Date>`now()` })
      .where('id', '=', templateId)
      .execute();
    return get(templateId, caller);
  };

  const remove = async (templateId: string, caller: Caller): Promise<void> => {
    await managed(templateId, caller);
    await db.deleteFrom('plan_templates').where('id', '=', templateId).execute();
  };

  /** Gets a template ready to start a lesson from. @throws notFound */
  const begin = async (templateId: string, classNames: readonly string[], caller: Caller): Promise<Beginning> => {
    const { row } = await find(templateId, caller);
    const plan = fromTemplate(await unpackContent(row.content), classNames);
    return { seed: (doc) => restorePlan(doc, plan) };
  };

  const present = async (rows: readonly Row[], actor: Actor, { teams, organisations }: Reach): Promise<Template[]> => {
    const people = await identity.accounts.people([...new Set(rows.map((row) => row.created_by))]);
    return rows.flatMap((row) => {
      const by = people.get(row.created_by);
      if (by === undefined) return [];
      return [
        {
          id: row.id,
          name: row.name,
          description: row.description,
          subject: row.subject,
          grade: row.grade,
          team: row.team_id === null ? null : { id: row.team_id, name: teams.get(row.team_id)?.name ?? '' },
          organisation:
            row.organisation_id === null ? null : { id: row.organisation_id, name: organisations.get(row.organisation_id) ?? '' },
          withText: row.with_text,
          by,
          updatedAt: row.updated_at.toISOString(),
          mayManage: managesTemplate(actor, ownerOf(row)),
        },
      ];
    });
  };

  return { list, get, save, update, replace, remove, begin };
}

const ownerOf = (row: Row): TemplateOwner => ({
  createdBy: row.created_by,
  teamId: row.team_id,
  organisationId: row.organisation_id,
});

function outlineOf({ content = [] }: PlanNode): TemplateOutline {
  const steps = content.flatMap((section) => section.content ?? []).filter(({ type }) => type === 'lessonStep');
  return {
    steps: steps.map(({ attrs = {}, content: fields = [] }, place) => ({
      id: `${place}`,
      name: fields
        .filter((field) => field.attrs?.['kind'] === 'name')
        .map(textBelow)
        .join('')
        .trim(),
      minutes: typeof attrs['minutes'] === 'number' ? attrs['minutes'] : null,
      floor: floors.find((floor) => floor === attrs['floor']) ?? 'lead',
    })),
    sections: content.flatMap((section) => {
      const kind = planSections.find((each) => each === section.attrs?.['kind']);
      return kind === undefined || kind === 'steps' || textBelow(section).trim() === '' ? [] : [kind];
    }),
  };
}
