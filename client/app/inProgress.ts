import type { Lesson } from '../../shared/planning.ts';

/** How many lessons Today shows. */
const shown = 5;

/** The lessons still being worked on: those I have a part in first, then those of my teams, the latest change first. */
export function inProgress(lessons: Lesson[], accountId: string): Lesson[] {
  const isMine = ({ people }: Lesson) => people.some(({ person }) => person.id === accountId);
  const going = lessons.filter(({ state }) => state !== 'reflected');
  return [...going.filter(isMine), ...going.filter((lesson) => !isMine(lesson))].slice(0, shown);
}
