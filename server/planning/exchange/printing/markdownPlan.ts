import { stepFields } from '../../../../shared/planDocument.ts';
import type { ExportTask } from '../tasks.ts';
import { factsOf } from './facts.ts';
import { escapeText, markdownBlocks, markdownHeading, type MarkdownContext } from './markdownBlocks.ts';
import { plainBlocks, readPrinted, stepFacts, type PrintedStep } from './printed.ts';
import { printedWords } from './printedWords.ts';

/** A plan as Markdown: headings for sections and steps, and the pictures in the file itself, at its end. */
export function writeMarkdown({ plan, lesson, language, pictures }: ExportTask): string {
  const words = printedWords[language];
  const used = new Map<string, string>();
  const context: MarkdownContext = {
    words,
    picture: (fileId) => {
      const picture = pictures.get(fileId);
      if (picture === undefined) return null;
      const name = used.get(fileId) ?? `${words.picture} ${used.size + 1}`;
      used.set(fileId, name);
      return name;
    },
  };
  const bold = (label: string) => `**${escapeText(label)}**`;
  const step = (each: PrintedStep): string[] => [
    markdownHeading(3, plainBlocks(each.fields.name) || words.fields.name),
    bold(stepFacts(each, words).join(' · ')),
    ...stepFields.flatMap((kind) =>
      kind === 'name' || each.fields[kind].length === 0
        ? []
        : [bold(words.fields[kind]), markdownBlocks(each.fields[kind], context)],
    ),
  ];
  const [, ...facts] = factsOf(lesson, words);
  const parts = [
    markdownHeading(1, lesson.title),
    facts.map(([name, value]) => `- ${name}${words.colon}${escapeText(value)}`).join('\n'),
    ...readPrinted(plan, words).flatMap(({ label, parts: own, steps }) => [
      markdownHeading(2, label),
      ...own.flatMap((part) => [...(part.label === '' ? [] : [bold(part.label)]), markdownBlocks(part.blocks, context)]),
      ...steps.flatMap(step),
    ]),
    [...used].map(([fileId, name]) => definition(name, pictures.get(fileId))).join('\n'),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function definition(name: string, picture: { type: string; bytes: Uint8Array } | undefined): string {
  return picture === undefined ? '' : `[${name}]: data:${picture.type};base64,${Buffer.from(picture.bytes).toString('base64')}`;
}
