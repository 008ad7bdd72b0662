import { isComment, type PlanAttributes, type PlanNode } from './planNode.ts';
import type { NewsPlace, PlanNews } from './planNews.ts';

/**
 * A spell of writing: the places of a plan that changed in it, as `placesChanged` names them, and the ids of all who wrote in it. Null are
 * all places.
 */
export interface Spell {
  authors: string[];
  places: string[] | null;
}

/** The places at which two states of one plan differ. Much cheaper than a difference: it does not ask what changed there. */
export function placesChanged(before: PlanNode, after: PlanNode): string[] {
  const [old, now] = [placesOfPlan(before), placesOfPlan(after)];
  return [...new Set([...old.keys(), ...now.keys()])].filter((place) => old.get(place) !== now.get(place));
}

/**
 * Who may have made a change: everybody who wrote in a spell in which its place changed. Empty when no spell accounts for it, as when the
 * server itself made it.
 */
export function authorsOfNews({ kind, of, place }: Pick<PlanNews, 'kind' | 'of' | 'place'>, spells: readonly Spell[]): string[] {
  const whole = of === 'step' || of === 'profile';
  const name = whole && kind === 'moved' ? orderOf(place.section) : nameOf(whole ? { ...place, field: null } : place);
  const found = spells.filter(({ places }) => places === null || places.includes(name));
  return [...new Set(found.flatMap(({ authors }) => authors))];
}

const nameOf = ({ section, part, field }: NewsPlace): string => JSON.stringify([section, part?.id ?? '', field ?? '']);
const orderOf = (section: string): string => JSON.stringify([section, 'order']);

/** What is said at each place of a plan. A place holds what is written in it, not what is in the places below it. */
function placesOfPlan(plan: PlanNode): Map<string, string> {
  const places = new Map<string, string>();
  const add = (name: string, said: string) => places.set(name, `${places.get(name) ?? ''}${said};`);
  for (const section of plan.content ?? []) {
    const kind = word(section.attrs?.['kind']);
    const inSection = { section: kind, part: null, field: null };
    for (const child of section.content ?? []) {
      const { type, attrs = {} } = child;
      const id = word(attrs['id']);
      if (type === 'lessonStep' || type === 'learnerProfile') {
        const part = { ...inSection, part: { id, name: '' } };
        add(orderOf(kind), id);
        add(nameOf(part), factsOf(attrs));
        for (const block of child.content ?? []) {
          add(nameOf(block.type === 'stepField' ? { ...part, field: word(block.attrs?.['kind']) } : part), saidBy(block));
        }
      } else {
        const field = type === 'sitePreparation' ? attrs['site'] : type === 'homeworkLayer' ? attrs['layer'] : null;
        add(nameOf({ ...inSection, field: field === null ? null : word(field) }), saidBy(child));
      }
    }
  }
  return places;
}

/** Everything that a node says, as one string: without comments, and however its text is cut into nodes. */
function saidBy(node: PlanNode): string {
  const head = `${node.type}${factsOf(node.attrs)}`;
  let [inside, format] = ['', ''];
  for (const part of node.content ?? []) {
    const marks = (part.marks ?? []).filter((mark) => !isComment(mark));
    const own = marks.map((mark) => JSON.stringify([mark.type, mark.attrs ?? {}])).toSorted();
    if (own.join() !== format) inside += `<${(format = own.join())}>`;
    inside += part.text === undefined ? saidBy(part) : JSON.stringify(part.text).slice(1, -1);
  }
  return `${head}(${inside})`;
}

/** Attributes that say something, in a fixed order; how a step came to where it is does not. */
function factsOf(attrs: PlanAttributes = {}): string {
  const said = Object.entries(attrs).filter(([name, value]) => name !== 'seen' && value !== null && value !== undefined);
  return JSON.stringify(said.toSorted(([one], [other]) => (one < other ? -1 : 1)));
}

const word = (value: unknown): string => (typeof value === 'string' ? value : '');
