import {
  floors,
  homeworkLayers,
  planSections,
  sites,
  stepFields,
  type Floor,
  type PlanSectionKind,
  type StepFieldKind,
} from '../../../../shared/planDocument.ts';
import { textBelow, type PlanNode } from '../../../../shared/planNode.ts';
import type { PrintedWords } from './printedWords.ts';

/** A stretch of a section: what it is of (a class, a site, a layer), if of anything, and what is written there. */
export interface PrintedPart {
  label: string;
  blocks: PlanNode[];
}

export interface PrintedStep {
  minutes: number | null;
  floor: Floor;
  fields: Record<StepFieldKind, PlanNode[]>;
}

export interface PrintedSection {
  kind: PlanSectionKind;
  label: string;
  parts: PrintedPart[];
  steps: PrintedStep[];
}

/** Sections that are printed while nothing is in them, since people write there by hand. */
const byHand: ReadonlySet<PlanSectionKind> = new Set(['board', 'reflection']);

/** A plan as it is printed: its sections in their order, without what is empty. */
export function readPrinted(plan: PlanNode, words: PrintedWords): PrintedSection[] {
  return (plan.content ?? []).flatMap((section) => {
    const kind = planSections.find((each) => each === section.attrs?.['kind']);
    if (section.type !== 'planSection' || kind === undefined) return [];
    const read = readSection(section, kind, words);
    return read.parts.length > 0 || read.steps.length > 0 || byHand.has(kind) ? [read] : [];
  });
}

function readSection(section: PlanNode, kind: PlanSectionKind, words: PrintedWords): PrintedSection {
  const parts: PrintedPart[] = [];
  const steps: PrintedStep[] = [];
  for (const child of section.content ?? []) {
    if (child.type === 'lessonStep') steps.push(readStep(child));
    else {
      const label = labelOf(child, words);
      const last = parts.at(-1);
      if (label === null && last !== undefined && last.label === '') last.blocks.push(child);
      else parts.push({ label: label ?? '', blocks: label === null ? [child] : [...(child.content ?? [])] });
    }
  }
  return {
    kind,
    label: words.sections[kind],
    parts: parts.map((part) => ({ ...part, blocks: written(part.blocks) })).filter(({ blocks }) => blocks.length > 0),
    steps,
  };
}

function readStep(step: PlanNode): PrintedStep {
  const minutes = Number(step.attrs?.['minutes'] ?? 0);
  const fields = Object.fromEntries(stepFields.map((kind): [StepFieldKind, PlanNode[]] => [kind, []])) as PrintedStep['fields'];
  for (const field of step.content ?? []) {
    const kind = stepFields.find((each) => each === field.attrs?.['kind']);
    if (kind !== undefined) fields[kind].push(...written(field.content ?? []));
  }
  return {
    minutes: Number.isFinite(minutes) && minutes > 0 ? minutes : null,
    floor: floors.find((each) => each === step.attrs?.['floor']) ?? 'lead',
    fields,
  };
}

/** The label of a part of a section, or null for a block of the section's own text. */
function labelOf({ type, attrs }: PlanNode, words: PrintedWords): string | null {
  if (type === 'learnerProfile') return typeof attrs?.['className'] === 'string' ? attrs['className'] : '';
  if (type === 'sitePreparation') return words.sites[sites.find((each) => each === attrs?.['site']) ?? 'lead'];
  if (type === 'homeworkLayer') return words.layers[homeworkLayers.find((each) => each === attrs?.['layer']) ?? 'basic'];
  return null;
}

/** Without empty lines at the beginning and the end; nothing at all where nothing is written. */
function written(blocks: readonly PlanNode[]): PlanNode[] {
  const says = blocks.map(hasContent);
  const first = says.indexOf(true);
  return first === -1 ? [] : blocks.slice(first, says.lastIndexOf(true) + 1);
}

const shown = new Set(['planImage', 'planFile', 'blockMath', 'inlineMath', 'mention', 'horizontalRule']);

const hasContent = (node: PlanNode): boolean =>
  shown.has(node.type) || (node.text ?? '').trim() !== '' || (node.content ?? []).some(hasContent);

/** The fields of a step that stand in columns of their own; those that no step uses are left out, but never the first two. */
export function stepColumns(steps: readonly PrintedStep[]): StepFieldKind[] {
  const used = (kind: StepFieldKind) => steps.some(({ fields }) => fields[kind].length > 0);
  return (['lead', 'local', 'students', 'intent'] as const).filter(
    (kind) => kind === 'lead' || kind === 'students' || used(kind),
  );
}

/** The fields of a step that go across below its columns. */
export const widthFields = ['cue', 'answering', 'evidence', 'lineDrop'] as const;

export const totalMinutes = (steps: readonly PrintedStep[]): number =>
  steps.reduce((sum, { minutes }) => sum + (minutes ?? 0), 0);

/** What is said of a step beside its name: its minutes and who holds the floor. */
export function stepFacts({ minutes, floor }: PrintedStep, words: PrintedWords): string[] {
  return [...(minutes === null ? [] : [words.minutes(minutes)]), words.floors[floor]];
}

/** Blocks as plain text. */
export const plainBlocks = (blocks: readonly PlanNode[]): string => blocks.map(textBelow).join('\n').trim();

/** Text that XML can hold: without control characters and halves of characters. */
export function printable(text: string): string {
  // oxlint-disable-next-line no-control-regex -- control characters are exactly what is taken out.
  return text.replaceAll(/\p{Cs}/gu, '\ufffd').replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '');
}

/** An attribute that is a text, or an empty one. */
export function wordsOf({ attrs }: PlanNode, name: string): string {
  const value = attrs?.[name];
  return typeof value === 'string' ? value : '';
}
