import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beginsIn, lifeOf, kinds, titles, type Kind } from '../../packages/core/src/index.js';
import { isKindName, jsonSchema, schemas } from '../../packages/core/src/model/schemas.js';
import { code, shapesOf, typeOf, type Node } from './fields.js';
import { root } from './imports.js';

const HEAD = `# Kinds

The words of the field: what a feed may state and what the city states itself. Made from the schemas by \`tools/kinds.test.ts\`;
the same as JSON Schema (2020-12), with \`law\`, \`owner\` and \`lifeCycle\` as annotations: \`yingji schema <kind>\`.

Every Change also has \`id\` (\`<kind>/<source>/<native>\`), \`at\` (RFC 3339 with an offset), its source and \`basis\`. A _register_
has one owner and its last telling stands; an _event_ is said once and corrected only by another
([decision 0001](decisions/0001-three-merge-laws.md)). What is private goes to the vault at the door and leaves a reference
([decision 0007](decisions/0007-personal-data-is-split-at-the-door.md)). What a field does not say is not known: nothing is filled
in. Positions are WGS 84, longitude first. What is marked unverified was not read in the norm.

A life cycle binds Commands. A feed's fact that jumps a step is kept, with the Issue \`unexpected-transition\`.

## Kinds of your own

A vendor, or a city, adds words that are not ours: a module of its own, one \`defineKind\` each.

\`\`\`js
// kinds/bike-shed.mjs
import { defineKind, idOf, means, sensitive, z } from '@yingji/core/schemas';

export const bikeShed = defineKind({
  name: 'acme:bike-shed',
  title: { zh: '电动自行车棚', en: 'bike shed' },
  law: 'register', // its owner's last telling stands; 'event' is said once
  fields: {
    state: means(z.enum(['open', 'shut']), 'Whether it takes bikes.'),
    bays: means(z.number().int().nonnegative(), 'Places to charge.', { unit: 'places' }),
    place: means(idOf('place'), 'The compound it stands in.').optional(),
    keeper: sensitive('Who looks after it.').optional(),
    keeperPhone: sensitive('Phone of the keeper.').optional(),
  },
  states: { open: ['shut'], shut: ['open'] },
  refs: ['place'], // through these it belongs to a division
  access: 'site', // and is seen by who works there, not by its desks alone
  example: { state: 'open', bays: 40, place: 'place/registry/3' },
});
\`\`\`

\`\`\`yaml
# yingji.yaml
kinds: [./kinds/bike-shed.mjs] # or the name of an installed package; never a URL
\`\`\`

\`\`\`sh
yingji schema acme:bike-shed --config yingji.yaml # also at /api/schema/acme:bike-shed
\`\`\`

Without a gateway: \`createCity({ store, vault, feeds, kinds: [bikeShed] })\`, and \`kinds\` of \`createHub\` and \`readPolicy\` likewise.

- The module is an ES module that exports kinds and nothing else. Paths start from the folder of the configuration; a package is
  looked for from there, then beside the gateway. It must find the
  same copy of \`@yingji/core\` as the gateway does, and takes zod as \`z\` from there. **Its code runs
  in the gateway, with all its rights**: install only what you trust. What is wrong stops the start, each with its place:
  \`kinds-missing\`, \`kinds-elsewhere\`, \`kinds-broken\`, \`bad-kind\`.
- The name is \`vendor:kind\`, and ids begin with it: \`acme:bike-shed/acme/7\`. Whatever feed mints such an id states it: it is checked
  at the door, merged by its law, viewed by Queries and listed like ours. Its schema and its example are open to anybody.
- Fields made by \`sensitive\` go to the vault at the door; a reference and a mask are left, and \`reveal\` shows the text to who leads.
- Without \`access\` it is seen by the duty desks and commanders in whose scope the things of \`refs\` lie, and by nobody else: no other
  role has a right to a word that nobody has thought about. What has no known place is shown to every desk, as with ours. With
  \`access\` it is seen as ours of that group are ([roles](access.md#roles-scope-tiers)): \`site\`, what stands somewhere; \`event\`,
  what happens, shared with incidents that \`refs\` name, and nothing of it at the tier view; \`people\`, with its \`position\` made coarse for whoever does not lead; \`open\`, for
  everybody in the whole city, so that it may have no personal fields. Who may decide follows the same groups.
- A city that was not told of a kind keeps messages with it in quarantine (\`unknown-kind\`) and goes on; what its log holds of one stays
  there, is told of at the start, and is there again once the kind is defined. A Change of a later version is kept in the same
  way (\`unknown-version\`).

## Ours

<!-- prettier-ignore-start -->

`;

const TAIL = '\n<!-- prettier-ignore-end -->\n';

/** The reference of all kinds that may be stated, in Markdown. */
export function kindsPage(): string {
  const names = Object.keys(schemas).filter(isKindName);
  const contents = names.map((name) => {
    const { law, owner } = kinds[name]!;
    const life = lifeOf(kinds[name]!);
    return `| [${name}](#${name}) | ${titles[name]!.zh} | ${law} | ${owner} | ${life ? 'yes' : ''} |`;
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
    [...lawOf(kind), ...cycleOf(kind)].map((line) => `- ${line}`).join('\n'),
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

function* cycleOf(kind: Kind): Generator<string> {
  const life = lifeOf(kind);
  if (!life) return;
  yield `begins in ${beginsIn(kind).map(code).join(' or ')}`;
  for (const [from, to] of Object.entries(life.states))
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
