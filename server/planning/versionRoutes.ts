import {
  getVersion,
  getVisit,
  keepVersion,
  listVersions,
  nameVersion,
  recordVisit,
  restoreVersion,
} from '../../shared/versions.ts';
import { forbidden } from '../errors.ts';
import type { Caller } from '../http/caller.ts';
import type { Handle } from '../http/handle.ts';
import type { Lessons } from './lessons.ts';
import type { Versions } from './versions.ts';
import type { Visits } from './visits.ts';

/** The endpoints of shared/versions.ts. Whoever sees a lesson sees its versions; those who write its plan keep and restore them. */
export function registerVersionRoutes(deps: { handle: Handle; lessons: Lessons; versions: Versions; visits: Visits }): void {
  const { handle, lessons, versions, visits } = deps;
  const seen = async (lessonId: string, caller: Caller) => (await lessons.access(lessonId, caller)).lesson;

  /** @throws notFound, forbidden */
  const written = async (lessonId: string, versionId: string | null, caller: Caller) => {
    const { lesson, rights } = await lessons.access(lessonId, caller);
    if (versionId !== null) await versions.check(lesson.id, versionId);
    if (!rights.editPlan) throw forbidden('Only those who write the plan keep and restore its versions.');
    return lesson;
  };

  handle(listVersions, async ({ params }, { caller }) => ({
    items: await versions.list((await seen(params.lessonId, caller)).id),
  }));

  handle(keepVersion, async ({ params, body }, { caller }) => {
    const lesson = await written(params.lessonId, null, caller);
    return versions.keepNamed(lesson, body.name, caller.accountId);
  });

  handle(getVersion, async ({ params }, { caller }) => {
    const lesson = await seen(params.lessonId, caller);
    return versions.read(lesson.id, params.versionId);
  });

  handle(nameVersion, async ({ params, body }, { caller }) => {
    const lesson = await written(params.lessonId, params.versionId, caller);
    return versions.rename(lesson.id, params.versionId, body.name);
  });

  handle(restoreVersion, async ({ params }, { caller }) => {
    const lesson = await written(params.lessonId, params.versionId, caller);
    return versions.restore(lesson, params.versionId, caller.accountId);
  });

  handle(getVisit, async ({ params }, { caller }) => visits.read(await seen(params.lessonId, caller), caller.accountId));

  handle(recordVisit, async ({ params }, { caller }) => {
    const { lesson, row } = await lessons.access(params.lessonId, caller);
    await visits.record({ ...row, documentId: lesson.documentId }, caller.accountId);
    return { done: true as const };
  });
}
