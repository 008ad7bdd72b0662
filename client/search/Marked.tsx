import { Mark } from '@mantine/core';
import type { FoundPassage } from '../../shared/search.ts';

/** A text with the words that were looked for. */
export function Marked({ text, marks }: Pick<FoundPassage, 'text' | 'marks'>) {
  const pieces = marks.flatMap(([from, to], index) => [
    { key: `before ${from}`, text: text.slice(marks[index - 1]?.[1] ?? 0, from), marked: false },
    { key: `at ${from}`, text: text.slice(from, to), marked: true },
  ]);
  const rest = text.slice(marks.at(-1)?.[1] ?? 0);
  return (
    <>
      {pieces.map((piece) => (piece.marked ? <Mark key={piece.key}>{piece.text}</Mark> : piece.text))}
      {rest}
    </>
  );
}
