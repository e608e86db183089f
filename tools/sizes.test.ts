import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { bundle } from './lib/bundle.js';

/** What a page pays, in gzipped kilobytes, by what it imports. */
const PAGES = [
  ["export * from '@yingji/core/view'; export { Observable, map } from 'rxjs';", 20],
  ["export * from '@yingji/core/schemas/device';", 34],
  ["export * from '@yingji/core/space';", 8],
] as const;

describe('sizes', function () {
  this.timeout(120_000);
  for (const [page, mostKb] of PAGES)
    it(`${page} is at most ${mostKb} KB gzipped, and evaluates no text`, async () => {
      const code = await bundle(page);
      const kb = gzipSync(code, { level: 9 }).length / 1024;
      expect(kb).to.be.below(mostKb);
      // zod has one try of its own, which jitless pages never reach; what is ours has none.
      if (!page.includes('schemas')) expect(code).not.to.match(/\beval\(|new Function|Function\(/);
    });
});
