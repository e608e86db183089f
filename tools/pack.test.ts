import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { builtFromThis } from './build.mjs';
import { digestOf } from './lib/digest-of.mjs';
import { root, run } from './lib/run.mjs';
import { packAll, published } from './pack.mjs';

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

  it('builds what is stale first, and packs nothing of what cannot be built or changes meanwhile', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'yingji-pack-'));
    const into = join(folder, 'tarballs');
    try {
      const failing = { isBuilt: () => false, make: (): Promise<void> => Promise.reject(new Error('tsc -b failed')) };
      const changing = { isBuilt: () => false, make: () => Promise.resolve() };
      const message = (how: typeof failing): Promise<string> =>
        packAll(into, how).then(
          () => 'packed',
          (error: Error) => error.message,
        );
      expect(await message(failing)).to.equal('tsc -b failed');
      expect(await message(changing)).to.include('changed while they were built');
      expect(readdirSync(folder)).to.deep.equal([]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('takes nothing for built that other sources gave, or that was written by something else, whatever the times say', () => {
    const folder = mkdtempSync(join(tmpdir(), 'yingji-pack-'));
    try {
      const [src, dist, stamp] = ['src', 'dist', 'stamp'].map((name) => join(folder, name)) as [string, string, string];
      for (const each of [src, dist]) mkdirSync(each);
      const [source, made] = [join(src, 'a.ts'), join(dist, 'a.js')];
      writeFileSync(source, 'export const a = 1;');
      writeFileSync(made, 'export const a = 1;');
      const where = { stamp, from: [src], to: [dist] };
      const isBuilt = (): boolean => builtFromThis(where);
      expect(isBuilt(), 'never built').to.equal(false);
      writeFileSync(stamp, `${digestOf([src])} ${digestOf([dist])}\n`);
      expect(isBuilt()).to.equal(true);
      const { atime, mtime } = statSync(source);
      writeFileSync(source, 'export const a = 2;');
      utimesSync(source, atime, mtime);
      expect(isBuilt(), 'another source of the same time').to.equal(false);
      writeFileSync(source, 'export const a = 1;');
      expect(isBuilt()).to.equal(true);
      writeFileSync(join(src, 'a.test.ts'), 'a test is not published');
      expect(isBuilt()).to.equal(true);
      writeFileSync(made, 'export const a = 3;');
      expect(isBuilt(), 'changed by hand').to.equal(false);
      rmSync(made);
      expect(isBuilt(), 'gone').to.equal(false);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

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
