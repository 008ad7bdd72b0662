import { z } from 'zod';
import { endpoint } from '../../shared/http.ts';

/** A JSON schema, as far as the page shows it. */
export interface JsonSchema {
  type?: string | string[];
  format?: string;
  enum?: unknown[];
  const?: unknown;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  minLength?: number;
  maxLength?: number;
}

interface Content {
  content?: Record<string, { schema?: JsonSchema }>;
}

/** One endpoint of the description. */
export interface Operation {
  summary?: string;
  tags?: string[];
  parameters?: { name: string; in: string; required?: boolean; schema?: JsonSchema }[];
  requestBody?: Content;
  responses: Record<string, Content & { description: string }>;
}

/** The parts of an OpenAPI 3.1 description that the page shows. */
export interface OpenApi {
  info: { title: string; version: string; description?: string };
  paths: Record<string, Record<string, Operation>>;
}

/** The description that the server makes from its own endpoints. */
export const openApi = endpoint({
  method: 'GET',
  path: '/api/openapi.json',
  summary: 'This description',
  audience: 'anyone',
  output: z.custom<OpenApi>(),
});

/** An endpoint with its method and path, for lists. */
export interface ListedOperation {
  method: string;
  path: string;
  operation: Operation;
}

/** The endpoints by their first tag, in the order in which the server declared them. */
export function byTag({ paths }: OpenApi): [tag: string, operations: ListedOperation[]][] {
  const groups = new Map<string, ListedOperation[]>();
  for (const [path, methods] of Object.entries(paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      const tag = operation.tags?.[0] ?? '';
      groups.set(tag, [...(groups.get(tag) ?? []), { method: method.toUpperCase(), path, operation }]);
    }
  }
  return [...groups];
}

/** The schema of a JSON body, if it has one. */
export const jsonSchema = (part: Content | undefined): JsonSchema | undefined => part?.content?.['application/json']?.schema;

/** A schema in one line for people, such as `"zh" | "en"` or `{ id, title?, items: {…}[] }`. */
export function describeSchema(schema: JsonSchema, depth = 2): string {
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return choices.map((choice) => describeSchema(choice, depth)).join(' | ');
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum !== undefined) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  if (schema.items !== undefined) return `${bracketed(describeSchema(schema.items, depth))}[]`;
  if (schema.properties !== undefined) return depth === 0 ? '{…}' : describeProperties(schema, depth);
  const types = Array.isArray(schema.type) ? schema.type : [schema.type ?? 'any'];
  return types.map((type) => (type === 'string' && schema.format !== undefined ? schema.format : type)).join(' | ');
}

const bracketed = (text: string): string => (text.includes(' | ') ? `(${text})` : text);

function describeProperties({ properties = {}, required = [] }: JsonSchema, depth: number): string {
  const parts = Object.entries(properties).map(
    ([name, schema]) => `${name}${required.includes(name) ? '' : '?'}: ${describeSchema(schema, depth - 1)}`,
  );
  return parts.length === 0 ? '{}' : `{ ${parts.join(', ')} }`;
}
