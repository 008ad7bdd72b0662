import type { ParsedInput } from '../../shared/http.ts';
import type { bringChange } from '../../shared/variants.ts';
import { conflict } from '../errors.ts';
import type { LessonAccess, Planning } from '../planning/index.ts';
import type { Threads, Written } from './threads.ts';

type Change = ParsedInput<typeof bringChange>['body'];

/** Brings what one lesson of a family says to another one, as a suggestion that names who wrote it (SPEC-variants.md, B1–B4). */
export interface Bringing {
  /** @throws conflict `source_changed`, `passage_gone`, `passage_too_long`, with nothing written. */
  bring: (to: LessonAccess, from: LessonAccess, accountId: string, change: Change) => Promise<Written>;
}

/** Makes it of the threads and the live plans. */
export function createBringing({ planning, threads }: { planning: Planning; threads: Threads }): Bringing {
  return {
    async bring({ lesson, ...access }, from, accountId, { place, before, after, body, commentId, at }) {
      const source = after === '' ? null : await planning.plans.writersOf(from.lesson, { place, words: after });
      if (after !== '' && source === null) {
        throw conflict('source_changed', 'The other lesson does not say this any more.');
      }
      const passage = before === '' ? null : await planning.plans.findLines(lesson.documentId, { place, words: before, at });
      if (before !== '' && passage === null) {
        throw conflict('passage_gone', 'The words you chose are no longer in the plan. Choose the passage again.');
      }
      const hasStep =
        place.section === 'steps' && place.part !== null && (await planning.plans.hasPart(lesson.documentId, place));
      const isWording = passage !== null && source?.isText === true;
      return threads.open({ lesson, ...access }, accountId, {
        kind: 'suggestion',
        commentId,
        anchor:
          passage !== null
            ? { type: 'plan', from: base64(passage.from), to: base64(passage.to), quote: before }
            : hasStep
              ? { type: 'step', stepId: place.part ?? '' }
              : { type: 'lesson' },
        // What cannot be put in the place of other words is told in the comment.
        body: isWording || after === '' ? body : [body, after].filter((part) => part !== '').join('\n\n'),
        ...(isWording ? { wording: after } : {}),
        source: { lessonId: from.lesson.id, authorIds: source?.authorIds ?? [] },
      });
    },
  };
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
