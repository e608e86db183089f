import { readdirSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import { decodeGbt26875 } from './index.js';

interface Vector {
  readonly name: string;
  readonly frame: string;
  readonly expect?: Record<string, unknown>;
  readonly issues?: readonly { readonly code: string; readonly path?: string }[];
}
const folder = new URL('./vectors/', import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith('.json'));

for (const file of files)
  describe(`gbt26875 vectors: ${file}`, () => {
    const read = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Vector[] | { vectors: Vector[] };
    for (const { name, frame, expect: expected, issues = [] } of Array.isArray(read) ? read : read.vectors)
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
