import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { bundle } from './lib/bundle.mjs';

/** What a page pays, in gzipped kilobytes, by what it imports. */
const PAGES = [
  ["export * from '@yingji/core/view'; export { Observable, map } from 'rxjs';", 20],
  ["export * from '@yingji/core/schemas/device';", 34],
  ["export * from '@yingji/core/space';", 8],
] as const;
/** Of itself esbuild takes the ES5 build of rxjs, whose helpers cost 0.8 KB and serve browsers older than any we promise. */
const BUNDLERS = [{ by: 'rollup' }, { by: 'esbuild', conditions: ['es2015'] }] as const;

describe('sizes', function () {
  this.timeout(120_000);
  for (const [page, mostKb] of PAGES)
    for (const options of BUNDLERS)
      it(`${page} is at most ${mostKb} KB gzipped by ${options.by}, and evaluates no text`, async () => {
        const code = await bundle(page, options);
        const kb = gzipSync(code, { level: 9 }).length / 1024;
        expect(kb).to.be.below(mostKb);
        // zod has one try of its own, which jitless pages never reach; what is ours has none.
        if (!page.includes('schemas')) expect(code).not.to.match(/\beval\(|new Function|Function\(/);
      });
});
