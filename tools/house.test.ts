// What holds the house together: which part may import which, how long a file may be, what a page loads, what is published.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { actsWhenLoaded, importsOf, loads, manifest, packageName, read, root, target, tracked } from './lib/imports.js';

const packages = ['core', 'adapters', 'components', 'gateway'] as const;
const sources = tracked.filter((file) => /^packages\/[a-z]+\/src\/.*\.ts$/.test(file) && !file.endsWith('.d.ts'));
/** A testing/ folder ships where it is an entry, as core's is; elsewhere it only serves the tests beside it. */
const shipped = sources.filter(
  (file) =>
    !file.endsWith('.test.ts') && (!file.includes('/testing/') || file.startsWith('packages/core/src/testing/')),
);
const imports = new Map(sources.map((file) => [file, importsOf(file)]));
const packageOf = (file: string): string => file.split('/')[1]!;
const below = (folder: string): string[] =>
  shipped.filter((file) => file.startsWith(`${folder}/`) && !file.includes('/testing/'));

/** What some files import against a rule, one line each. */
function against(files: readonly string[], rule: (from: string, file: string) => boolean): string[] {
  return files.flatMap((file) =>
    (imports.get(file) ?? importsOf(file))
      .filter(({ from }) => !rule(from, file))
      .map(({ from }) => `${file} imports ${from}`),
  );
}

describe('house: who imports whom', () => {
  it('components → core ← adapters ← gateway → core, and no other way', () => {
    const allowed: Record<string, RegExp> = {
      core: /^$/,
      adapters: /^@yingji\/core(\/|$)/,
      components: /^(@yingji\/core(\/|$)|@yingji\/adapters\/(remote|kept-picture|outbox|datum)$)/,
      gateway: /^(@yingji\/core(\/|$)|@yingji\/adapters\/)/,
    };
    const wrong = against(sources, (from, file) => {
      if (from.startsWith('.')) return target(file, from)!.startsWith(`packages/${packageOf(file)}/`);
      return !from.startsWith('@yingji') || allowed[packageOf(file)]!.test(from);
    });
    expect(wrong).to.deep.equal([]);
  });

  it('what ships does not import what tests, except under testing/', () => {
    const files = shipped.filter((file) => !file.includes('/testing/'));
    expect(against(files, (from) => !/(^|\/)testing(\/|$)|\.test\.js$/.test(from))).to.deep.equal([]);
  });

  it('no circle of imports at run time', () => {
    const state = new Map<string, 'open' | 'done'>();
    const circles: string[] = [];
    const visit = (file: string, path: readonly string[]): void => {
      if (state.get(file) === 'done') return;
      if (state.get(file) === 'open') return void circles.push([...path.slice(path.indexOf(file)), file].join(' → '));
      state.set(file, 'open');
      for (const { from, typeOnly } of imports.get(file) ?? []) {
        const next = typeOnly ? undefined : target(file, from);
        if (next && imports.has(next)) visit(next, [...path, file]);
      }
      state.set(file, 'done');
    };
    for (const file of shipped) visit(file, []);
    expect(circles).to.deep.equal([]);
  });

  it('view, wire, remote and components load no zod, and nothing of Node', () => {
    const entries = [
      ...['core/src/view', 'core/src/wire', 'core/src/space'],
      ...[
        'adapters/src/remote',
        'adapters/src/kept-picture',
        'adapters/src/outbox',
        'adapters/src/datum',
        'components/src',
      ],
    ].map((folder) => `packages/${folder}`);
    for (const folder of entries) {
      const files = below(folder);
      const { packages: names } = loads(files);
      expect(files, folder).to.not.deep.equal([]);
      const wrong = [...names].filter(([name]) => name === 'zod' || name.startsWith('node:') || name === 'libsql');
      expect(wrong, folder).to.deep.equal([]);
    }
  });

  it('a feed, its way in and the thread that runs it load nothing of the city', () => {
    const parts = ['core/src/feed/index.ts', 'adapters/src/kit/load.ts', 'adapters/src/transports/index.ts'];
    const { files, packages: names } = loads(
      [...parts, 'gateway/src/isolation/serve-feed.ts'].map((file) => `packages/${file}`),
    );
    const city =
      /^packages\/core\/src\/(city|view|wire|writer|store|fusion|codes)\/|[.]schema[.]ts$|core\/src\/index[.]ts$/;
    expect([...files].filter((file) => city.test(file))).to.deep.equal([]);
    expect([...names].filter(([name]) => name === 'zod' || name === 'rxjs')).to.deep.equal([]);
  });

  it('core depends on rxjs and zod alone, and runs anywhere', () => {
    expect(Object.keys(manifest('packages/core').dependencies ?? {}).sort()).to.deep.equal(['rxjs', 'zod']);
    expect(against(below('packages/core/src'), (from) => !from.startsWith('node:'))).to.deep.equal([]);
  });

  it('every package names what it imports, and imports what it names', () => {
    const wrong = packages.flatMap((name) => {
      const { dependencies = {}, peerDependencies = {} } = manifest(`packages/${name}`);
      const named = [...Object.keys(dependencies), ...Object.keys(peerDependencies)];
      const used = shipped
        .filter((file) => packageOf(file) === name)
        .flatMap((file) => imports.get(file) ?? [])
        .filter(({ from }) => !from.startsWith('.') && !from.startsWith('node:'))
        .map(({ from }) => packageName(from));
      return [
        ...new Set(used.filter((each) => !named.includes(each)).map((each) => `${name} imports ${each} unnamed`)),
        ...named.filter((each) => !used.includes(each)).map((each) => `${name} names ${each} without importing it`),
      ];
    });
    expect(wrong).to.deep.equal([]);
  });

  it('the outside world of the examples shares nothing with the SDK', () => {
    const files = tracked.filter((file) => /^examples\/field\/.*\.(js|mjs|ts)$/.test(file));
    expect(files).to.not.deep.equal([]);
    const own = (from: string, file: string): boolean =>
      !from.startsWith('@yingji') && (target(file, from) ?? 'examples/field/').startsWith('examples/field/');
    expect(against(files, own)).to.deep.equal([]);
  });
});

describe('house: what is published', () => {
  it('every export leads to its source, its built file and its types, and no condition is one that bundlers set', () => {
    const wrong = packages.flatMap((name) =>
      Object.entries(manifest(`packages/${name}`).exports ?? {}).flatMap(([path, entry]) => {
        /** Of a pattern, that some file is of it. */
        const there = (file: string): boolean => {
          const [before = '', after = ''] = file.split('*');
          const full = join(root, 'packages', name, before);
          return file.includes('*') ? readdirSync(full).some((each) => each.endsWith(after)) : existsSync(full);
        };
        if (typeof entry === 'string') {
          const file = join(root, 'packages', name, entry.replace(/\*$/, ''));
          const full = existsSync(file) && (!entry.endsWith('/*') || readdirSync(file).length > 0);
          return full ? [] : [`${name} ${path} leads to nothing`];
        }
        // Made of the elements, and types alone.
        const made = entry['types']?.startsWith('./dist/typings/');
        const conditions = made ? ['types'] : ['@yingji/source', 'types', 'default'];
        const strange = Object.keys(entry).filter((condition) => !conditions.includes(condition));
        return [
          ...conditions.filter((condition) => !entry[condition] || !there(entry[condition])),
          ...strange.map((condition) => `unknown ${condition}`),
        ].map((condition) => `${name} ${path}: ${condition} leads nowhere`);
      }),
    );
    expect(wrong).to.deep.equal([]);
  });

  it('only the define files do something when loaded, and bundlers are told', () => {
    for (const name of ['core', 'adapters', 'components'] as const) {
      const { sideEffects } = manifest(`packages/${name}`);
      const told = Array.isArray(sideEffects)
        ? sideEffects.map((file: string) => `packages/${name}/${file.slice(2)}`)
        : [];
      expect(sideEffects, name).to.satisfy((given: unknown) => given === false || Array.isArray(given));
      expect(below(`packages/${name}/src`).filter(actsWhenLoaded), name).to.deep.equal(
        told.filter((file) => file.endsWith('.ts')),
      );
      // Each stands there twice, as source and as built.
      for (const file of told.filter((each) => each.endsWith('.ts')))
        expect(told).to.include(file.replace('/src/', '/dist/').replace(/\.ts$/, '.js'));
    }
    expect(manifest('packages/components').sideEffects).to.include('./dist/bundle/*.js');
  });

  it('all packages have one version, and want each other in it', () => {
    const { version } = manifest('packages/core');
    for (const name of packages) {
      const { dependencies = {}, version: own } = manifest(`packages/${name}`);
      const others = Object.entries(dependencies).filter(([each]) => each.startsWith('@yingji/'));
      expect([own, ...others.map(([, wanted]) => wanted)], name).to.deep.equal(
        Array.from({ length: others.length + 1 }, () => version),
      );
    }
  });

  it('the yingji command and what CI runs are programs', () => {
    for (const file of ['packages/gateway/bin/yingji.js', '.ci/run']) {
      expect(read(file), file).to.match(/^#!\/usr\/bin\/env (node|bash)\n/);
      const listed = execFileSync('git', ['ls-files', '-s', file], { cwd: root, encoding: 'utf8' });
      expect(listed, file).to.match(/^100755 /);
    }
  });
});

describe('house: the tree', () => {
  it('no source file is longer than 400 lines', () => {
    const long = tracked
      .filter((file) => /\.(ts|js|mjs|cjs|css)$/.test(file) && !file.includes('/vectors/'))
      .map((file) => [file, read(file).trimEnd().split('\n').length] as const)
      .filter(([, lines]) => lines > 400);
    expect(long).to.deep.equal([]);
  });

  it('nothing generated, nothing of an editor, nothing without a name of its own', () => {
    const generated = /(^|\/)(dist|node_modules|coverage|var|docs\/api)\/|\.(tgz|log|orig|rej|tmp|tsbuildinfo)$/;
    const editor = /(^|\/)(\.vscode|\.idea|\.DS_Store|Thumbs\.db|[^/]*~|[^/]*\.sw[op])(\/|$)/;
    const nameless = /(^|\/)(utils?|helpers?|common|misc|stuff)(\/|\.[a-z.]+$)/;
    const wrong = tracked.filter((file) => [generated, editor, nameless].some((pattern) => pattern.test(file)));
    expect(wrong).to.deep.equal([]);
  });

  it('file names are kebab-case', () => {
    const wrong = sources.filter((file) => !/^packages\/[a-z0-9/-]+(\.[a-z0-9]+)*\.ts$/.test(file));
    expect(wrong).to.deep.equal([]);
  });

  it('no path of one machine is in the tree', () => {
    const wrong = tracked
      .filter((file) => /(\.(ts|js|mjs|cjs|json|md|yaml|css|html)|\/run)$/.test(file))
      .filter((file) => file !== 'package-lock.json' && file !== 'tools/house.test.ts')
      .filter((file) => /["'`\s(](\/(work|root|home|Users)\/[a-z]|C:\\\\Users)/.test(read(file)));
    expect(wrong).to.deep.equal([]);
  });
});
