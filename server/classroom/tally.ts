import { choices, verdicts, type AnswerBar, type QuestionKind } from '../../shared/classroom/questions.ts';

/** What a tally needs to know of a question. */
export interface Tallied {
  kind: QuestionKind;
  options: number;
  /** Counted by hand: how many gave an answer. */
  counts: Readonly<Record<string, number>>;
  /** The keys of short texts that are kept from the class. */
  hidden: readonly string[];
}

/** A chart of short texts has at most so many bars; the rarest are left out. */
const mostBars = 60;

/** The options of a question, in order; none for short texts. */
export function optionsOf({ kind, options }: Pick<Tallied, 'kind' | 'options'>): string[] {
  if (kind === 'choice') return choices.slice(0, options);
  return kind === 'yesno' ? [...verdicts] : [];
}

/** Short texts are the same when they differ in width, case, spaces and the sign at their end only (T3.4). */
function textKey(text: string): string {
  const plain = text.normalize('NFKC').toLowerCase().replaceAll(/\s+/gu, ' ').trim();
  return plain.replace(/[。．.,，!！?？;；]+$/u, '') || plain;
}

/** The key of an answer: the option itself, or what its text is compared by. */
export const answerKey = (kind: QuestionKind, answer: string): string => (kind === 'text' ? textKey(answer) : answer);

/**
 * The bars of a question's chart: all options in order, or the short texts from the most frequent to the rarest.
 * @param given How many devices gave each answer, in their own words.
 */
export function tally(question: Tallied, given: readonly { answer: string; times: number }[]): AnswerBar[] {
  const bars = new Map<string, Bar>();
  for (const option of optionsOf(question)) bars.set(option, newBar());
  const barOf = (answer: string) => {
    const key = answerKey(question.kind, answer);
    const bar = bars.get(key) ?? newBar();
    bars.set(key, bar);
    return bar;
  };
  for (const { answer, times } of given) {
    const bar = barOf(answer);
    bar.devices += times;
    bar.words.set(answer, (bar.words.get(answer) ?? 0) + times);
  }
  for (const [answer, times] of Object.entries(question.counts)) {
    const bar = barOf(answer);
    bar.counted += times;
    bar.words.set(answer, (bar.words.get(answer) ?? 0) + times);
  }
  const all = [...bars].map(([key, { devices, counted, words }]) => ({
    key,
    label: question.kind === 'text' ? mostFrequent(words) : key,
    devices,
    counted,
    hidden: question.hidden.includes(key),
  }));
  if (question.kind !== 'text') return all;
  const total = ({ devices, counted }: AnswerBar) => devices + counted;
  return all.toSorted((one, other) => total(other) - total(one)).slice(0, mostBars);
}

interface Bar {
  devices: number;
  counted: number;
  words: Map<string, number>;
}

const newBar = (): Bar => ({ devices: 0, counted: 0, words: new Map() });

function mostFrequent(words: ReadonlyMap<string, number>): string {
  const [first] = [...words].toSorted(([, one], [, other]) => other - one);
  return first?.[0] ?? '';
}
