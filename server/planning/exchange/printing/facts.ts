import type { PrintedLesson } from '../tasks.ts';
import type { PrintedWords } from './printedWords.ts';

/** The header of the printed plan: what is known of the lesson, each with its name, the topic first. */
export function factsOf(lesson: PrintedLesson, words: PrintedWords): [string, string][] {
  const { facts, comma } = words;
  const all: [string, string][] = [
    [facts.title, lesson.title],
    [facts.subject, lesson.subject],
    [facts.grade, lesson.grade],
    [facts.textbook, lesson.textbook],
    [facts.periods, words.periodsOf(lesson.periods, lesson.minutes)],
    [facts.leadPlanner, lesson.leadPlanner],
    [facts.coPlanners, lesson.coPlanners.join(comma)],
    [facts.plannedFor, lesson.plannedFor],
  ];
  return all.filter(([, value]) => value !== '');
}
