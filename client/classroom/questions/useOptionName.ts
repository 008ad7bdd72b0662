import { useWords } from '../../ui/words.ts';
import { words } from './words.ts';

/** Says an answer: A to D as they are, 对 and 错, a short text as it was written. */
export function useOptionName(): (answer: string) => string {
  const t = useWords(words);
  return (answer) => (answer === 'yes' || answer === 'no' ? t(`option.${answer}`) : answer);
}

/** The code in two groups of three, as one reads it out. */
export const spacedCode = (code: string): string => `${code.slice(0, 3)} ${code.slice(3)}`;

/** Where students' devices join, as one types it. */
export const answerAddress = (): string => `${location.host}/answer`;
