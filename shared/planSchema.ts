import { getSchema, Mark, mergeAttributes, Node, type AnyExtension, type NodeConfig } from '@tiptap/core';
import type { Schema } from '@tiptap/pm/model';
import StarterKit from '@tiptap/starter-kit';
import { attribute } from './planAttribute.ts';
import { insertedNodes } from './planInserts.ts';

/**
 * The nodes and marks of a plan, without anything that draws them. The server and every client, whatever its role, load
 * exactly these: an editor whose schema lacks a node deletes that node from everybody's document just by opening it.
 * Hence nothing here is ever removed or narrowed, and `planSchemaVersion` is raised with every addition.
 *
 * Content expressions are loose. Two people may each delete the neighbour that the other kept, and an element that does not
 * fit its expression would be deleted as a whole by the next editor that opens it; an empty one is merely empty.
 */
export const planNodes = [
  planNode('planSection', { content: '(block | planPart)*' }, { kind: 'basics' }),
  /** 学情 of one class. */
  planNode('learnerProfile', { group: 'planPart', content: 'block*' }, { id: '', className: '' }),
  /** What one site prepares. */
  planNode('sitePreparation', { group: 'planPart', content: 'block*' }, { site: 'lead' }),
  planNode('homeworkLayer', { group: 'planPart', content: 'block*' }, { layer: 'basic' }),
  /** A dual-teacher step; `minutes` is null while nobody has said how long it takes. `seen` is of a copy that a move made (`stepClocks.ts`). */
  planNode('lessonStep', { group: 'planPart', content: 'stepField*' }, { id: '', minutes: null, floor: 'lead', seen: null }),
  planNode('stepField', { content: 'block*' }, { kind: 'name' }),
];

/** The anchor of a feedback thread. Several may lie over the same words, and typing at its end does not lengthen it. */
export const CommentMark = Mark.create({
  name: 'comment',
  excludes: '',
  inclusive: false,
  addAttributes: () => ({ threadId: attribute('threadId', '') }),
  parseHTML: () => [{ tag: 'span[data-thread-id]' }],
  renderHTML: ({ HTMLAttributes }) => ['span', mergeAttributes({ class: 'plan-comment' }, HTMLAttributes), 0],
});

const PlanDocument = Node.create({ name: 'doc', topNode: true, content: 'planSection*' });

/** Content of the stock nodes, loosened for the reason given above. */
const loosened: Readonly<Record<string, string>> = {
  bulletList: 'listItem*',
  orderedList: 'listItem*',
  listItem: 'block*',
  blockquote: 'block*',
};

/**
 * Paragraphs, headings, lists and the marks of ordinary text. Undo belongs to collaboration; the end of a plan stays as it is.
 * No code: it allows no other mark, so that a comment set on it would make its whole block unfit for the schema.
 */
const OrdinaryText = StarterKit.extend({
  addExtensions() {
    const extensions: AnyExtension[] = this.parent?.() ?? [];
    return extensions.map((extension) => {
      const content = loosened[extension.name];
      return content === undefined ? extension : (extension as Node).extend({ content });
    });
  },
}).configure({
  document: false,
  code: false,
  codeBlock: false,
  undoRedo: false,
  trailingNode: false,
  link: { openOnClick: false },
});

/** All extensions that add to the schema. `drawn` replaces nodes of a plan by the same nodes with a view. */
export function planExtensions(drawn: readonly Node[] = []): AnyExtension[] {
  const nodes = [...planNodes, ...insertedNodes].map((node) => drawn.find(({ name }) => name === node.name) ?? node);
  return [PlanDocument, OrdinaryText, ...nodes, CommentMark];
}

/** The schema of a plan for whoever reads or writes one without an editor. */
export const planSchema: Schema = getSchema(planExtensions());

function planNode(name: string, config: Partial<NodeConfig>, attributes: Record<string, string | number | null>): Node {
  return Node.create({
    name,
    // Neither backspace at an edge nor lifting out of a list may merge two parts of a plan.
    isolating: true,
    defining: true,
    selectable: false,
    ...config,
    addAttributes: () => Object.fromEntries(Object.entries(attributes).map(([key, value]) => [key, attribute(key, value)])),
    parseHTML: () => [{ tag: `div[data-plan-node="${name}"]` }],
    renderHTML: ({ HTMLAttributes }) => ['div', mergeAttributes({ 'data-plan-node': name }, HTMLAttributes), 0],
  });
}
