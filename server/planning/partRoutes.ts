import type * as Y from 'yjs';
import { movePlanStep, releasePart, takePart } from '../../shared/planning.ts';
import { findStep, moveStep } from '../../shared/planSteps.ts';
import { conflict, forbidden, notFound } from '../errors.ts';
import type { Handle } from '../http/handle.ts';
import type { Documents } from '../realtime/documentTypes.ts';
import type { LessonNews } from './lessonNews.ts';
import type { Lessons } from './lessons.ts';
import type { TakenParts } from './takenParts.ts';

export interface PartRoutesDeps {
  handle: Handle;
  lessons: Lessons;
  documents: Documents;
  taken: TakenParts;
  told: LessonNews;
}

/** The endpoints of shared/planning.ts about parts of a plan: taking them on, and moving steps. */
export function registerPartRoutes({ handle, lessons, documents, taken, told }: PartRoutesDeps): void {
  handle(takePart, async ({ params }, { caller }) => {
    const seen = await lessons.access(params.lessonId, caller);
    await taken.take(seen, params.partId, caller.accountId);
    await told(params.lessonId);
    return lessons.presentOne(seen);
  });

  handle(releasePart, async ({ params }, { caller }) => {
    const seen = await lessons.access(params.lessonId, caller);
    await taken.release(seen, params.partId, caller.accountId);
    await told(params.lessonId);
    return lessons.presentOne(seen);
  });

  handle(movePlanStep, async ({ params, body }, { caller }) => {
    const { lesson, rights } = await lessons.access(params.lessonId, caller);
    const isThere = (doc: Y.Doc) => findStep(doc, params.partId) !== null;
    if (!(await documents.read(lesson.documentId, isThere))) throw notFound();
    if (!rights.editPlan) throw forbidden('Only those who write the plan move its steps.');
    const place = await documents.change(lesson.documentId, caller.accountId, (doc) =>
      moveStep(doc, params.partId, body.before, new Set(body.busy)),
    );
    if (place === null) throw conflict('step_gone', 'The step is no longer where it was.');
    return { place };
  });
}
