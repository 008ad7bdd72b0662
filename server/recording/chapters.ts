/** A stretch of a recording that belongs to one step, in milliseconds from its beginning. */
export interface Chapter {
  stepId: string | null;
  name: string;
  startMs: number;
  endMs: number;
}

/** A move of the class to a step. */
export interface Mark {
  stepId: string;
  name: string;
  at: Date;
}

/** A step that lasted less than this in the recording was only passed by. */
const shortestMs = 1_000;
/** What comes before the first step is a chapter of its own when it is longer than this. */
const shortestBeginningMs = 3_000;

/** The moves of a class as chapters of its recording (SPEC 4.4). They follow each other without gaps. */
export function toChapters(marks: readonly Mark[], startMs: number, lengthMs: number, beginning: string): Chapter[] {
  const starts = marks
    .map(({ stepId, name, at }) => ({ stepId, name, startMs: Math.max(0, at.getTime() - startMs) }))
    .filter((chapter) => chapter.startMs < lengthMs);
  const chapters = starts
    .map((chapter, index): Chapter => ({ ...chapter, endMs: starts[index + 1]?.startMs ?? lengthMs }))
    .filter(({ startMs: from, endMs }, index) => endMs - from >= shortestMs || (index === starts.length - 1 && endMs > from));
  const first = chapters[0]?.startMs ?? lengthMs;
  if (first >= shortestBeginningMs || chapters.length === 0) {
    return [{ stepId: null, name: beginning, startMs: 0, endMs: first }, ...joined(chapters)];
  }
  return joined(chapters.map((chapter, index) => (index === 0 ? { ...chapter, startMs: 0 } : chapter)));
}

/** Closes what was left open by steps that were only passed by. */
function joined(chapters: readonly Chapter[]): Chapter[] {
  return chapters.map((chapter, index) => ({ ...chapter, endMs: chapters[index + 1]?.startMs ?? chapter.endMs }));
}
