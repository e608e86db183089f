// What the codec beneath the feed makes of the vectors: frames and paths. What the feed makes of them is checked with all feeds.
import { readdirSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import { decodeGbt26875 } from './index.js';

interface Vector {
  readonly name: string;
  readonly frame: string;
  readonly codec: {
    readonly frame?: Record<string, unknown>;
    readonly issues?: readonly { readonly code: string; readonly path?: string }[];
  };
}
const folder = new URL('./vectors/', import.meta.url);

for (const file of readdirSync(folder))
  describe(`gbt26875 vectors: ${file}`, () => {
    const vectors = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Vector[];
    for (const {
      name,
      frame,
      codec: { frame: expected, issues = [] },
    } of vectors)
      it(name, () => {
        const bytes = Buffer.from(frame, 'hex');
        const decoded = decodeGbt26875(bytes);
        expect(decoded.issues.map(({ code }) => code)).to.deep.equal(issues.map(({ code }) => code));
        issues.forEach(({ path }, n) => {
          if (path !== undefined) expect(decoded.issues[n]!.path).to.equal(path);
        });
        if (expected) expect(decoded.frame).to.deep.include(expected);
        else if (decoded.frame) expect(issues.length).to.be.greaterThan(0);
        if (decoded.frame) expect(decoded.length).to.equal(bytes.length);
        else
          for (let cut = 0; cut < bytes.length; cut += 1)
            expect(decodeGbt26875(bytes.subarray(0, cut)).frame).to.equal(undefined);
      });
  });
