// docs/codes.md is the one list of codes. YINGJI_WRITE_CODES=1 writes it anew; this test says when that is due.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { collectCodes } from './lib/codes.js';
import { root, tracked } from './lib/imports.js';

const HEAD = `# Codes

Every code that an Issue, an error or the log may carry, with what is first said with it (… stands for a value). Made from the
sources by \`tools/codes.test.ts\`; a code that is renamed or taken out is a breaking change. A code without text stands in the
log alone, or its text is put together where it arises. A code that is computed from other text is not seen.

`;

describe('codes', () => {
  it('docs/codes.md lists every code of the packages, and no other', () => {
    const files = tracked.filter(
      (file) => /^packages\/[a-z]+\/src\/.*\.ts$/.test(file) && !/\.test\.ts$|\/testing\//.test(file),
    );
    const codes = collectCodes(files.map((file) => join(root, file)));
    expect(codes.size).to.be.above(200);
    const lines = [...codes].sort(([a], [b]) => (a < b ? -1 : 1)).map(([code, said]) => line(code, said));
    const file = join(root, 'docs/codes.md');
    const text = `${HEAD}${lines.join('\n')}\n`;
    if (process.env['YINGJI_WRITE_CODES']) writeFileSync(file, text);
    expect(readFileSync(file, 'utf8').replaceAll('\r\n', '\n')).to.equal(text);
  });
});

/** As code, so that no character of a message is taken for Markdown. */
function line(code: string, said: string): string {
  const shown = said.replaceAll('`', "'").replace(/\s+/g, ' ').trim();
  return shown === '' ? `- \`${code}\`` : `- \`${code}\` \`${shown}\``;
}
