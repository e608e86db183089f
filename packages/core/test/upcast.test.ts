import { existsSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import { YingjiError } from '../src/error.js';
import type { JsonObject } from '../src/json.js';
import { entryVersions, readStored, type EntryVersions } from '../src/store/upcast.js';

interface Vector {
  readonly name: string;
  /** As the program of that version wrote it. */
  readonly stored: JsonObject;
  /** As it is read now. */
  readonly expect: JsonObject;
}
const fileOf = (version: number): URL => new URL(`../src/store/vectors/v${version}.json`, import.meta.url);
const versions = Array.from({ length: entryVersions.current }, (_, i) => i + 1);

describe('entries of older versions', () => {
  for (const version of versions)
    it(`version ${version}: there is a way from it, and what it wrote reads as it did`, () => {
      expect(existsSync(fileOf(version)), 'its vectors').to.equal(true);
      const vectors = JSON.parse(readFileSync(fileOf(version), 'utf8')) as Vector[];
      expect(vectors).to.have.length.above(2);
      if (version < entryVersions.current) expect(entryVersions.upcasters).to.have.property(String(version));
      for (const { name, stored, expect: want } of vectors) {
        expect(stored['v'], name).to.equal(version);
        const before = JSON.stringify(stored);
        expect(readStored(stored), name).to.deep.equal(want);
        expect(JSON.stringify(stored), `${name} is left as it was`).to.equal(before);
      }
    });

  const renamed: EntryVersions = {
    current: 3,
    upcasters: {
      1: ({ when, ...rest }) => ({ ...rest, at: when! }),
      2: ({ body, ...rest }) => ({ ...rest, body: { value: body! } }),
    },
  };

  it('are brought on step by step, each from its own version', () => {
    const at = '2026-06-12T16:00:00+08:00';
    const want = { v: 3, at, body: { value: { name: '甲' } }, position: 7 };
    expect(readStored({ v: 1, when: at, body: { name: '甲' }, position: 7 }, renamed)).to.deep.equal(want);
    expect(readStored({ v: 2, at, body: { name: '甲' }, position: 7 }, renamed)).to.deep.equal(want);
    expect(readStored(want, renamed)).to.equal(want);
  });

  it('that are newer, or of no version there is a way from, are refused with both numbers', () => {
    for (const v of [4, 0, -1, 1.5, '1', null, undefined]) {
      const stored = { position: 7, ...(v !== undefined && { v }) };
      const read = (): unknown => readStored(stored, renamed);
      expect(read, String(v))
        .to.throw(YingjiError, /version-mismatch.*position 7 .*3;/)
        .with.property('recovery', 'fatal');
    }
    expect(() => readStored({ v: 2, position: 7 })).to.throw(YingjiError, /of version 2, this program reads up to 1;/);
  });
});
