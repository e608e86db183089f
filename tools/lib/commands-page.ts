import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineErase, defineReveal, standardCommands, type CommandDefinition } from '../../packages/core/src/index.js';
import { marks } from '../../packages/core/src/model/marks.js';
import { z } from '../../packages/core/src/model/schemas.js';
import { code, shapesOf, typeOf, type Node } from './fields.js';
import { root, tracked } from './imports.js';

const HEAD = `# Commands

What can be decided, and what each takes. Made from the schemas by \`tools/commands.test.ts\`; \`schema\` of each Command is the same for a program. Who may send
which: [access](access.md#commands). What an element is about to send is the same \`{ name, input }\`, as \`act\` of
[its event](guides/embed.md#events-and-your-own-back-end-事件).

\`\`\`sh
curl http://127.0.0.1:8080/api/commands/acknowledge-alarm -H "authorization: Bearer $TOKEN" -H 'content-type: application/json' \\
  -d '{"v":1,"id":"0f0d6a52-1c0e-4f0e-9a53-5f1a4f0f2b11","input":{"of":"report/alarms/A1"}}'
\`\`\`

In a page or a program, over any View that has an actor: \`await view.send({ v: 1, id: systemIds.next(), name: 'acknowledge-alarm', input: { of } })\`, with
\`systemIds\` of \`@yingji/core/wire\` (pages on plain http have no \`crypto.randomUUID\`).

- \`id\`, 8 to 128 letters, digits or \`. : _ -\`, is yours: the same sent again counts once, for 30 days. Send the same when nobody knows whether it arrived.
- \`expects: [{ id, position }]\` is what was seen when it was decided: anything stated of it since refuses the Command (\`changed-meanwhile\`).
- The answer is \`{ ok: true, at, ids }\`, position and ids of what was stated, or \`{ ok: false, issues }\`: each with a [code](codes.md) and a path. The actor is the credential's, and never read
  from the body.
- Ids are \`<kind>/<source>/<native>\`, instants RFC 3339 with an offset, positions WGS 84, longitude first. A field that is not in the table is
  refused. Of a field inside another, _must_ is meant where that other is there.

<!-- prettier-ignore-start -->

`;

const TAIL = '\n<!-- prettier-ignore-end -->\n';

/** All that a gateway takes: the standard ones, and those that want an audit. */
export const commands: readonly CommandDefinition[] = [
  ...standardCommands,
  defineReveal({ may: () => false }),
  defineErase({ may: () => false }),
] as readonly CommandDefinition[];

/** The reference of all Commands, in Markdown. */
export function commandsPage(): string {
  const contents = commands.map(({ name, title }) => `| [${name}](#${name}) | ${title.zh} |`);
  const table = ['| Command | 中文 |', '| --- | --- |', ...contents].join('\n');
  return `${HEAD}${table}\n\n${commands.map(chapter).join('\n')}${TAIL}`;
}

function chapter(command: CommandDefinition): string {
  const { name, title } = command;
  const rows = fieldsOf(command).map((cells) => `| ${cells.join(' | ')} |`);
  const lines = [
    `## ${name}`,
    `**${title.zh}** (${title.en}). ${meaningOf(name)}`,
    ['| field | type | meaning | must |', '| --- | --- | --- | --- |', ...rows].join('\n'),
  ];
  return `${lines.join('\n\n')}\n`;
}

/** Field, type, meaning and when it must be there; of a Command that takes several shapes, with which of them. */
export function fieldsOf({ name, schema }: CommandDefinition): readonly (readonly string[])[] {
  if (!schema) throw new Error(`${name} tells nothing of its input`);
  const whole = z.toJSONSchema(schema, { metadata: marks, unrepresentable: 'any', io: 'input' }) as Node;
  return rowsOf(shapesOf(whole), '');
}

function rowsOf(shapes: readonly Node[], at: string): readonly (readonly string[])[] {
  const names = new Set(shapes.flatMap(({ properties }) => Object.keys(properties ?? {})));
  return [...names].flatMap((field) => {
    const having = shapes.filter(({ properties }) => properties?.[field]);
    const nodes = having.map(({ properties }) => properties![field]!);
    const meaning = [...new Set(nodes.flatMap(({ description, norm }) => [description, norm && `(${norm})`]))];
    const cells = [
      code(at + field),
      [...new Set(nodes.map(typeOf))].join(' or '),
      meaning.filter(Boolean).join(' '),
      mustOf(field, shapes, having),
    ];
    const inner = nodes.flatMap((node) => shapesOf(node.items ?? node)).filter(({ properties }) => properties);
    const list = nodes.some(({ items }) => items);
    return [
      cells.map((cell) => cell.replaceAll('|', '\\|').replace(/\s+/g, ' ')),
      ...(inner.length === 0 ? [] : rowsOf(uniqueOf(inner), `${at}${field}${list ? '[]' : ''}.`)),
    ];
  });
}

const uniqueOf = (nodes: readonly Node[]): readonly Node[] => [
  ...new Map(nodes.map((node) => [JSON.stringify(node), node])).values(),
];

function mustOf(field: string, shapes: readonly Node[], having: readonly Node[]): string {
  const needing = having.filter(({ required }) => required?.includes(field));
  if (needing.length === shapes.length) return 'yes';
  const others = having.filter((shape) => !needing.includes(shape));
  const told = [
    ...(needing.length === 0 ? [] : [`with ${needing.map((shape) => toldBy(shape, shapes)).join(' ')}`]),
    ...(others.length === 0 || having.length === shapes.length
      ? []
      : [`may with ${others.map((shape) => toldBy(shape, shapes)).join(' ')}`]),
  ];
  return told.join('; ');
}

/** What tells a shape from the others: a member that says which it is, else the fields that only it must have. */
function toldBy({ properties = {}, required = [] }: Node, shapes: readonly Node[]): string {
  for (const [field, node] of Object.entries(properties))
    if (shapes.every((shape) => shape.properties?.[field]) && (node.const !== undefined || node.enum)) {
      const each = node.enum ?? [node.const];
      const differs = shapes.some((shape) => JSON.stringify(shape.properties![field]) !== JSON.stringify(node));
      if (differs) return each.map((value) => code(String(value))).join(' ');
    }
  const own = required.filter((field) => !shapes.every((shape) => shape.required?.includes(field)));
  return own.map(code).join(' ');
}

/** What stands above its definition, without the Chinese name that it begins with. */
export function meaningOf(name: string): string {
  const file = tracked.find(
    (each) => /^packages\/core\/src\/command\/[\w-]+(?<!\.test)\.ts$/.test(each) && defines(each, name),
  );
  const text = file === undefined ? '' : readFileSync(join(root, file), 'utf8');
  const before = text.slice(0, text.search(definition(name)));
  const above = [...before.matchAll(/\/\*\*((?:(?!\*\/)[^])*)\*\/\s*export (?:const|function) /g)].at(-1)?.[1] ?? '';
  const sentence = above
    .replace(/^\s*\* ?/gm, '')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^[^:.]*\p{Script=Han}[^:.]*: /u, '');
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

const definition = (name: string): RegExp => new RegExp(`\\bname: '${name}',\\s+title|instruct\\('${name}'`);
const defines = (file: string, name: string): boolean => definition(name).test(readFileSync(join(root, file), 'utf8'));
