import { planSections } from '../../shared/planDocument.ts';
import { textBelow, type PlanNode } from '../../shared/planNode.ts';

/** One text of a plan that can be found, and where it is. */
export interface PlanEntry {
  kind: 'plan' | 'step';
  /** The kind of a section, or the id of a step or of a class. */
  anchor: string;
  /** Of a step, the kind of its written part; of a class, `learnerProfile`. */
  field: string;
  /** Tells apart what has the same place, and the parts of a long text. */
  position: number;
  weight: number;
  body: string;
}

/** Raised when plans are read in another way, so that all entries are made anew. */
export const entryRules = 1;

/** A long text is entered in parts of so many characters, which overlap so that nothing on a seam is missed. */
const partLength = 4_000;
const overlap = 100;

const stepNameWeight = 3;

/** Everything in a plan that can be found, in its order. */
export function readEntries(plan: PlanNode): PlanEntry[] {
  const entries: PlanEntry[] = [];
  const taken = new Map<string, number>();
  const add = (kind: PlanEntry['kind'], anchor: string, field: string, text: string, weight = 1) => {
    for (const body of partsOf(clean(text))) {
      const place = `${kind} ${anchor} ${field}`;
      const position = taken.get(place) ?? 0;
      taken.set(place, position + 1);
      entries.push({ kind, anchor, field, position, weight, body });
    }
  };

  for (const section of plan.content ?? []) {
    const sectionKind = attribute(section, 'kind');
    const parts = section.content ?? [];
    const own = parts.filter(({ type }) => !(type in partReaders));
    // The basics repeat the card of the lesson, which has an entry of its own.
    if (planSections.some((kind) => kind === sectionKind)) add('plan', sectionKind, '', own.map(textBelow).join('\n'));
    for (const part of parts) partReaders[part.type]?.(part, sectionKind, add);
  }
  return entries;
}

type Add = (kind: PlanEntry['kind'], anchor: string, field: string, text: string, weight?: number) => void;

/** The parts of a section that are found on their own. */
const partReaders: Readonly<Record<string, (part: PlanNode, section: string, add: Add) => void>> = {
  lessonStep: (step, _section, add) => {
    for (const field of step.content ?? []) {
      const kind = attribute(field, 'kind');
      add('step', attribute(step, 'id'), kind, textBelow(field), kind === 'name' ? stepNameWeight : 1);
    }
  },
  learnerProfile: (profile, _section, add) =>
    add(
      'plan',
      attribute(profile, 'id') || 'learners',
      'learnerProfile',
      `${attribute(profile, 'className')}\n${textBelow(profile)}`,
    ),
  sitePreparation: (part, section, add) => add('plan', section, attribute(part, 'site'), textBelow(part)),
  homeworkLayer: (part, section, add) => add('plan', section, attribute(part, 'layer'), textBelow(part)),
};

function attribute({ attrs }: PlanNode, name: string): string {
  const value = attrs?.[name];
  return typeof value === 'string' ? value.slice(0, 200) : '';
}

/** What stands for no text is a space; NUL and halves of characters, which the database refuses, are left out. */
function clean(text: string): string {
  return text
    .replaceAll('\ufffc', ' ')
    .replaceAll('\u0000', '')
    .replaceAll(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '')
    .trim();
}

function partsOf(text: string): string[] {
  if (text === '') return [];
  // By whole characters: half of one could not be stored.
  const characters = text.length > partLength ? [...text] : null;
  if (characters === null) return [text];
  const parts: string[] = [];
  for (let from = 0; from === 0 || from + overlap < characters.length; from += partLength - overlap) {
    parts.push(characters.slice(from, from + partLength).join(''));
  }
  return parts;
}
