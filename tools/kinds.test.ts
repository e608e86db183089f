// docs/kinds.md is the reference of every kind. YINGJI_WRITE_KINDS=1 writes it anew; this test says when that is due.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { kinds } from '../packages/core/src/index.js';
import { root } from './lib/imports.js';
import { kindsPage } from './lib/kinds-page.js';

describe('kinds', () => {
  it('docs/kinds.md is what the schemas say', () => {
    const text = kindsPage();
    const file = join(root, 'docs/kinds.md');
    if (process.env['YINGJI_WRITE_KINDS']) writeFileSync(file, text);
    expect(readFileSync(file, 'utf8').replaceAll('\r\n', '\n')).to.equal(text);
  });

  it('says of every kind what it is, and marks every private field of every kind', () => {
    const chapters = kindsPage().split('\n### ').slice(1);
    for (const chapter of chapters) {
      const [name = '', , meaning = ''] = chapter.split('\n');
      expect(meaning, name).to.match(/\*\*[\p{Script=Han}/]+\*\* \([a-z -]+\)\. \p{Lu}.{20,}\.$/u);
      const marked = chapter.split('\n').flatMap((line) => /^\| `(\w+)` .*\| yes \|$/.exec(line)?.[1] ?? []);
      expect(
        marked.map((field) => `/${field}`),
        name,
      ).to.deep.equal(kinds[name]?.sensitive);
    }
    expect(chapters).to.have.length.above(20);
  });
});
