import type { Lesson } from '../../shared/planning.ts';

/** How many lessons Today lists. */
const shown = 5;

/** A class may begin late: a lesson planned for this long ago is still the next one, in milliseconds. */
const latenessMs = 3 * 60 * 60 * 1000;

/** The lessons still being worked on: those I have a part in first, then those of my teams, the latest change first. */
export function lessonsInProgress(lessons: Lesson[], accountId: string): Lesson[] {
  const isMine = ({ people }: Lesson) => people.some(({ person }) => person.id === accountId);
  const going = lessons.filter(({ state }) => state !== 'reflected');
  return [...going.filter(isMine), ...going.filter((lesson) => !isMine(lesson))].slice(0, shown);
}

/** The lesson with a final plan whose class I may open next: the soonest planned one, or else one without a time. */
export function lessonReadyToTeach(lessons: Lesson[], now = Date.now()): Lesson | undefined {
  const time = ({ plannedFor }: Lesson) => (plannedFor === null ? Infinity : Date.parse(plannedFor));
  return lessons
    .filter((lesson) => lesson.state === 'final' && lesson.rights.openClass && time(lesson) > now - latenessMs)
    .toSorted((one, other) => time(one) - time(other))[0];
}
