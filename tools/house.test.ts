// What holds the house together: which part may import which, how long a file may be, what a page loads.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import ts from 'typescript';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const packages = ['core', 'adapters', 'components', 'gateway'] as const;
const tracked = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], { cwd: root, encoding: 'utf8' }).trim().split('\n').filter((file) => existsSync(join(root, file)));
const manifest = (folder: string): Manifest => JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as Manifest;

interface Manifest {
  readonly name: string;
  readonly exports?: Record<string, Record<string, string> | string>;
  readonly dependencies?: Record<string, string>;
  readonly devDependencies?: Record<string, string>;
  readonly peerDependencies?: Record<string, string>;
}
interface Import {
  readonly from: string;
  readonly typeOnly: boolean;
}

/** Every import and re-export of a file; `typeOnly` ones leave no trace at run time. */
function importsOf(file: string): Import[] {
  const source = ts.createSourceFile(file, readFileSync(join(root, file), 'utf8'), ts.ScriptTarget.Latest, false);
  const found: Import[] = [];
  const visit = (node: ts.Node): void => {
    if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier && ts.isStringLiteral(node.moduleSpecifier))
      found.push({ from: node.moduleSpecifier.text, typeOnly: isTypeOnly(node) });
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword && node.arguments[0] && ts.isStringLiteral(node.arguments[0]))
      found.push({ from: node.arguments[0].text, typeOnly: false });
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function isTypeOnly(node: ts.ImportDeclaration | ts.ExportDeclaration): boolean {
  if (ts.isExportDeclaration(node))
    return node.isTypeOnly || (node.exportClause !== undefined && ts.isNamedExports(node.exportClause) && node.exportClause.elements.every(({ isTypeOnly }) => isTypeOnly));
  const { importClause } = node;
  if (!importClause) return false;
  const { namedBindings } = importClause;
  return (
    importClause.phaseModifier === ts.SyntaxKind.TypeKeyword ||
    (!importClause.name && namedBindings !== undefined && ts.isNamedImports(namedBindings) && namedBindings.elements.length > 0 && namedBindings.elements.every((each) => each.isTypeOnly))
  );
}

const sources = tracked.filter((file) => /^packages\/[a-z]+\/src\/.*\.ts$/.test(file) && !file.endsWith('.d.ts'));
const shipped = sources.filter((file) => !file.endsWith('.test.ts'));
const imports = new Map(sources.map((file) => [file, importsOf(file)]));
const packageOf = (file: string): string => file.split('/')[1]!;

/** Where an import of ours leads, as a tracked file; `undefined` for a package of others. */
function target(file: string, from: string): string | undefined {
  if (from.startsWith('.')) return relative(root, resolve(root, dirname(file), from)).replaceAll('\\', '/').replace(/\.js$/, '.ts');
  const [, name, sub] = /^@yingji\/([a-z]+)(\/.*)?$/.exec(from) ?? [];
  const entry = name && manifest(`packages/${name}`).exports?.[sub === undefined ? '.' : `.${sub}`];
  return entry && typeof entry === 'object' ? join('packages', name, entry['@yingji/source']!).replaceAll('\\', '/') : undefined;
}

/** All that is loaded at run time from some entries: files of ours, and names of packages. */
function loads(entries: readonly string[]): { files: Set<string>; packages: Map<string, string> } {
  const files = new Set(entries);
  const names = new Map<string, string>();
  for (const file of files)
    for (const { from, typeOnly } of imports.get(file) ?? []) {
      if (typeOnly) continue;
      const next = target(file, from);
      if (next) files.add(next);
      else names.set(from.startsWith('@') ? from.split('/').slice(0, 2).join('/') : from.split('/')[0]!, file);
    }
  return { files, packages: names };
}

describe('house', () => {
  it('components → core ← adapters ← gateway → core, and no other way', () => {
    const allowed: Record<string, RegExp> = {
      core: /^$/,
      adapters: /^@yingji\/core(\/|$)/,
      components: /^(@yingji\/core(\/|$)|@yingji\/adapters\/remote$)/,
      gateway: /^(@yingji\/core(\/|$)|@yingji\/adapters\/)/,
    };
    const wrong = [...imports].flatMap(([file, list]) =>
      list.filter(({ from }) => from.startsWith('@yingji/') && !allowed[packageOf(file)]!.test(from)).map(({ from }) => `${file} imports ${from}`),
    );
    const escaping = [...imports].flatMap(([file, list]) =>
      list.filter(({ from }) => from.startsWith('.') && !target(file, from)!.startsWith(`packages/${packageOf(file)}/`)).map(({ from }) => `${file} imports ${from}`),
    );
    expect([...wrong, ...escaping]).to.deep.equal([]);
  });

  it('what ships does not import what tests, except under testing/', () => {
    const wrong = shipped.filter((file) => !file.includes('/testing/')).flatMap((file) =>
      (imports.get(file) ?? []).filter(({ from }) => /(^|\/)testing(\/|$)|\.test\.js$/.test(from)).map(({ from }) => `${file} imports ${from}`),
    );
    expect(wrong).to.deep.equal([]);
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

  it('view, wire, remote and components load no zod', () => {
    const entries = ['packages/core/src/view/index.ts', 'packages/core/src/wire/index.ts', 'packages/adapters/src/remote/index.ts', ...shipped.filter((file) => file.startsWith('packages/components/') && !file.includes('/testing/'))];
    const { packages: names, files } = loads(entries);
    expect(names.get('zod')).to.equal(undefined);
    expect([...names.keys()].filter((name) => name.startsWith('node:'))).to.deep.equal([]);
    expect(files.size).to.be.greaterThan(10);
  });

  it('core depends on rxjs and zod alone', () => {
    expect(Object.keys(manifest('packages/core').dependencies ?? {}).sort()).to.deep.equal(['rxjs', 'zod']);
  });

  it('every package names what it imports, and imports what it names', () => {
    const wrong = packages.flatMap((name) => {
      const { dependencies = {}, peerDependencies = {} } = manifest(`packages/${name}`);
      const named = new Set([...Object.keys(dependencies), ...Object.keys(peerDependencies)]);
      const used = new Set<string>();
      for (const file of shipped.filter((each) => packageOf(each) === name))
        for (const { from } of imports.get(file) ?? []) {
          if (from.startsWith('.') || from.startsWith('node:')) continue;
          used.add(from.startsWith('@') ? from.split('/').slice(0, 2).join('/') : from.split('/')[0]!);
        }
      return [
        ...[...used].filter((each) => !named.has(each)).map((each) => `${name} imports ${each} without naming it`),
        ...[...named].filter((each) => !used.has(each)).map((each) => `${name} names ${each} without importing it`),
      ];
    });
    expect(wrong).to.deep.equal([]);
  });

  it('every export has its source and its built file', () => {
    const wrong = packages.flatMap((name) =>
      Object.entries(manifest(`packages/${name}`).exports ?? {}).flatMap(([path, entry]) => {
        if (path.includes('*')) return [];
        if (typeof entry === 'string') return [`${name} ${path}: an entry is an object of conditions`];
        const missing = ['@yingji/source', 'types', 'default'].filter((condition) => !entry[condition] || !existsSync(join(root, 'packages', name, entry[condition])));
        const development = 'development' in entry ? ['development must not be a condition'] : [];
        return [...missing.map((condition) => `${name} ${path}: ${condition} leads nowhere`), ...development];
      }),
    );
    expect(wrong).to.deep.equal([]);
  });

  it('the outside world of the examples shares nothing with the SDK', () => {
    const wrong = tracked.filter((file) => /^examples\/field\/.*\.(js|ts)$/.test(file)).flatMap((file) =>
      importsOf(file).filter(({ from }) => from.startsWith('@yingji/') || target(file, from)?.startsWith('packages/')).map(({ from }) => `${file} imports ${from}`),
    );
    expect(wrong).to.deep.equal([]);
  });

  it('no source file is longer than 400 lines', () => {
    const code = tracked.filter((file) => /\.(ts|js|mjs|cjs|css)$/.test(file) && !file.includes('/vectors/'));
    const long = code.map((file) => [file, readFileSync(join(root, file), 'utf8').split('\n').length] as const).filter(([, lines]) => lines > 400);
    expect(long).to.deep.equal([]);
  });

  it('nothing generated and no machine’s paths are in the tree', () => {
    expect(tracked.filter((file) => /(^|\/)(dist|node_modules|coverage|var)\//.test(file))).to.deep.equal([]);
    const text = tracked.filter((file) => /\.(ts|js|mjs|cjs|json|md|yaml|css|html)$/.test(file) && file !== 'package-lock.json' && file !== 'tools/house.test.ts');
    const paths = text.filter((file) => /["'`\s(]\/(work|root|home|Users)\/[a-z]/.test(readFileSync(join(root, file), 'utf8')));
    expect(paths).to.deep.equal([]);
  });

  it('every change is announced: there is a changeset', () => {
    expect(readdirSync(join(root, '.changeset')).filter((file) => file.endsWith('.md')).length).to.be.greaterThan(0);
  });
});
