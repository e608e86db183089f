import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { root, run } from './lib/run.mjs';
import { published } from './pack.mjs';

interface Manifest {
  readonly scripts?: { readonly [name: string]: string };
  readonly exports: { readonly [path: string]: unknown };
}
const manifests = readdirSync(join(root, 'packages')).map((name) => ({
  name,
  manifest: JSON.parse(readFileSync(join(root, 'packages', name, 'package.json'), 'utf8')) as Manifest,
}));

describe('packing', () => {
  it('from the folder of a package is refused, with what to do instead, and makes no tarball', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'yingji-pack-'));
    try {
      const argv = ['pack', '--pack-destination', folder];
      const { code, output } = await run('npm', argv, { cwd: join(root, 'packages', 'core') });
      expect(code).to.not.equal(0);
      expect(output).to.include('npm run pack');
      expect(readdirSync(folder)).to.deep.equal([]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }).timeout(60_000);

  for (const { name, manifest } of manifests)
    it(`of ${name} is guarded, and what is published leads to no source and runs nothing`, () => {
      expect(manifest.scripts).to.deep.equal({ prepack: 'node ../../tools/refuse-pack.mjs' });
      expect(JSON.stringify(manifest)).to.include('@yingji/source');
      const made = published(structuredClone(manifest));
      expect(JSON.stringify(made)).to.not.include('@yingji/source');
      expect(made).to.not.have.property('scripts');
      expect(Object.keys(made.exports)).to.deep.equal(Object.keys(manifest.exports));
    });
});
