import { readFile } from '@web/test-runner-commands';
import { expect } from 'chai';

/** What a page loads, in bytes as sent by a server that compresses. */
const BUDGET = {
  /** Before a map is shown: the elements, without the drawing library. */
  first: 50_000,
  /** With a map. */
  map: 350_000,
  worker: 160_000,
};

/** As it lies on the disk: what the test server sends has been through its own mill. */
async function gzipped(name: string): Promise<{ text: string; size: number }> {
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

describe('the bundle', () => {
  it('stays within its budget, and the drawing library waits for a map', async function () {
    if (!(await fetch(new URL('../../dist/bundle/yingji.js', import.meta.url))).ok) {
      this.test!.title += ' (skipped: no bundle, run npm run build first)';
      this.skip();
    }
    const first = new Map<string, { text: string; size: number }>();
    const wanted = ['yingji.js'];
    const later = new Set<string>();
    for (const name of wanted) {
      if (first.has(name)) continue;
      const module = await gzipped(name);
      first.set(name, module);
      const imports = importsOf(module.text);
      wanted.push(...imports.now);
      for (const each of imports.later) later.add(each);
    }
    const sum = [...first.values()].reduce((total, { size }) => total + size, 0);
    expect(sum, [...first.keys()].join()).to.be.within(10_000, BUDGET.first);
    expect([...later], 'loaded when a map is shown').to.have.length(1);
    expect((await gzipped([...later][0]!)).size).to.be.within(100_000, BUDGET.map);
    expect((await gzipped('maplibre-gl-worker.mjs')).size).to.be.within(50_000, BUDGET.worker);
    for (const { text } of first.values()) expect(text).to.not.match(/ZodError|\beval\(|new Function\(/);
  });
});
