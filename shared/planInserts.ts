import { mergeAttributes, Node, type NodeConfig } from '@tiptap/core';
import { Table, TableCell, TableHeader, TableRow } from '@tiptap/extension-table';
import { attribute } from './planAttribute.ts';
import { wordsOfLeaf } from './planLeaf.ts';

/**
 * What is put into the text of a plan: tables, pictures, attachments, formulas and the names of people. Files themselves are
 * no part of the document, only their ids are. As in the rest of the schema, content is loose and nothing is ever narrowed.
 */

const tableNodes: readonly Node[] = [
  (Table as Node).extend({
    content: 'tableRow*',
    // What edits tables belongs to the client. The stock plugin also "mends" uneven tables on every page that gets to see one, so
    // that two people who change a table at once would each add the missing cells, and mend each other's mending.
    addProseMirrorPlugins: () => [],
    addNodeView: () => null,
    // No style attributes, which the page's content policy refuses.
    renderHTML: ({ HTMLAttributes }) => ['table', mergeAttributes(HTMLAttributes), ['tbody', 0]],
  }),
  TableRow as Node,
  (TableHeader as Node).extend({ content: 'block*' }),
  (TableCell as Node).extend({ content: 'block*' }),
];

/** A picture on lines of its own. `width` and `height` are those of the file in pixels, so that its place is kept while it loads. */
const planImage = leaf(
  'planImage',
  'figure',
  { group: 'block' },
  {
    fileId: '',
    name: '',
    width: null,
    height: null,
    alt: '',
    caption: '',
  },
);

/** An attachment; `size` is in bytes. */
const planFile = leaf('planFile', 'div', { group: 'block' }, { fileId: '', name: '', size: null });

/** A formula in a line, and one on a line of its own, in TeX. */
const inlineMath = leaf('inlineMath', 'span', { group: 'inline', inline: true }, { latex: '' });
const blockMath = leaf('blockMath', 'div', { group: 'block' }, { latex: '' });

/** A person of the lesson in the text. */
const mention = leaf('mention', 'span', { group: 'inline', inline: true }, { id: '', accountId: '', name: '' });

export const insertedNodes: readonly Node[] = [...tableNodes, planImage, planFile, inlineMath, blockMath, mention];

function leaf(name: string, tag: string, config: Partial<NodeConfig>, attributes: Record<string, string | number | null>): Node {
  return Node.create({
    name,
    atom: true,
    ...config,
    addAttributes: () => Object.fromEntries(Object.entries(attributes).map(([key, value]) => [key, attribute(key, value)])),
    parseHTML: () => [{ tag: `${tag}[data-plan-node="${name}"]` }],
    // With the words that stand for it, for whatever other program it is pasted into.
    renderHTML: ({ HTMLAttributes, node }) => [
      tag,
      mergeAttributes({ 'data-plan-node': name }, HTMLAttributes),
      wordsOfLeaf(name, node.attrs),
    ],
    renderText: ({ node }) => wordsOfLeaf(name, node.attrs),
  });
}
