// docs/code-tables.md is made from the tables of @yingji/core/codes; YINGJI_WRITE_CODES=1 writes it anew. Besides: what one table
// brings into a bundle.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { format, resolveConfig } from 'prettier';
import * as codes from '../packages/core/src/codes/index.js';
import { nanningDivisions, nanningSource } from '../packages/core/src/codes/nanning.js';
import type { Quantity } from '../packages/core/src/codes/quantity.js';
import type { CodeTable } from '../packages/core/src/codes/table.js';
import type { Threshold } from '../packages/core/src/codes/warning-thresholds.js';
import { bundle } from './lib/bundle.mjs';
import { loads, root } from './lib/imports.js';

const tables = (Object.values(codes) as unknown[]).filter(
  (each): each is CodeTable => typeof each === 'object' && each !== null && 'rows' in each,
);

const HEAD = `# Code tables

Made from \`@yingji/core/codes\` by \`tools/code-tables.test.ts\`. Chinese names are the norm's words or their short form, English
names are ours. *Verified* means seen in a public source: the text of the norm for GB/T 26875.3, public code and pages for the others.
**†** marks a row that was written from memory or by inference. A table that is *not complete* has more codes in its norm than could
be read, so that a code it lacks may still be a good one.

\`\`\`js
import { eventTypes, nameOf } from '@yingji/core/codes';
nameOf(eventTypes, '11B03'); // 暴雨
nameOf(eventTypes, '11B03', 'en'); // rainstorm
\`\`\`

A vendor's code that no table has is kept as it is and shown bare. GB/T 35561-2017 has a slot, \`acceptClassification\`, and no table:
its codes could not be read.
`;

function section(table: CodeTable): string {
  const { id, zh, en, norm, verified, complete, note, rows } = table;
  const facts = [`Norm: ${norm}`, verified ? 'verified' : '**not verified**', complete ? 'complete' : '*not complete*'];
  const more =
    id === 'quantities' ? ['unit', 'least', 'most', 'words'] : id === 'warning-signals' ? ['event type'] : [];
  const lines = Object.entries(rows).map(([code, row]) => {
    const mark = verified && row.verified === false ? ' †' : '';
    return line([`\`${code}\`${mark}`, row.zh, row.en, ...cellsOf(id, row)]);
  });
  return [
    `\n## ${zh} · ${en}\n\n\`${camel(id)}\` — ${facts.join('; ')}.${note ? ` ${note}` : ''}\n`,
    line(['code', '中文', 'English', ...more]),
    line(['code', '中文', 'English', ...more].map(() => '---')),
    ...lines,
  ].join('\n');
}

function cellsOf(id: string, row: object): string[] {
  if (id === 'warning-signals') return [`\`${(row as { eventType: string }).eventType}\``];
  if (id !== 'quantities') return [];
  const { unit, min, max, states, datum } = row as Quantity;
  const words = [...(states ?? []), ...(datum ? ['needs gauge and vertical datum'] : [])];
  return [unit ? `\`${unit}\`` : '', min ?? '', max ?? '', words.join(', ')].map(String);
}

function thresholds(): string {
  const say = ({ withinH, needs, criteria, likelihood, word }: Threshold): string =>
    [
      withinH === undefined ? [] : [`${withinH} h`],
      criteria
        .map(({ quantity, is, value, days }) => `${quantity} ${is} ${value}${days ? ` on ${days} days running` : ''}`)
        .join(needs === 'any' ? ' or ' : ' and '),
      likelihood ?? [],
      word ?? [],
    ]
      .flat()
      .filter(Boolean)
      .join(': ');
  const colours = ['blue', 'yellow', 'orange', 'red'] as const;
  const rows = Object.entries(codes.nationalThresholds).map(([signal, each]) =>
    line([`\`${signal}\``, ...colours.map((colour) => (each[colour] ? say(each[colour]) : '—'))]),
  );
  return `
## 预警信号阈值 · national warning thresholds

\`nationalThresholds\` — Norm: 中国气象局令第16号, annex; verified in public code. In the unit of each quantity; within so many hours it will
be reached, or has been and may go on. Guidance: local rules differ, and the colour that a bulletin states is the fact.
\`overrideThresholds\` puts a host's own over them, \`thresholds\` in the configuration of a gateway does: those that hold are in
\`/api/schema/warning\`, and no warning is judged by them. The gateway compares readings with those of rainstorm and of the signals that its configuration names ([risks](risks.md)).

${line(['signal', ...colours])}
${line(['---', '---', '---', '---', '---'])}
${rows.join('\n')}
`;
}

function divisions(): string {
  const count = (level: string): number => nanningDivisions().filter((each) => each.level === level).length;
  const { package: from, licence, origin, asOf } = nanningSource;
  return `
## 南宁市区划 · divisions of Nanning

\`nanningDivisions\` of \`@yingji/core/codes/nanning\`, loaded by \`import()\` where it is wanted: ${count('district')} districts, ${count('street')} streets and
townships, ${count('community')} communities and villages, by 12-digit statistical code. From ${from} of npm (${licence}), which has
them from ${origin} as of ${asOf}; no English names. See [decision 0015](decisions/0015-divisions-are-derived-and-loaded-on-demand.md).
`;
}

const line = (cells: readonly string[]): string =>
  `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
const camel = (id: string): string => id.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());

describe('code tables', () => {
  it('docs/code-tables.md holds every table as it is', async () => {
    for (const { id } of tables) expect(codes, id).to.have.property(camel(id));
    const file = join(root, 'docs/code-tables.md');
    const made = `${HEAD}${tables.map(section).join('\n')}\n${thresholds()}${divisions()}`;
    const text = await format(made, { ...(await resolveConfig(file)), parser: 'markdown' });
    if (process.env['YINGJI_WRITE_CODES']) writeFileSync(file, text);
    expect(readFileSync(file, 'utf8').replaceAll('\r\n', '\n')).to.equal(text);
  });

  it('the tables load no package at all, and the divisions only where they are asked for', () => {
    const { files, packages } = loads(['packages/core/src/codes/index.ts']);
    expect([...packages.keys()]).to.deep.equal([]);
    expect([...loads(['packages/core/src/envelope/index.ts']).packages.keys()], 'nor does the envelope').to.deep.equal(
      [],
    );
    expect([...files].filter((file) => file.includes('nanning-data'))).to.deep.equal([]);
    const main = loads(['packages/core/src/index.ts', 'packages/core/src/view/index.ts']).files;
    expect([...main].filter((file) => file.includes('/codes/nanning'))).to.deep.equal([]);
  });
});

/** Words that stand in one table alone. */
const ONLY_IN = {
  '12G04': '高层民用',
  fire: '感烟火灾探测器',
  video: '网络摄像机',
  quantity: '积水深度',
  community: '嘉宾社区',
};
const PAGES: readonly [imports: string, from: string, has: keyof typeof ONLY_IN, mostKb: number][] = [
  ['eventTypes', 'codes', '12G04', 10],
  ['fireComponentTypes', 'codes', 'fire', 6],
  ['videoDeviceTypes', 'codes', 'video', 3],
  ['quantities', 'codes', 'quantity', 10],
  ['nanningDivisions', 'codes/nanning', 'community', 50],
];

describe('code tables in a bundle', () => {
  for (const [imports, from, has, mostKb] of PAGES)
    it(`${imports} brings no other table, and at most ${mostKb} KB`, async () => {
      const code = await bundle(`import { ${imports} } from '@yingji/core/${from}'; console.log(${imports});`);
      const found = Object.entries(ONLY_IN).filter(([, word]) => code.includes(word));
      expect(found.map(([table]) => table)).to.deep.equal([has]);
      expect(Buffer.byteLength(code) / 1024).to.be.below(mostKb);
    });
});
