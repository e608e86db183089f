import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';

/** OWASP ASVS 5.0.0: 9.1 token source and integrity, 9.2 token content, 4.4 WebSocket; each item there is. */
const ITEMS = ['9.1.1', '9.1.2', '9.1.3', '9.2.1', '9.2.2', '9.2.3', '9.2.4', '4.4.1', '4.4.2', '4.4.3', '4.4.4'];

const read = (path: string): string => readFileSync(fileURLToPath(new URL(path, import.meta.url)), 'utf8');

describe('the list of OWASP ASVS in docs/access.md', () => {
  const rows = read('../../../docs/access.md')
    .split('\n')
    .flatMap((line) => (/^\| (\d\.\d\.\d) /.test(line) ? [line.split('|').map((cell) => cell.trim())] : []));

  it('has every item of 9.1, 9.2 and 4.4, once', () => {
    expect(rows.map(([, item]) => item)).to.deep.equal(ITEMS);
  });

  for (const [, item, done, denied] of rows)
    it(`${item} says what is done, and each file it names has a test that begins with the item`, () => {
      expect(done).to.match(/\w{3}/);
      const files = [...denied!.matchAll(/`([\w/.-]+)`/g)].map(([, file]) => file!);
      expect(files).to.not.have.length(0);
      for (const file of files)
        expect(read(`../src/${file}`), file).to.match(new RegExp(`\\bit\\(\\s*['"\`]${item!.replaceAll('.', '\\.')} `));
    });
});
