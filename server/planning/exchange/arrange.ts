import { randomUUID } from 'node:crypto';
import type { ImportChoice } from '../../../shared/exchange.ts';
import { homeworkLayers, planSections, sites, type PlanSectionKind } from '../../../shared/planDocument.ts';
import { textBelow, type PlanAttributes, type PlanNode } from '../../../shared/planNode.ts';
import { printedWords } from './printing/printedWords.ts';
import { paragraph } from './recognition/lines.ts';
import type { ReadPart } from './tasks.ts';

/** The parts that a section is made of, and the attribute that tells one from another; a step is always a new one. */
const partsOf: Partial<Record<PlanSectionKind, { type: string; key: string | null }>> = {
  learners: { type: 'learnerProfile', key: 'className' },
  preparation: { type: 'sitePreparation', key: 'site' },
  homework: { type: 'homeworkLayer', key: 'layer' },
  steps: { type: 'lessonStep', key: null },
};

/**
 * The plan as it is to be once the chosen parts of a file are in it (SPEC-exchange.md, X5). Sections that nothing was chosen for stay
 * as they are, to the letter.
 */
export function arrange(live: PlanNode, parts: readonly ReadPart[], choices: readonly ImportChoice[]): PlanNode {
  const byPart = new Map(choices.map((choice) => [choice.part, choice]));
  const sections = [...(live.content ?? [])];
  for (const kind of planSections) {
    const chosen = parts.filter(({ id }) => byPart.get(id)?.into === kind);
    if (chosen.length === 0) continue;
    const replaces = chosen.some(({ id }) => byPart.get(id)?.how === 'replace');
    const content = chosen.flatMap((part) => fitting(kind, part.content));
    const at = sections.findIndex((section) => section.attrs?.['kind'] === kind);
    const old = sections[at];
    const whole: PlanNode = {
      type: 'planSection',
      attrs: { ...old?.attrs, kind },
      content: joined(kind, old?.content ?? [], content, replaces),
    };
    if (old !== undefined) sections[at] = whole;
    else sections.splice(placeFor(kind, sections), 0, whole);
  }
  return { ...live, content: sections };
}

/** What of another section's parts comes into this one becomes plain blocks, with a line that says whose they were. */
function fitting(kind: PlanSectionKind, content: readonly PlanNode[]): PlanNode[] {
  const own = partsOf[kind]?.type;
  return content.flatMap((node): PlanNode[] => {
    if (node.type === own || !Object.values(partsOf).some(({ type }) => type === node.type)) return [node];
    return opened(node);
  });
}

function opened(node: PlanNode): PlanNode[] {
  const words = printedWords.zh;
  const blocks = (node.content ?? []).flatMap((child): PlanNode[] => {
    if (child.type !== 'stepField') return [child];
    const field = child.attrs?.['kind'] as keyof typeof words.fields;
    if (textBelow(child).trim() === '' && !(child.content ?? []).some(({ type }) => type !== 'paragraph')) return [];
    return field === 'name'
      ? (child.content ?? []).map(asHeading)
      : [paragraph(words.fields[field], true), ...(child.content ?? [])];
  });
  const label = labelOf(node);
  return label === '' ? blocks : [paragraph(label, true), ...blocks];
}

const asHeading = (node: PlanNode): PlanNode =>
  node.type === 'paragraph' ? { ...node, type: 'heading', attrs: { level: 3 } } : node;

function labelOf({ attrs }: PlanNode): string {
  const words = printedWords.zh;
  const [className, site, layer] = [attrs?.['className'], attrs?.['site'], attrs?.['layer']];
  if (typeof className === 'string') return className;
  if (typeof site === 'string') return words.sites[site as keyof typeof words.sites];
  return typeof layer === 'string' ? words.layers[layer as keyof typeof words.layers] : '';
}

function joined(kind: PlanSectionKind, old: readonly PlanNode[], added: readonly PlanNode[], replaces: boolean): PlanNode[] {
  const kept = replaces || isEmpty(old) ? [] : [...old];
  const parts = partsOf[kind];
  if (parts === undefined) return orEmptyLine([...kept, ...added]);
  const loose = added.filter(({ type }) => type !== parts.type);
  const made = added.filter(({ type }) => type === parts.type);
  // 学情 without a class is that of the class that the plan is for.
  const own = kind === 'learners' && made.length === 0 && loose.length > 0 ? [profileOf(old, loose)] : made;
  const before = own === made ? loose : [];
  const firstPart = kept.findIndex(({ type }) => type === parts.type);
  const texts = kept.slice(0, firstPart === -1 ? kept.length : firstPart);
  const merged = own.reduce((all, part) => mergeInto(all, part, parts.key), kept.slice(texts.length));
  return [...texts, ...before, ...withMissing(kind, merged)];
}

function mergeInto(all: readonly PlanNode[], part: PlanNode, key: string | null): PlanNode[] {
  const at = key === null ? -1 : all.findIndex(({ type, attrs }) => type === part.type && attrs?.[key] === part.attrs?.[key]);
  const there = all[at];
  if (there === undefined) return [...all, part];
  const content = isEmpty(there.content ?? []) ? part.content : [...(there.content ?? []), ...(part.content ?? [])];
  return all.with(at, { ...there, ...(content === undefined ? {} : { content }) });
}

/** The places to write that every plan has. */
function withMissing(kind: PlanSectionKind, parts: readonly PlanNode[]): PlanNode[] {
  const make = (type: string, attrs: PlanAttributes): PlanNode => ({ type, attrs, content: [paragraph('')] });
  if (kind === 'preparation') return inOrder(sites, 'site', 'sitePreparation', parts, make);
  if (kind === 'homework') return inOrder(homeworkLayers, 'layer', 'homeworkLayer', parts, make);
  if (kind === 'learners' && parts.length === 0) return [make('learnerProfile', { id: randomUUID(), className: '' })];
  return [...parts];
}

function inOrder(
  all: readonly string[],
  key: string,
  type: string,
  parts: readonly PlanNode[],
  make: (type: string, attrs: PlanAttributes) => PlanNode,
): PlanNode[] {
  const known = all.flatMap((value) => {
    const found = parts.filter(({ attrs }) => attrs?.[key] === value);
    return found.length > 0 ? found : [make(type, { [key]: value })];
  });
  return [...known, ...parts.filter((part) => !known.includes(part))];
}

function profileOf(old: readonly PlanNode[], content: PlanNode[]): PlanNode {
  const [only, another] = old.filter(({ type }) => type === 'learnerProfile');
  const attrs = only !== undefined && another === undefined ? only.attrs : { id: randomUUID(), className: '' };
  return { type: 'learnerProfile', ...(attrs === undefined ? {} : { attrs }), content };
}

function placeFor(kind: PlanSectionKind, sections: readonly PlanNode[]): number {
  const rank = (node: PlanNode) => planSections.indexOf(node.attrs?.['kind'] as PlanSectionKind);
  const at = sections.findIndex((section) => rank(section) > planSections.indexOf(kind));
  return at === -1 ? sections.length : at;
}

const orEmptyLine = (content: PlanNode[]): PlanNode[] => (content.length > 0 ? content : [paragraph('')]);

const said = new Set(['planImage', 'planFile', 'blockMath', 'inlineMath', 'mention', 'table']);

const isEmpty = (nodes: readonly PlanNode[]): boolean =>
  nodes.every(({ type, text, content }) => !said.has(type) && (text ?? '').trim() === '' && isEmpty(content ?? []));
