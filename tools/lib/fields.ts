import { jsonSchema } from '../../packages/core/src/model/schemas.js';

/** A node of a JSON Schema, as far as a table of fields shows it. */
export interface Node {
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly properties?: { readonly [field: string]: Node };
  readonly required?: readonly string[];
  readonly items?: Node;
  readonly prefixItems?: readonly Node[];
  readonly anyOf?: readonly Node[];
  readonly oneOf?: readonly Node[];
  readonly description?: string;
  readonly unit?: string;
  readonly norm?: string;
  readonly sensitive?: boolean;
}

/** What a value may be. */
export const shapesOf = (node: Node): readonly Node[] => node.oneOf ?? node.anyOf ?? [node];
export const code = (text: string): string => `\`${text}\``;

/** Shapes with a name of their own, each by a field that has it. */
const named = (
  [
    ['id', 'device', 'place'],
    ['instant', 'warning', 'sent'],
    ['lon, lat', 'place', 'centre'],
    ['polygons', 'place', 'boundary'],
  ] as const
).map(([name, kind, field]) => [name, look((jsonSchema(kind) as Node).properties![field]!)] as const);

function look(node: object): string {
  return JSON.stringify(node, (key, value: unknown) =>
    ['$schema', 'description', 'unit', 'norm', 'sensitive'].includes(key) ? undefined : value,
  );
}

/** What a reader is told of a type. */
export function typeOf(node: Node): string {
  const own = named.find(([, shape]) => shape === look(node));
  if (own) return own[0];
  if (node.sensitive) return 'text';
  if (node.const !== undefined) return code(String(node.const));
  if (node.enum) return node.enum.map((each) => code(String(each))).join(' ');
  if (node.items) return `list of ${typeOf(node.items)}`;
  const choice = node.oneOf ?? node.anyOf;
  if (choice) return [...new Set(choice.map(typeOf))].join(' or ');
  const types = typeof node.type === 'string' ? [node.type] : (node.type ?? []);
  return types.map((type) => WORDS[type] ?? type).join(' or ') || 'any';
}

const WORDS: { readonly [type: string]: string } = {
  string: 'text',
  integer: 'whole number',
  boolean: 'yes or no',
  null: 'nothing',
};
