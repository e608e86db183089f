import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beginsIn, kinds, titles, type Kind } from '../../packages/core/src/index.js';
import { isKindName, jsonSchema, schemas } from '../../packages/core/src/model/schemas.js';
import { root } from './imports.js';

/** A node of a JSON Schema, as far as a table of fields shows it. */
interface Node {
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

const HEAD = `# Kinds

The words of the field: what a feed may state and what the city states itself. Made from the schemas by \`tools/kinds.test.ts\`;
the same as JSON Schema: \`yingji schema <kind>\`.

Every Change also has \`id\` (\`<kind>/<source>/<native>\`), \`at\` (RFC 3339 with an offset), its source and \`basis\`. A _register_
has one owner and its last telling stands; an _event_ is said once and corrected only by another
([decision 0001](decisions/0001-three-merge-laws.md)). What is private goes to the vault at the door and leaves a reference
([decision 0007](decisions/0007-personal-data-is-split-at-the-door.md)). What a field does not say is not known: nothing is filled
in. Positions are WGS 84, longitude first. What is marked unverified was not read in the norm.

A life cycle binds Commands. A feed's fact that jumps a step is kept, with the Issue \`unexpected-transition\`.

## Kinds of your own

\`\`\`ts
import { createCity, createMemoryStore, systemClock, systemIds } from '@yingji/core';
import { defineKind, id, means, sensitive } from '@yingji/core/schemas';
import * as z from 'zod';

const lift = defineKind({
  name: 'acme:lift',
  title: { zh: '电梯', en: 'lift' },
  law: 'register',
  fields: {
    state: means(z.enum(['running', 'stuck']), 'Where it stands.'),
    building: means(id, 'The building it is in.'),
    trapped: sensitive('Who is inside.').optional(),
  },
  states: { running: ['stuck'], stuck: ['running'] },
  refs: ['building'],
  example: { state: 'running', building: 'place/registry/3' },
});

const { store, vault } = createMemoryStore({ clock: systemClock, ids: systemIds });
const city = await createCity({ store, vault, kinds: [lift] });
\`\`\`

Take the \`zod\` 4 that core depends on: a schema of zod 3 is another thing. The name is \`vendor:kind\`, and ids begin with it:
\`acme:lift/acme/7\`. It is checked at the door, its private fields go to the vault, it is merged by its law, viewed by Queries and
listed by \`jsonSchema(lift)\`. A definition that does not hold together is refused with the error \`bad-kind\`, which names all that
is wrong. A city that was not told of a kind keeps messages with it in quarantine (\`unknown-kind\`); what its log holds of one
stays there, is told of at the start, and is there again once the kind is defined. A Change of a later version is kept in
quarantine in the same way (\`unknown-version\`).

## Ours

<!-- prettier-ignore-start -->

`;

const TAIL = '\n<!-- prettier-ignore-end -->\n';

/** The reference of all kinds that may be stated, in Markdown. */
export function kindsPage(): string {
  const names = Object.keys(schemas).filter(isKindName);
  const contents = names.map((name) => {
    const { law, owner, states } = kinds[name]!;
    return `| [${name}](#${name}) | ${titles[name]!.zh} | ${law} | ${owner} | ${states ? 'yes' : ''} |`;
  });
  const table = ['| kind | 中文 | law | owner | life cycle |', '| --- | --- | --- | --- | --- |', ...contents];
  return `${HEAD}${table.join('\n')}\n\n${names.map((name) => chapter(name, kinds[name]!)).join('\n')}${TAIL}`;
}

function chapter(name: keyof typeof schemas, kind: Kind): string {
  const { zh, en } = titles[name]!;
  const { properties = {}, required = [] } = jsonSchema(name) as Node;
  const rows = [...rowsOf(properties, required, '')];
  const lines = [
    `### ${name}`,
    `**${zh}** (${en}). ${meaningOf(name)}`,
    [...lawOf(kind), ...lifeOf(kind)].map((line) => `- ${line}`).join('\n'),
    ['| field | type | unit | meaning | must | private |', '| --- | --- | --- | --- | --- | --- |', ...rows].join('\n'),
    `\`\`\`json\n${short(JSON.stringify(schemas[name].example, null, 2))}\n\`\`\``,
  ];
  return `${lines.join('\n\n')}\n`;
}

/** Lists of plain values on one line. */
const short = (json: string): string =>
  json.replace(/\[\s+([^[\]{}]*?)\s+\]/g, (_, inside: string) => `[${inside.replace(/\s*\n\s*/g, ' ')}]`);

/** The sentence above the schema, without the Chinese name it begins with. */
function meaningOf(name: string): string {
  const source = readFileSync(join(root, `packages/core/src/model/${name}.schema.ts`), 'utf8');
  const above = /\/\*\*((?:(?!\*\/)[^])*)\*\/\s*export const \w+ = z\b/.exec(source)?.[1] ?? '';
  const text = above
    .replace(/^\s*\* ?/gm, '')
    .replace(/\s+/g, ' ')
    .trim();
  const sentence = text.replace(/^[^:]*\p{Script=Han}[^:]*: /u, '');
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

function* lawOf({ law, owner, coalesce, refs, keepLatestBy }: Kind): Generator<string> {
  yield `${law}, stated by ${owner === 'city' ? 'the city alone' : 'whichever source minted the id'}`;
  if (coalesce) yield 'values in between may be left out on a slow connection';
  if (keepLatestBy) yield `the view keeps the latest for each ${keepLatestBy.map(code).join(' and ')}`;
  if (refs.length > 0) yield `names other entities in ${refs.map(code).join(', ')}`;
}

function* lifeOf(kind: Kind): Generator<string> {
  if (!kind.states) return;
  yield `begins in ${beginsIn(kind).map(code).join(' or ')}`;
  for (const [from, to] of Object.entries(kind.states))
    yield to.length === 0 ? `${code(from)} is an end` : `${code(from)} → ${to.map(code).join(', ')}`;
}

/** A line for each field and for each field inside it. */
function* rowsOf(fields: { readonly [field: string]: Node }, needed: readonly string[], at: string): Generator<string> {
  for (const [field, node] of Object.entries(fields)) {
    const { description = '', norm, unit = '', sensitive = false } = node;
    const meaning = norm === undefined ? description : `${description} (${norm})`;
    const cells = [
      code(at + field),
      typeOf(node),
      unit,
      meaning,
      needed.includes(field) ? 'yes' : '',
      sensitive ? 'yes' : '',
    ];
    yield `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replace(/\s+/g, ' ')).join(' | ')} |`;
    if (sensitive) continue;
    const list = node.items !== undefined;
    for (const { properties = {}, required = [] } of shapesOf(node.items ?? node))
      yield* rowsOf(properties, required, `${at}${field}${list ? '[]' : ''}.`);
  }
}

const shapesOf = (node: Node): readonly Node[] => node.oneOf ?? node.anyOf ?? [node];
const code = (text: string): string => `\`${text}\``;

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

function typeOf(node: Node): string {
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
