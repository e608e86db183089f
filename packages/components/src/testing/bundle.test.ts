import { readFile } from '@web/test-runner-commands';
import { expect } from 'chai';
import { ELEMENTS } from '../define-elements.js';
import { LOADERS } from '../define-on-demand.js';

const KB = 1_024;
/** What a page loads, in bytes as sent by a server that compresses. */
const BUDGET = {
  /** With the provider alone. */
  base: 20_000,
  /** One element and all it needs, but a map. */
  element: 45 * KB,
  /** What the map alone loads, the drawing library left out. */
  map: 30_000,
  /** Each of what waits until it is asked for. */
  asked: 12_000,
  drawing: 300_000,
  worker: 160_000,
};

interface Module {
  readonly text: string;
  readonly size: number;
}

/** As it lies on the disk: what the test server sends has been through its own mill. */
async function gzipped(name: string): Promise<Module> {
  const text = await readFile({ path: `../../dist/bundle/${name}`, encoding: 'utf-8' });
  if (text === undefined) throw new Error(`${name} is not there`);
  const packed = new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'));
  return { text, size: (await new Response(packed).arrayBuffer()).byteLength };
}

/** Modules a module loads at once, and those it loads later. */
const importsOf = (text: string): { now: string[]; later: string[] } => ({
  now: [...text.matchAll(/(?:from|import)\s*["']\.\/([\w.-]+)["']/g)].map((match) => match[1]!),
  later: [...text.matchAll(/import\(\s*["']\.\/([\w.-]+)["']\s*\)/g)].map((match) => match[1]!),
});

/** All that some files load at once, themselves included, and what they would load later. */
async function loadedBy(...names: readonly string[]): Promise<{ files: Map<string, Module>; later: Set<string> }> {
  const files = new Map<string, Module>();
  const later = new Set<string>();
  const wanted = [...names];
  for (const name of wanted) {
    if (files.has(name)) continue;
    const module = await gzipped(name);
    files.set(name, module);
    const imports = importsOf(module.text);
    wanted.push(...imports.now);
    for (const each of imports.later) later.add(each);
  }
  for (const name of files.keys()) later.delete(name);
  return { files, later };
}

/** Sentences in one language: `yingji-zh.js` those of all elements, `yingji-roster-zh.js` those of one. */
const isWords = (file: string): boolean => /-(zh|en)\.js$/.test(file);

/** All that an element needs to be drawn for somebody who reads this language. */
async function complete(name: string, lang: 'zh' | 'en'): Promise<Map<string, Module>> {
  const { later } = await loadedBy('yingji.js', `yingji-${name}.js`);
  const words = [...later].filter((file) => file.endsWith(`-${lang}.js`));
  return (await loadedBy('yingji.js', `yingji-${name}.js`, ...words)).files;
}

const sum = (files: ReadonlyMap<string, Module>): number =>
  [...files.values()].reduce((total, { size }) => total + size, 0);

const NAMES = Object.keys(LOADERS);
/** What the provider loads later. */
const PROVIDED = ['kept-picture', 'outbox', 'past'];
/** What every element loads later: where its page styles the parts. */
const OF_ALL = ['unstyled.styles'];
/** What the map loads later: when it is shown, where Commands may wait, when something is chosen or asked for, when a layer has something to show, where there are tasks, in a flood, where frames are dear, on a phone. */
const OF_THE_MAP = [
  'drawing',
  'room',
  'player',
  'legend',
  'measure',
  'phone.styles',
  'popup-facts',
  'key-help',
  'gcj02',
  'pace',
  'dot-picture',
  'grouping',
  'outgoing',
  'tasks',
];

describe('the bundle', () => {
  before(async function () {
    if ((await fetch(new URL('../../dist/bundle/yingji.js', import.meta.url))).ok) return;
    this.test!.parent!.title += ' (skipped: no bundle, run npm run build first)';
    this.skip();
  });

  it('of itself loads the provider, and later a file for each element, what keeps the last picture, what keeps Commands and what plays the past', async () => {
    const { files, later } = await loadedBy('yingji.js');
    expect(sum(files), [...files.keys()].join()).to.be.within(5_000, BUDGET.base);
    expect([...later].sort()).to.deep.equal([...NAMES, ...PROVIDED].map((name) => `yingji-${name}.js`).sort());
  });

  for (const lang of ['zh', 'en'] as const)
    it(`every element but a map stays within 45 KB with all it needs to speak ${lang}, and evaluates no text`, async () => {
      for (const name of NAMES) {
        const files = await complete(name, lang);
        const loaded = [...files.keys()].join();
        expect(loaded, name)
          .to.include(`yingji-${lang}.js`)
          .and.not.include(lang === 'zh' ? '-en.js' : '-zh.js');
        if (name !== 'alert-map') expect(sum(files), `${name}: ${loaded}`).to.be.within(10_000, BUDGET.element);
        expect(loaded, name).to.not.include('maplibre');
        for (const { text } of files.values()) expect(text).to.not.match(/ZodError|\beval\(|new Function\(/);
      }
    });

  it('the drawing library waits for a map; layers, replay, facts and keys wait until they are asked for', async () => {
    const map = await loadedBy('yingji.js', 'yingji-alert-map.js');
    const drawing = await loadedBy('yingji-drawing.js');
    const later = [...new Set([...map.later, ...drawing.later])].filter(
      (file) => !isWords(file) && ![...NAMES, ...PROVIDED].some((name) => file === `yingji-${name}.js`),
    );
    expect(later.sort()).to.deep.equal([...OF_THE_MAP, ...OF_ALL].map((name) => `yingji-${name}.js`).sort());
    for (const name of OF_THE_MAP.slice(1)) {
      const { files } = await loadedBy(`yingji-${name}.js`);
      const more = [...files].filter(([file]) => !map.files.has(file) && !drawing.files.has(file));
      expect(sum(new Map(more)), name).to.be.within(500, BUDGET.asked);
    }
    const others = await loadedBy(...NAMES.filter((name) => name !== 'alert-map').map((name) => `yingji-${name}.js`));
    const own = new Map([...map.files, ...drawing.files].filter(([file]) => !others.files.has(file)));
    own.delete('yingji-maplibre.js');
    expect(sum(own), [...own.keys()].join()).to.be.within(10_000, BUDGET.map);
    expect([...drawing.files.keys()]).to.include('yingji-maplibre.js');
    expect((await gzipped('yingji-maplibre.js')).size).to.be.within(100_000, BUDGET.drawing);
    expect((await gzipped('maplibre-gl-worker.js')).size).to.be.within(50_000, BUDGET.worker);
  });

  it('a file in which others’ code is names their licences, and no other', async () => {
    const { files, later } = await loadedBy('yingji.js', 'yingji-roster.js', 'yingji-drawing.js');
    expect([...later].every((name) => name.startsWith('yingji-'))).to.equal(true);
    const said = [...files].filter(([, { text }]) => text.startsWith('/*! yingji.LICENSES.txt */'));
    const named = said.map(([name]) => name);
    expect(named).to.include.members(['yingji-base.js', 'yingji-maplibre.js', 'yingji-repeat.js']);
    expect(named).to.not.include('yingji-roster.js');
    // What Lit calls its own stands in no other file.
    const lits = [...files].filter(([, { text }]) => text.includes('_$AH') || text.includes('litPart'));
    expect(named).to.include.members(lits.map(([name]) => name));
  });

  it('elements, their files and the subpaths of the package are the same', async () => {
    expect(ELEMENTS.map(([name]) => name)).to.have.members(['provider', ...NAMES]);
    const manifest = await readFile({ path: '../../package.json', encoding: 'utf-8' });
    const { exports } = JSON.parse(manifest!) as { exports: { readonly [path: string]: unknown } };
    const others = ['.', './define', './bundle/*', './custom-elements.json', './jsx', './vue', './svelte'];
    const own = Object.keys(exports).filter((path) => !others.includes(path));
    expect(own).to.have.members(ELEMENTS.map(([name]) => `./${name}`));
    for (const [name, element] of ELEMENTS.slice(1)) expect(await LOADERS[name]!(), name).to.equal(element);
  });
});
