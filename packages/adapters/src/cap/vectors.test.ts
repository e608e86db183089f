import { readFileSync } from 'node:fs';
import type { Instant } from '@yingji/core';
import { expect } from 'chai';
import { cap } from './index.js';
import { readXml } from '../xml/read-xml.js';

interface Vector {
  readonly name: string;
  readonly source: string;
  readonly text: string;
  readonly expect: {
    readonly ok: boolean;
    /** What is said of a draft must hold; `value` stands for the members of the warning. */
    readonly drafts: readonly {
      readonly id?: string;
      readonly at?: string;
      readonly exercise?: string;
      readonly value: object;
    }[];
    readonly issues: readonly { readonly code: string; readonly path: string }[];
  };
}

const vectors = JSON.parse(readFileSync(new URL('./vectors/cap.json', import.meta.url), 'utf8')) as readonly Vector[];
const context = { source: 'gx-met', receivedAt: '2026-06-12T21:00:00+08:00' as Instant };
const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('CAP vectors', () => {
  for (const { name, source, text, expect: expected } of vectors)
    it(`${name} (${source})`, () => {
      const { ok, drafts, issues } = cap.decode(encode(text), context);
      expect(ok).to.equal(expected.ok);
      expect(issues.map(({ code, path }) => ({ code, path }))).to.deep.equal(expected.issues);
      expect(drafts).to.have.length(expected.drafts.length);
      for (const [at, { value, ...rest }] of expected.drafts.entries()) {
        const { body, ...draft } = drafts[at]!;
        expect(draft).to.deep.include(rest);
        expect((body as unknown as { value: object }).value).to.deep.include(value);
      }
    });

  it('no proper prefix of a good one is taken for whole', () => {
    for (const { text } of vectors.filter((vector) => vector.expect.ok)) {
      const bytes = encode(text);
      for (let length = 0; length < bytes.length; length += 1)
        expect(readXml(bytes.subarray(0, length)).root, `${length} bytes`).to.equal(undefined);
    }
  });
});
