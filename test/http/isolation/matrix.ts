import type { z } from 'zod';
import type { AnyEndpoint } from '../../../server/http/handle.ts';
import type { Ids } from './belongings.ts';

/** The bodies of routes that name things in their path, such as are taken from those who may. */
export const bodies: Record<string, unknown> = {
  'GET /api/pairings/:pairingId': undefined,
  'POST /api/pairings/:pairingId/teams': { name: '新团队', kind: 'teaching-research' },
  'PATCH /api/members/:memberId': { endsOn: '2999-01-01' },
  'DELETE /api/members/:memberId': undefined,
  'POST /api/teams/:teamId/needs': { title: '需求', description: '', subject: '数学', grade: '四年级' },
  'GET /api/teams/:teamId/people': undefined,
  'GET /api/lessons/:lessonId': undefined,
  'PATCH /api/lessons/:lessonId': { title: '别的题目' },
  'POST /api/lessons/:lessonId/state': { state: 'review' },
  'PUT /api/lessons/:lessonId/people/:personId': { part: 'mentor' },
  'DELETE /api/lessons/:lessonId/people/:personId': undefined,
  'PUT /api/lessons/:lessonId/taken-parts/:partId': undefined,
  'DELETE /api/lessons/:lessonId/taken-parts/:partId': undefined,
  'POST /api/lessons/:lessonId/steps/:partId/place': { before: null },
  'GET /api/lessons/:lessonId/versions': undefined,
  'POST /api/lessons/:lessonId/versions': { name: '初稿' },
  'GET /api/lessons/:lessonId/versions/:versionId': undefined,
  'PATCH /api/lessons/:lessonId/versions/:versionId': { name: '二稿' },
  'POST /api/lessons/:lessonId/versions/:versionId/restoration': undefined,
  'GET /api/lessons/:lessonId/visit': undefined,
  'PUT /api/lessons/:lessonId/visit': undefined,
  'GET /api/lessons/:lessonId/family': undefined,
  'GET /api/lessons/:lessonId/plan': undefined,
  'POST /api/lessons/:lessonId/family/:relativeId/suggestions': {
    place: { section: 'methods', part: null, field: null },
    before: '',
    after: '小组合作',
    body: '',
  },
  'POST /api/lessons/:lessonId/templates': { name: '模板', withText: false },
  'GET /api/templates/:templateId': undefined,
  'PATCH /api/templates/:templateId': { name: '别的名称' },
  'PUT /api/templates/:templateId/lessons/:lessonId': { withText: true },
  'DELETE /api/templates/:templateId': undefined,
  'GET /api/lessons/:lessonId/class-sessions': undefined,
  'POST /api/lessons/:lessonId/class-sessions': {},
  'POST /api/class-sessions/:sessionId/open': undefined,
  'GET /api/class-sessions/:sessionId': undefined,
  'DELETE /api/class-sessions/:sessionId': undefined,
  'POST /api/class-sessions/:sessionId/end': undefined,
  'GET /api/class-sessions/:sessionId/board': undefined,
  'GET /api/lessons/:lessonId/threads': undefined,
  'POST /api/lessons/:lessonId/threads': { kind: 'note', anchor: { type: 'lesson' }, body: '记录' },
  'POST /api/threads/:threadId/comments': { body: '回复' },
  'POST /api/threads/:threadId/resolution': { resolved: true },
  'POST /api/threads/:threadId/decision': {
    outcome: 'declined',
    reason: '另有安排',
    decisionId: '7f1f5f0e-9d5c-4c8a-8a3e-0a9f3a7f6b11',
  },
  'GET /api/lessons/:lessonId/readers': undefined,
  'POST /api/lessons/:lessonId/files': undefined,
  'GET /api/lessons/:lessonId/files': undefined,
  'PUT /api/lessons/:lessonId/files/:fileId': undefined,
  'GET /api/files/:fileId': undefined,
  'GET /api/class-sessions/:sessionId/record': undefined,
  'GET /api/lessons/:lessonId/step-times': undefined,
  'GET /api/class-sessions/:sessionId/recordings': undefined,
  'GET /api/recordings/:recordingId/video': undefined,
  'DELETE /api/recordings/:recordingId': undefined,
  'POST /api/recordings/:recordingId/processing': undefined,
  'GET /api/jobs/:jobId': undefined,
  'DELETE /api/jobs/:jobId': undefined,
  'GET /api/jobs/:jobId/preview': undefined,
  'GET /api/jobs/:jobId/file': undefined,
  'POST /api/lessons/:lessonId/import': { jobId: '7f1f5f0e-9d5c-4c8a-8a3e-0a9f3a7f6b11', choices: [] },
  'POST /api/lessons/:lessonId/exports': { format: 'docx' },
  'GET /api/lessons/:lessonId/print': undefined,
  'DELETE /api/devices/:deviceId': undefined,
  'POST /api/notifications/:notificationId/read': undefined,
};

/** What a path names that is no id of a thing: the token of an invitation is itself the right to it. */
export const notIds = new Set(['token']);

/** Routes that name things in their body: for each name, the body with `own` things but for that one. */
export const named: Record<string, (ids: Ids) => Record<string, unknown>> = {
  'POST /api/lessons': ({ teamId, needId, colleagueId }) => ({
    teamId,
    needId,
    coPlannerIds: [colleagueId],
    title: '新课',
    subject: '数学',
    grade: '四年级',
    classNames: ['四（2）班'],
    reason: '换一个班',
  }),
  'POST /api/lessons/:lessonId/import': ({ jobId }) => ({ jobId, choices: [] }),
  'POST /api/lessons/:lessonId/templates': () => ({ name: '模板', withText: true }),
  'POST /api/pairings': ({ organisationId }) => ({
    name: '新结对',
    supportingOrganisationId: organisationId,
    recipientOrganisationId: organisationId,
    startsOn: '2026-01-01',
  }),
  'POST /api/devices': ({ organisationId }) => ({ code: '000000', organisationId, name: '大屏' }),
  'POST /api/invitations': ({ organisationId, teamId }) => ({ organisationId, teamId, role: 'rear', startsOn: '2026-01-01' }),
};

/** Routes whose body names something that has a test of its own (`test/demo`), or an id that the client makes itself. */
export const namedElsewhere = new Set(['POST /api/demo/session']);
export const madeByClient = new Set(['commentId', 'decisionId', 'threadId']);

/** What only those who plan can do; everything else is tried as a coordinator. */
export const byPlanners = new Set(['POST /api/lessons', 'POST /api/lessons/:lessonId/import']);

/** Which kind of thing a name in a body means. */
export const kindOfName: Record<string, keyof Ids> = {
  teamId: 'teamId',
  needId: 'needId',
  templateId: 'templateId',
  originId: 'lessonId',
  jobId: 'jobId',
  coPlannerIds: 'colleagueId',
  organisationId: 'organisationId',
  supportingOrganisationId: 'organisationId',
  recipientOrganisationId: 'organisationId',
};

export const keyOf = ({ method, path }: Pick<AnyEndpoint, 'method' | 'path'>) => `${method} ${path}`;

export const paramsOf = ({ path }: Pick<AnyEndpoint, 'path'>) =>
  [...path.matchAll(/:(\w+)/g)].map(([, name]) => name ?? '').filter((name) => !notIds.has(name));

/** The names in a schema that mean a thing of somebody's. */
export function idsNamedIn(schema: unknown): string[] {
  const shape = (schema as { shape?: Record<string, z.ZodType> } | undefined)?.shape ?? {};
  return Object.keys(shape).filter((name) => /Ids?$/.test(name) && !madeByClient.has(name));
}
