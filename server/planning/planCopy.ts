import { randomUUID } from 'node:crypto';
import { planSections, type PlanSectionKind } from '../../shared/planDocument.ts';
import { isComment, textBelow, type PlanNode } from '../../shared/planNode.ts';

/** Sections that say what is true of one class, or of one time that it was taught. */
const ofOneClass: readonly PlanSectionKind[] = ['learners', 'reflection'];

const blank: PlanNode = { type: 'paragraph' };

/**
 * A plan for other classes (SPEC-variants.md, F2–F4). Steps keep their ids, by which the two plans are compared; comments and
 * mentions stay behind, 学情 is empty for each class, and the reflection is empty.
 * @param given `keepReference` quotes the former 学情 and reflection at their place, where they are no answer for the new class.
 */
export function copyForClasses(plan: PlanNode, given: { classNames: readonly string[]; keepReference: boolean }): PlanNode {
  const { classNames, keepReference } = given;
  return mapSections(plan, (section, kind) => {
    if (!ofOneClass.includes(kind)) return { ...section, content: contentOf(section).flatMap(forOthers) };
    const reference = keepReference ? contentOf(section).flatMap(forOthers).flatMap(quoted) : [];
    const own = kind === 'learners' ? classNames.map(emptyProfile) : [blank];
    return { ...section, content: [...own, ...reference] };
  });
}

/**
 * What of a plan any lesson can start from (SPEC-variants.md, T2): no people, classes, reflection, pictures or files. Without text
 * only the steps are left, with their names, minutes and who holds the floor.
 */
export function toTemplate(plan: PlanNode, { withText }: { withText: boolean }): PlanNode {
  return mapSections(plan, (section, kind) => {
    if (ofOneClass.includes(kind)) return { ...section, content: [] };
    const content = contentOf(section).flatMap(forAnybody);
    if (withText) return { ...section, content };
    const parts = content.filter(({ type }) => !isBlock(type)).map(emptied);
    return { ...section, content: parts.length > 0 ? parts : [blank] };
  });
}

/** A plan to start with: the template with a 学情 block for each class (at least one), and steps of its own. */
export function fromTemplate(template: PlanNode, classNames: readonly string[]): PlanNode {
  return mapSections(template, (section, kind) => {
    if (kind === 'learners') {
      return { ...section, content: (classNames.length > 0 ? classNames : ['']).map(emptyProfile) };
    }
    const content = contentOf(section).map((part) =>
      part.type === 'lessonStep' ? { ...part, attrs: { ...part.attrs, id: randomUUID() } } : part,
    );
    return { ...section, content: content.length > 0 ? content : [blank] };
  });
}

/** The ids of pictures and files in a plan. */
export function filesIn(node: PlanNode): string[] {
  const own = node.attrs?.['fileId'];
  return [...(typeof own === 'string' && own !== '' ? [own] : []), ...contentOf(node).flatMap(filesIn)];
}

/** All sections of a plan in their order, made where they are missing; anything else at the root is left out. */
function mapSections(plan: PlanNode, change: (section: PlanNode, kind: PlanSectionKind) => PlanNode): PlanNode {
  const sections = planSections.flatMap((kind) => {
    const own = contentOf(plan).filter(({ type, attrs }) => type === 'planSection' && attrs?.['kind'] === kind);
    const [first, ...more] = own;
    if (first === undefined) return [change({ type: 'planSection', attrs: { kind }, content: [blank] }, kind)];
    return [change({ ...first, content: [first, ...more].flatMap(contentOf) }, kind)];
  });
  return { ...plan, content: sections };
}

/** A node without what belongs to the lesson it was written in; a mention stays as the words it was. */
function forOthers(node: PlanNode): PlanNode[] {
  if (node.type === 'mention') {
    const name = node.attrs?.['name'];
    return typeof name === 'string' && name !== '' ? [{ type: 'text', text: `@${name}` }] : [];
  }
  return [withoutOwners(node, forOthers)];
}

/** A node without people, pictures and files. */
function forAnybody(node: PlanNode): PlanNode[] {
  if (node.type === 'mention' || typeof node.attrs?.['fileId'] === 'string') return [];
  return [withoutOwners(node, forAnybody)];
}

function withoutOwners(node: PlanNode, below: (child: PlanNode) => PlanNode[]): PlanNode {
  const marks = node.marks?.filter((mark) => !isComment(mark));
  return {
    ...node,
    ...(marks === undefined ? {} : { marks }),
    ...(node.content === undefined ? {} : { content: node.content.flatMap(below) }),
  };
}

/** A part with its places to write and nothing in them; a step keeps its name. */
function emptied(part: PlanNode): PlanNode {
  if (part.type !== 'lessonStep') return { ...part, content: [blank] };
  const fields = contentOf(part).map((field) => (field.attrs?.['kind'] === 'name' ? field : { ...field, content: [blank] }));
  return { ...part, content: fields };
}

/** What was written of another class: quoted, below a line that says whose it is. */
function quoted(node: PlanNode): PlanNode[] {
  if (textBelow(node).trim() === '' && filesIn(node).length === 0) return [];
  if (isBlock(node.type)) return [{ type: 'blockquote', content: [node] }];
  const name = node.attrs?.['className'];
  const heading = typeof name === 'string' && name !== '' ? `参考（${name}）：` : '参考：';
  return [
    { type: 'blockquote', content: [{ type: 'paragraph', content: [{ type: 'text', text: heading }] }, ...contentOf(node)] },
  ];
}

const emptyProfile = (className: string): PlanNode => ({
  type: 'learnerProfile',
  attrs: { id: randomUUID(), className },
  content: [blank],
});

const contentOf = (node: PlanNode): readonly PlanNode[] => node.content ?? [];

/** Parts of a plan hold blocks; everything else in a section is a block itself. */
const isBlock = (type: string): boolean => !['learnerProfile', 'sitePreparation', 'homeworkLayer', 'lessonStep'].includes(type);
