// What a page pays for what it imports, by two bundlers, from what is published: gzipped kilobytes.
import { gzipSync } from 'node:zlib';
import { bundle } from '../tools/lib/bundle.mjs';

const PAGES = [
  ['core/view + rxjs', "export * from '@yingji/core/view'; export { Observable, map } from 'rxjs';", 20],
  ['one model with zod', "export * from '@yingji/core/schemas/device';", 34],
  ['core/space', "export * from '@yingji/core/space';", 8],
];
const BUNDLERS = [
  ['rollup', { by: 'rollup' }],
  ['esbuild', { by: 'esbuild' }],
  ['esbuild with conditions: es2015', { by: 'esbuild', conditions: ['es2015'] }],
];
const LINES = PAGES.flatMap(([what, page, atMost]) =>
  BUNDLERS.map(([name, options]) => ({ note: `KB gzipped of ${what} by ${name}`, page, options, atMost })),
);

export const bench = {
  name: 'sizes',
  goals: LINES.map(({ note, atMost }) => ({ note, atMost })),
  prepare: () =>
    Promise.resolve({
      cases: {},
      async notes() {
        const notes = {};
        for (const { note, page, options } of LINES) {
          const code = await bundle(page, { ...options, built: true });
          notes[note] = Number((gzipSync(code, { level: 9 }).length / 1024).toFixed(2));
        }
        return notes;
      },
    }),
};
