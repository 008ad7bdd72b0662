import { z } from 'zod';
import { endpoint } from './http.ts';
import { floors, planSections } from './planDocument.ts';
import { Done, Id, Line, ListOf, Moment, Person, Text } from './values.ts';

const Place = z.object({ id: Id, name: z.string() });

/** A template belongs to its maker alone, to a team, or to an organisation; one of `team` and `organisation` is then given. */
export const Template = z.object({
  id: Id,
  name: z.string(),
  description: z.string(),
  subject: z.string(),
  grade: z.string(),
  team: Place.nullable(),
  organisation: Place.nullable(),
  /** Whether it holds what was written, and not only the steps. */
  withText: z.boolean(),
  by: Person,
  updatedAt: Moment,
  mayManage: z.boolean(),
});
export type Template = z.output<typeof Template>;

/** What a template holds, in short: its steps, and the sections in which something is written. */
export const TemplateOutline = z.object({
  steps: z.array(z.object({ id: z.string(), name: z.string(), minutes: z.number().nullable(), floor: z.enum(floors) })),
  sections: z.array(z.enum(planSections)),
});
export type TemplateOutline = z.output<typeof TemplateOutline>;

const TemplateParams = z.object({ templateId: Id });
const LessonParams = z.object({ lessonId: Id });
const card = {
  name: Line(80),
  description: z.union([Text(500), z.literal('')]),
  subject: z.union([Line(40), z.literal('')]),
  grade: z.union([Line(40), z.literal('')]),
};

export const listTemplates = endpoint({
  method: 'GET',
  path: '/api/templates',
  summary: 'The templates I can start a lesson from, beside the standard one',
  audience: 'account',
  output: ListOf(Template),
});

export const getTemplate = endpoint({
  method: 'GET',
  path: '/api/templates/:templateId',
  summary: 'A template with its outline',
  audience: 'account',
  params: TemplateParams,
  output: Template.extend({ outline: TemplateOutline }),
});

/** Neither a team nor an organisation: a template of my own. */
export const saveTemplate = endpoint({
  method: 'POST',
  path: '/api/lessons/:lessonId/templates',
  summary: 'Save a plan as a template, without its people, classes and dates',
  audience: 'account',
  params: LessonParams,
  body: z
    .object({
      name: card.name,
      description: card.description.default(''),
      subject: card.subject.default(''),
      grade: card.grade.default(''),
      teamId: Id.nullable().default(null),
      organisationId: Id.nullable().default(null),
      withText: z.boolean(),
    })
    .refine(({ teamId, organisationId }) => teamId === null || organisationId === null, {
      path: ['teamId'],
      message: 'A template belongs to a team or to an organisation.',
    }),
  output: Template,
});

export const updateTemplate = endpoint({
  method: 'PATCH',
  path: '/api/templates/:templateId',
  summary: 'Change what a template is called and for (those who look after it)',
  audience: 'account',
  params: TemplateParams,
  body: z.object({
    name: card.name.optional(),
    description: card.description.optional(),
    subject: card.subject.optional(),
    grade: card.grade.optional(),
  }),
  output: Template,
});

/** Lessons that were started from the template stay as they are. */
export const replaceTemplate = endpoint({
  method: 'PUT',
  path: '/api/templates/:templateId/lessons/:lessonId',
  summary: 'Make the plan of a lesson the content of a template (those who look after it)',
  audience: 'account',
  params: TemplateParams.extend(LessonParams.shape),
  body: z.object({ withText: z.boolean() }),
  output: Template,
});

export const deleteTemplate = endpoint({
  method: 'DELETE',
  path: '/api/templates/:templateId',
  summary: 'Delete a template; lessons that were started from it stay (those who look after it)',
  audience: 'account',
  params: TemplateParams,
  output: Done,
});
