// What tools and frameworks are told of the elements: made of the source, as the elements are, and as their pages in docs say.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'chai';
import ts from 'typescript';
import { described } from './build.mjs';
import { read, tracked } from './lib/imports.js';
import { readElements, toManifest } from './lib/manifest.mjs';
import { cache, root } from './lib/run.mjs';

const dist = join(root, 'packages', 'components', 'dist');
const elements = readElements();

interface Defined {
  readonly elementProperties: ReadonlyMap<string, { readonly state?: boolean; readonly attribute?: string | boolean }>;
}

describe('what is told of the elements', () => {
  it('is made of the source as it is', () => {
    for (const [name, text] of Object.entries(described(elements, toManifest(elements))))
      expect(readFileSync(join(dist, name), 'utf8'), `${name}: run npm run build`).to.equal(text);
  });

  it('names every element, and what can be set in each, as the elements themselves say', async () => {
    const classes = (await import(pathToFileURL(join(dist, 'index.js')).href)) as { [name: string]: Defined };
    const { ELEMENTS } = (await import(pathToFileURL(join(dist, 'define-elements.js')).href)) as {
      ELEMENTS: readonly (readonly [string, unknown])[];
    };
    expect(elements.map(({ tag }) => tag)).to.have.members(ELEMENTS.map(([name]) => `yj-${name}`));
    for (const { name, fields } of elements) {
      const told = Object.fromEntries(fields.map((field) => [field.name, field.attribute ?? false]));
      const own = [...classes[name]!.elementProperties].filter(([, { state }]) => !state);
      const really = own.map(([field, { attribute = true }]) => [
        field,
        attribute === true ? field.toLowerCase() : attribute,
      ]);
      expect(told, name).to.deep.equal(Object.fromEntries(really));
      expect(
        fields.filter(({ description }) => !description).map((field) => field.name),
        name,
      ).to.deep.equal([]);
    }
  });

  for (const { tag, fields, events, slots, parts } of elements)
    it(`stands on the page of ${tag}`, () => {
      const page = readFileSync(join(root, 'docs', 'components', `${tag}.md`), 'utf8');
      const names = [
        ...fields.map(({ name, attribute }) => attribute ?? name),
        ...[...events, ...slots].map(({ name }) => name),
        ...parts,
      ];
      expect(names.filter((name) => !new RegExp(`(?<![\\w-])${name}(?![\\w-])`).test(page))).to.deep.equal([]);
    });

  it('is of what there is: every slot and part stands in a template', () => {
    const templates = tracked
      .filter((file) => /^packages\/components\/src\/.*(?<!\.test)\.ts$/.test(file) && !file.includes('/testing/'))
      .map(read)
      .join('\n');
    const there = (what: RegExp): Set<string> =>
      new Set([...templates.matchAll(what)].flatMap(([, found]) => found!.split(' ')));
    const slots = there(/<slot name="([\w-]+)"/g);
    const parts = there(/ part="([\w -]+)"/g);
    const told = elements.flatMap((each) => [
      ...each.slots.flatMap(({ name }) => (name === '' || slots.has(name) ? [] : `slot ${name} of ${each.tag}`)),
      ...each.parts.flatMap((name) => (parts.has(name) ? [] : `part ${name} of ${each.tag}`)),
    ]);
    expect(told).to.deep.equal([]);
  });
});

/** Each framework as far as its types are asked for here; a page has the real one. */
const STAND_INS = {
  'node_modules/react/index.d.ts': `export interface HTMLAttributes<E> { className?: string; children?: unknown; onFocus?: (event: { target: E }) => void }
    export type DetailedHTMLProps<A, E> = A & { ref?: (e: E | null) => void };
    export namespace JSX { interface Element { readonly react: true } interface IntrinsicElements { div: HTMLAttributes<HTMLElement> }
    interface ElementChildrenAttribute { children: unknown } }`,
  'node_modules/react/jsx-runtime.d.ts': `import type { JSX as Own } from 'react'; export namespace JSX { type Element = Own.Element;
    interface IntrinsicElements extends Own.IntrinsicElements {} interface ElementChildrenAttribute extends Own.ElementChildrenAttribute {} }
    export function jsx(type: unknown, props: unknown): Own.Element; export const jsxs: typeof jsx;`,
  'node_modules/vue/index.d.ts':
    'export interface HTMLAttributes { class?: unknown } export interface GlobalComponents {}',
  'node_modules/svelte/elements.d.ts':
    'export interface HTMLAttributes<E> { class?: string; onclick?: (event: Event & { currentTarget: E }) => void }\nexport interface SvelteHTMLElements {}',
};
const [react, vue, svelte] = [
  ...readFileSync(join(root, 'docs/guides/embed.md'), 'utf8').matchAll(/^```ts\n(.+?)\n```$/gms),
].map(([, code]) => code!) as [string, string, string];

/** By each framework: what stands in a page, and after "wrong" what must not compile. */
const PAGES = {
  'react.tsx': `${react}
    const view = undefined as unknown as import('@yingji/core').View;
    export const right = <div className="a"><yj-provider gateway="/" getToken={async () => 'secret'}>
      <yj-alert-map className="b" ref={(map) => map?.focus()} view={view} place="450103" read-only=""
        onyj-item-selected={(event) => event.id?.toUpperCase()}>text</yj-alert-map>
      <yj-supply-panel readOnly persons={36} expiring-days="14" onyj-movement-requested={(event) => event.preventDefault()} />
    </yj-provider></div>;
    // wrong
    export const a = <yj-alert-map plase="450103" />;
    export const b = <yj-alert-map large="yes" />;
    export const c = <yj-alert-map onyj-item-selected={(event) => event.nobody} />;
    export const d = <yj-none />;`,
  'vue.ts': `${vue}
    import type { GlobalComponents } from 'vue';
    type Props<T extends keyof GlobalComponents> = InstanceType<GlobalComponents[T]>['$props'];
    export const right: Props<'yj-alert-map'> = { class: ['a'], place: '450103', readOnly: '', onYjItemSelected: (event) => event.id };
    // wrong
    export const a: Props<'yj-alert-map'> = { plase: '450103' };
    export const b: Props<'yj-supply-panel'> = { persons: true };
    export const c: Props<'yj-alert-map'> = { onYjItemSelected: (event) => event.nobody };`,
  'svelte.ts': `${svelte}
    import type { SvelteHTMLElements } from 'svelte/elements';
    export const right: SvelteHTMLElements['yj-feed-status'] = { class: 'a', density: 'wall',
      'onyj-issues-opened': (event) => event.code, 'on:yj-issues-opened': (event) => event.preventDefault() };
    // wrong
    export const a: SvelteHTMLElements['yj-feed-status'] = { densety: 'wall' };
    export const b: SvelteHTMLElements['yj-feed-status'] = { large: 'yes' };
    export const c: SvelteHTMLElements['yj-feed-status'] = { 'onyj-issues-opened': (event) => event.nobody };`,
};

describe('the types for frameworks, as docs/guides/embed.md has them', () => {
  // Where our own packages are found as in a page's own tree.
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'typings-'));
  after(() => rmSync(folder, { recursive: true, force: true }));

  for (const [file, code] of Object.entries({ ...STAND_INS, ...PAGES })) {
    mkdirSync(join(folder, file, '..'), { recursive: true });
    writeFileSync(join(folder, file), code);
  }
  const names = Object.keys(PAGES) as (keyof typeof PAGES)[];
  let program: ts.Program;
  before(() => {
    program = ts.createProgram(
      names.map((name) => join(folder, name)),
      {
        ...{ strict: true, exactOptionalPropertyTypes: true, noEmit: true, types: [] },
        ...{ lib: ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'], target: ts.ScriptTarget.ES2022 },
        ...{ module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler },
        jsx: ts.JsxEmit.ReactJSX,
      },
    );
  });

  for (const name of names)
    it(`${name}: what is right compiles, and each line that is wrong does not`, () => {
      const text = PAGES[name];
      const source = program.getSourceFile(join(folder, name))!;
      const lineOf = (at = 0): number => source.getLineAndCharacterOfPosition(at).line;
      const wrong = lineOf(text.indexOf('// wrong'));
      const said = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
      const told = said.map(
        ({ start, messageText }) => `${lineOf(start)} ${ts.flattenDiagnosticMessageText(messageText, ' ')}`,
      );
      expect(told.filter((line) => parseInt(line, 10) < wrong)).to.deep.equal([]);
      const lines = text.split('\n').length - 1 - wrong;
      expect(new Set(said.map(({ start }) => lineOf(start))).size, told.join('\n')).to.equal(lines);
    });

  it('are whole: nothing in them leads nowhere', () => {
    const ours = program.getSourceFiles().filter(({ fileName }) => fileName.includes('/dist/typings/'));
    expect(ours).to.have.length(3);
    expect(
      ours.flatMap((file) => program.getSemanticDiagnostics(file)).map(({ messageText }) => messageText),
    ).to.deep.equal([]);
  });
});
