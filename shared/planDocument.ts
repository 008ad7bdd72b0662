import type * as Y from 'yjs';
import { isInlineLeaf, wordsOfLeaf } from './planLeaf.ts';

/**
 * The shape of a plan as a Yjs document. The editor's schema (`planSchema.ts`) and everything that reads a plan
 * without an editor (run-sheet, search, export) use the names given here.
 *
 * The root is one XmlFragment, `plan`. Its children are `planSection` elements with a `kind`. Content expressions of the
 * schema are loose (`*`) on purpose: two people deleting at once must never leave a tree that an editor would wipe.
 */
export const planRoot = 'plan';

/** The document kind registered with the document server, and its schema version: raised with every new node or mark. */
export const planKind = 'plan';
export const planSchemaVersion = 2;

/** Sections of a plan in the order of the printed 教案. */
export const planSections = [
  'basics', // 课题/学科/年级/教材版本/课时
  'textbook', // 教材分析
  'objectives', // 教学目标(核心素养)
  'learners', // 学情分析: one `learnerProfile` per class
  'keyPoints', // 教学重点/难点
  'methods', // 教学方法
  'preparation', // 教学准备: one `sitePreparation` per site
  'steps', // 教学过程: `lessonStep`s
  'board', // 板书设计
  'homework', // 作业设计(分层): `homeworkLayer`s
  'reflection', // 教学反思
] as const;
export type PlanSectionKind = (typeof planSections)[number];

/** Sites of a dual-teacher class. */
export const sites = ['lead', 'local'] as const;
export type Site = (typeof sites)[number];

/** Who holds the floor during a step. */
export const floors = ['lead', 'local', 'both', 'students'] as const;
export type Floor = (typeof floors)[number];

/** The written parts of a dual-teacher step, each one `stepField` element with this `kind`. */
export const stepFields = [
  'name', // 环节
  'lead', // lead-teacher activity 主讲教师活动
  'local', // local-teacher activity 辅讲教师活动
  'students', // student activity 学生活动
  'intent', // 设计意图
  'cue', // cue to hand over 交接口令
  'answering', // which site answers and how 作答方式
  'evidence', // evidence to collect on site 现场证据
  'lineDrop', // 断线预案
] as const;
export type StepFieldKind = (typeof stepFields)[number];

/** Layers of the homework: 基础 for everyone, 提高 and 拓展 for those who want more. */
export const homeworkLayers = ['basic', 'improved', 'extended'] as const;
export type HomeworkLayer = (typeof homeworkLayers)[number];

/** One step of the run-sheet as plain text, read from the live plan. `id` is stable for the life of the step. */
export interface RunSheetStep {
  id: string;
  minutes: number | null;
  floor: Floor;
  text: Record<StepFieldKind, string>;
}

/**
 * What a plan still lacks before it can be final. `where` is a section kind, or a step's or profile's id; `label` its name, and for
 * `sum` the minutes of all steps.
 */
export interface PlanGap {
  what: 'learners' | 'lineDrop' | 'minutes' | 'sum' | 'steps';
  where: string;
  label: string;
}

/** The elements of `parent` with the given node name, in order. */
export function childElements(parent: Y.XmlFragment | Y.XmlElement, name: string): Y.XmlElement[] {
  return parent.toArray().filter((child): child is Y.XmlElement => 'nodeName' in child && child.nodeName === name);
}

/** The plain text below an element; blocks are separated by a newline. What is no text is said in words (`wordsOfLeaf`). */
export function plainText(node: Y.XmlFragment | Y.XmlElement | Y.XmlText | Y.XmlHook): string {
  if (!('toArray' in node)) return rawText(node as Y.XmlText);
  const children = node.toArray();
  const inline = children.every((child) => !('toArray' in child) || isInlineLeaf(elementName(child)));
  return children
    .map((child) => leafWords(child) || plainText(child))
    .join(inline ? '' : '\n')
    .trim();
}

function leafWords(node: object): string {
  return 'getAttributes' in node ? wordsOfLeaf(elementName(node), (node as Y.XmlElement).getAttributes()) : '';
}

/** The characters of one text, as an editor counts them: what is not text is one object replacement character. */
export function rawText(text: Y.XmlText): string {
  return text
    .toDelta()
    .map((part: { insert: unknown }) => (typeof part.insert === 'string' ? part.insert : '\ufffc'))
    .join('');
}

function elementName(node: object): string {
  return 'nodeName' in node && typeof node.nodeName === 'string' ? node.nodeName : '';
}

/** The steps of a plan in order, as the run-sheet shows them. Reads only; never fails on an incomplete plan. */
export function readRunSheet(root: Y.XmlFragment): RunSheetStep[] {
  return childElements(root, 'planSection')
    .filter((section) => section.getAttribute('kind') === 'steps')
    .flatMap((section) => childElements(section, 'lessonStep'))
    .map(readStep)
    .map((step, index, steps) => {
      // Two people who move a step at once make two of it, until an editor has told them apart.
      const first = steps.findIndex(({ id }) => id === step.id) === index;
      return first && step.id !== '' ? step : { ...step, id: `${step.id}~${index}` };
    });
}

/**
 * What keeps a plan from being final: no steps, an empty 学情 block, a step without minutes or line-drop plan, and steps that take
 * more or less time together than the lesson has.
 * @param minutes How long the lesson is: periods × minutes of one.
 */
export function findPlanGaps(root: Y.XmlFragment, minutes: number): PlanGap[] {
  const gaps: PlanGap[] = [];
  const learners = childElements(root, 'planSection').filter((section) => section.getAttribute('kind') === 'learners');
  const profiles = learners.flatMap((section) => childElements(section, 'learnerProfile'));
  if (profiles.length === 0 && learners.every((section) => plainText(section) === '')) {
    gaps.push({ what: 'learners', where: 'learners', label: '' });
  }
  for (const profile of profiles) {
    if (plainText(profile) === '') {
      const where = attribute(profile, 'id');
      gaps.push({ what: 'learners', where: where || 'learners', label: attribute(profile, 'className') });
    }
  }
  const steps = readRunSheet(root);
  if (steps.length === 0) gaps.push({ what: 'steps', where: 'steps', label: '' });
  for (const step of steps) {
    if (step.minutes === null) gaps.push({ what: 'minutes', where: step.id, label: step.text.name });
    if (step.text.lineDrop === '') gaps.push({ what: 'lineDrop', where: step.id, label: step.text.name });
  }
  const sum = steps.reduce((all, step) => all + (step.minutes ?? 0), 0);
  // While a step has no minutes yet, that is what is missing.
  if (steps.length > 0 && steps.every((step) => step.minutes !== null) && sum !== minutes) {
    gaps.push({ what: 'sum', where: 'steps', label: String(sum) });
  }
  return gaps;
}

function readStep(element: Y.XmlElement): RunSheetStep {
  const text = Object.fromEntries(stepFields.map((kind) => [kind, ''])) as Record<StepFieldKind, string>;
  for (const field of childElements(element, 'stepField')) {
    const kind = attribute(field, 'kind');
    if (kind in text) text[kind as StepFieldKind] = plainText(field);
  }
  const minutes = Number(attribute(element, 'minutes'));
  const floor = attribute(element, 'floor');
  return {
    id: attribute(element, 'id'),
    minutes: Number.isFinite(minutes) && minutes > 0 ? minutes : null,
    floor: floors.find((known) => known === floor) ?? 'lead',
    text,
  };
}

/** Attributes set by an editor may be numbers although Yjs types them as strings. */
function attribute(element: Y.XmlElement, name: string): string {
  const value: unknown = element.getAttribute(name);
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
