import { randomUUID } from 'node:crypto';
import * as Y from 'yjs';
import {
  homeworkLayers,
  planRoot,
  planSections,
  sites,
  stepFields,
  type Floor,
  type HomeworkLayer,
  type PlanSectionKind,
  type Site,
  type StepFieldKind,
} from '../../shared/planDocument.ts';

/** One block of a plan: a paragraph, a small heading, or a list with one line an item. */
export type PlanBlock = string | { heading: string } | { bullets: readonly string[] } | { numbered: readonly string[] };

/** What stands in one place: a single paragraph, several blocks, or nothing yet. */
export type PlanText = PlanBlock | readonly PlanBlock[];

export interface PlanStep {
  minutes: number | null;
  floor: Floor;
  text: Partial<Record<StepFieldKind, PlanText>>;
}

/** A plan as plain data. What is left out is made empty, so that the place to write is there. */
export interface PlanContent {
  sections?: Partial<Record<PlanSectionKind, PlanText>>;
  /** 学情, one entry a class. */
  learners: readonly { className: string; text?: PlanText }[];
  preparation?: Partial<Record<Site, PlanText>>;
  steps: readonly PlanStep[];
  homework?: Partial<Record<HomeworkLayer, PlanText>>;
}

/**
 * Writes a plan into an empty document. All sections are made, in the order of the printed 教案; a section that has parts
 * (a class, a site, a step, a layer of homework) holds its own text first, if there is any, and then the parts.
 */
export function fillPlan(doc: Y.Doc, content: PlanContent): void {
  const parts: Partial<Record<PlanSectionKind, Y.XmlElement[]>> = {
    learners: content.learners.map(({ className, text }) => {
      return element('learnerProfile', { id: randomUUID(), className }, blocks(text));
    }),
    preparation: sites.map((site) => element('sitePreparation', { site }, blocks(content.preparation?.[site]))),
    steps: content.steps.map(stepElement),
    homework: homeworkLayers.map((layer) => element('homeworkLayer', { layer }, blocks(content.homework?.[layer]))),
  };
  const sections = planSections.map((kind) => {
    const text = content.sections?.[kind];
    const own = parts[kind];
    return element('planSection', { kind }, [...(own && text === undefined ? [] : blocks(text)), ...(own ?? [])]);
  });
  doc.getXmlFragment(planRoot).insert(0, sections);
}

/** The standard template: four steps whose minutes add up to the lesson, and one 学情 block a class (at least one). */
export function standardPlan(lesson: { periods: number; minutes: number; classNames: readonly string[] }): PlanContent {
  const total = lesson.periods * lesson.minutes;
  const eighth = Math.max(1, Math.round(total / 8));
  const steps: [string, number, Floor][] = [
    ['导入', eighth, 'lead'],
    ['新授', total - 3 * eighth - (total >= 8 ? eighth : 0), 'lead'],
    ['练习', total >= 8 ? 2 * eighth : eighth, 'local'],
    ['小结', eighth, 'both'],
  ];
  const classNames = lesson.classNames.length > 0 ? lesson.classNames : [''];
  return {
    learners: classNames.map((className) => ({ className })),
    steps: steps.map(([name, minutes, floor]) => ({ minutes, floor, text: { name } })),
  };
}

function stepElement({ minutes, floor, text }: PlanStep): Y.XmlElement {
  const fields = stepFields.map((kind) => element('stepField', { kind }, blocks(text[kind])));
  return element('lessonStep', { id: randomUUID(), ...(minutes === null ? {} : { minutes }), floor }, fields);
}

function blocks(text: PlanText | undefined): Y.XmlElement[] {
  const list: readonly PlanBlock[] = text === undefined ? [''] : isMany(text) ? text : [text];
  return list.map(block);
}

function block(content: PlanBlock): Y.XmlElement {
  if (typeof content === 'string') return textBlock('paragraph', {}, content);
  if ('heading' in content) return textBlock('heading', { level: 3 }, content.heading);
  const [name, items] = 'bullets' in content ? ['bulletList', content.bullets] : ['orderedList', content.numbered];
  return element(
    name,
    {},
    items.map((item) => element('listItem', {}, [textBlock('paragraph', {}, item)])),
  );
}

function textBlock(name: string, attributes: Attributes, text: string): Y.XmlElement {
  return element(name, attributes, text === '' ? [] : [new Y.XmlText(text)]);
}

type Attributes = Record<string, string | number>;

function element(name: string, attributes: Attributes, children: (Y.XmlElement | Y.XmlText)[]): Y.XmlElement {
  const made = new Y.XmlElement<Attributes>(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.insert(0, children);
  return made as Y.XmlElement;
}

function isMany(text: PlanText): text is readonly PlanBlock[] {
  return Array.isArray(text);
}
