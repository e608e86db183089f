import { expect } from 'chai';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

async function sources(folder = root): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const nested = entries
    .filter((entry) => entry.isDirectory() && entry.name !== 'node_modules')
    .map((entry) => sources(path.join(folder, entry.name)));
  const here = entries.filter(({ name }) => /\.[cm]?[jt]s$/.test(name)).map(({ name }) => path.join(folder, name));
  return [...here, ...(await Promise.all(nested)).flat()];
}

/** What a file imports, in every form that there is. */
function imported(text: string): string[] {
  const forms = [
    /\bfrom\s+['"]([^'"]+)['"]/g,
    /\bimport\s*['"]([^'"]+)['"]/g,
    /\bimport\s*\(\s*['"]([^'"]+)['"]/g,
    /\brequire\s*\(\s*['"]([^'"]+)['"]/g,
  ];
  return forms.flatMap((form) => [...text.matchAll(form)].map(([, name]) => name!));
}

describe('field: shares no code with the SDK it tests', () => {
  it('imports its own files, node, iconv-lite and, in tests, chai', async () => {
    const files = await sources();
    expect(files.length).to.be.greaterThan(20);
    for (const file of files) {
      const test = file.endsWith('.test.ts');
      for (const name of imported(await readFile(file, 'utf8'))) {
        const where = `${path.relative(root, file)} imports ${name}`;
        if (name.startsWith('.')) expect(path.resolve(path.dirname(file), name).startsWith(root), where).to.equal(true);
        else
          expect(name.startsWith('node:') || name === 'iconv-lite' || (test && name === 'chai'), where).to.equal(true);
      }
    }
  });

  it('names no package of the SDK anywhere, nor reads its files', async () => {
    const scope = ['@ying', 'ji/'].join('');
    const folder = ['packages', 'adapters'].join('/');
    for (const file of await sources()) {
      const text = await readFile(file, 'utf8');
      expect(text.includes(scope) || text.includes(folder), path.relative(root, file)).to.equal(false);
    }
  });

  it('depends on iconv-lite alone', async () => {
    const manifest = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')) as { dependencies: object };
    expect(Object.keys(manifest.dependencies)).to.deep.equal(['iconv-lite']);
  });

  it('would notice: every form of import is seen', () => {
    // Written with ~ for the quote, or this file would seem to import them itself.
    const text =
      'import a from ~a~; import ~b~; export { c } from ~c~; await import(~d~); require(~e~); import type { F } from ~f~;'.replaceAll(
        '~',
        "'",
      );
    expect(imported(text).sort()).to.deep.equal(['a', 'b', 'c', 'd', 'e', 'f']);
  });
});
