// Every program printed in a page works as it is printed: a newcomer copies it. The js and ts samples of one page are one module.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import ts from 'typescript';
import { root } from './lib/imports.js';

/** What the text round a sample has introduced, with its type. A page that takes nothing as given is run too. */
const GIVEN: { readonly [page: string]: string } = {
  'docs/access.md': `
    declare const sessions: { find(session: string): Promise<import('@yingji/core').Actor | undefined> };`,
  'docs/envelope.md': `declare const entry: import('@yingji/core').Entry; declare const body: string;`,
  'docs/memory.md': `
    declare const store: import('@yingji/core').Store;
    declare const vault: import('@yingji/core').Vault;
    declare const audit: import('@yingji/core').Audit;
    declare const actor: import('@yingji/core').Actor;
    declare const position: import('@yingji/core').Position, later: typeof position;
    declare function draw(view: import('@yingji/core').PastView): void;`,
  'docs/wire.md': `
    declare const city: import('@yingji/core').City;
    declare const actor: import('@yingji/core').Actor;
    declare const url: string;
    declare function getToken(): Promise<string>;
    declare function addEventListener(name: 'connect', listener: (event: { ports: [MessagePort] }) => void): void;`,
  // They run until somebody stops them, over a folder or a disk; check:pack runs the first.
  'README.md': '',
  'README.zh-CN.md': '',
  'packages/gateway/README.md': '',
};

const pages = [
  ...['README.md', 'README.zh-CN.md', 'packages/gateway/README.md', 'packages/core/README.md'],
  ...readdirSync(join(root, 'docs'))
    // The programs of docs/city.md are whole ones, for Node and for a page: test/e2e/city-page.test.ts runs both.
    .filter((name) => name.endsWith('.md') && name !== 'city.md')
    .map((name) => `docs/${name}`),
];
const sampleOf = (page: string): string =>
  [...readFileSync(join(root, page), 'utf8').matchAll(/^```(?:js|ts)\n(.+?)^```/gms)]
    .map(([, text]) => text)
    .join('\n');
const printed = pages.filter((page) => sampleOf(page) !== '');
/** As beside an installed core. */
const beside = join(root, 'packages', 'core');
const moduleOf = (page: string): string => join(beside, `${page.replaceAll(/\W/g, '-')}.sample.mts`);

/** What the strict compiler says of all pages, each line with its page. */
function complaints(): string[] {
  const texts = new Map(
    printed.map((page) => [moduleOf(page), `${sampleOf(page)}\nexport {};\n${GIVEN[page] ?? ''}\n`]),
  );
  const options: ts.CompilerOptions = {
    ...{ strict: true, noEmit: true, skipLibCheck: true, types: ['node'] },
    ...{ exactOptionalPropertyTypes: true, experimentalDecorators: true, useDefineForClassFields: false },
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    lib: ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts', 'lib.dom.asynciterable.d.ts'],
    customConditions: ['@yingji/source'],
  };
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (name) => texts.has(name) || fileExists(name);
  host.readFile = (name) => texts.get(name) ?? readFile(name);
  host.getSourceFile = (name, ...more) => {
    const text = texts.get(name);
    return text === undefined ? getSourceFile(name, ...more) : ts.createSourceFile(name, text, ts.ScriptTarget.ES2022);
  };
  const program = ts.createProgram([...texts.keys()], options, host);
  return printed.flatMap((page) => {
    const source = program.getSourceFile(moduleOf(page));
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(
      ({ messageText }) => `${page}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`,
    );
  });
}

describe('samples', function () {
  // A whole compiler, and a program a page.
  this.timeout(180_000);

  it('of every page hold before the strict compiler', () => {
    expect(printed).to.include.members(['README.md', 'docs/view.md', 'docs/space.md', 'docs/kinds.md']);
    expect(complaints()).to.deep.equal([]);
  });

  it('run as they are printed', () => {
    const folder = join(beside, 'node_modules', '.cache', `samples-${process.pid}`);
    mkdirSync(folder, { recursive: true });
    try {
      for (const page of printed.filter((name) => GIVEN[name] === undefined)) {
        const file = join(folder, 'sample.mts');
        writeFileSync(file, `${sampleOf(page)}\nprocess.exit(0);\n`);
        const { status, stderr } = spawnSync(process.execPath, [...process.execArgv, file], { encoding: 'utf8' });
        expect(status, `${page}: ${stderr}`).to.equal(0);
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('in Chinese are those in English', () => {
    expect(sampleOf('README.zh-CN.md')).to.equal(sampleOf('README.md'));
  });

  it('of the packages are in languages that npm run docs knows, which stops at any other', () => {
    const { highlightLanguages } = JSON.parse(readFileSync(join(root, 'typedoc.json'), 'utf8')) as {
      highlightLanguages?: readonly string[];
    };
    const known = new Set([...(highlightLanguages ?? []), 'sh', 'js', 'ts']);
    for (const name of readdirSync(join(root, 'packages'))) {
      const readme = readFileSync(join(root, 'packages', name, 'README.md'), 'utf8');
      for (const [, language = ''] of readme.matchAll(/^```(\w+)$/gm))
        expect(known.has(language), `${language} in packages/${name}/README.md`).to.equal(true);
    }
  });
});
