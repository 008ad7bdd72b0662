import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { MarkType, NodeType } from '@tiptap/pm/model';
import * as Y from 'yjs';
import { planRoot } from '../../shared/planDocument.ts';
import type { PlanAttributes, PlanMark, PlanNode } from '../../shared/planNode.ts';
import { planSchema } from '../../shared/planSchema.ts';

const compress = promisify(gzip);
const decompress = promisify(gunzip);

/**
 * The plan as an editor would read it, with the defaults of all attributes filled in. Unlike an editor's own binding this
 * never deletes what does not fit the schema; it leaves it out.
 */
export function readPlan(doc: Y.Doc): PlanNode {
  return { type: 'doc', ...contentOf(doc.getXmlFragment(planRoot)) };
}

/** What is below an element, as plain data. */
export function readChildren(parent: Y.XmlFragment): PlanNode[] {
  return parent.toArray().flatMap((child) => {
    if (child instanceof Y.XmlText) return readText(child);
    return child instanceof Y.XmlElement ? readElement(child) : [];
  });
}

/** Content as it is stored: lone surrogates and NUL, which JSON columns refuse, survive. */
export const packContent = (content: PlanNode): Promise<Buffer> => compress(JSON.stringify(content));

export async function unpackContent(packed: Buffer): Promise<PlanNode> {
  return JSON.parse((await decompress(packed)).toString('utf8')) as PlanNode;
}

function readElement(element: Y.XmlElement): PlanNode[] {
  const type = planSchema.nodes[element.nodeName];
  if (type === undefined || type.isText) return [];
  return [{ type: type.name, ...attributesOf(type, element.getAttributes()), ...contentOf(element) }];
}

function readText(text: Y.XmlText): PlanNode[] {
  const parts = text.toDelta() as { insert: unknown; attributes?: Record<string, unknown> }[];
  return parts.flatMap(({ insert, attributes = {} }): PlanNode[] => {
    if (typeof insert !== 'string' || insert === '') return [];
    const marks = Object.entries(attributes).flatMap(([key, value]) => readMark(key, value));
    return [{ type: 'text', ...(marks.length > 0 ? { marks } : {}), text: insert }];
  });
}

/** Marks that may overlap have a hash of themselves behind their name. */
function readMark(key: string, value: unknown): PlanMark[] {
  const type = planSchema.marks[key.replace(/--[A-Za-z0-9+/=]{8}$/, '')];
  if (type === undefined || value === null) return [];
  return [{ type: type.name, ...attributesOf(type, typeof value === 'object' ? { ...value } : {}) }];
}

function contentOf(parent: Y.XmlFragment): { content?: PlanNode[] } {
  const content = readChildren(parent);
  return content.length > 0 ? { content } : {};
}

function attributesOf(type: NodeType | MarkType, given: Record<string, unknown>): { attrs?: PlanAttributes } {
  // What a move has taken in is told in clients and clocks of this document, which mean nothing in a version of it.
  const known = Object.entries(type.spec.attrs ?? {}).filter(([name]) => name !== 'seen');
  if (known.length === 0) return {};
  return { attrs: Object.fromEntries(known.map(([name, spec]) => [name, given[name] ?? (spec.default as unknown) ?? null])) };
}
