// npm run build: modules and declarations by tsc, then the bundle that one script tag loads. Does nothing when all is newer than its source.
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { digestOf } from './lib/digest-of.mjs';
import { bin, cache, newest, root, run, started } from './lib/run.mjs';
import { jsxTypings, svelteTypings, vueTypings } from './lib/typings.mjs';

const packages = ['core', 'adapters', 'components', 'gateway'].map((name) => join(root, 'packages', name));
const bundler = join(root, 'packages', 'components', 'rollup.config.js');
const stamp = join(cache, 'built');
const sources = [
  ...packages.flatMap((folder) => ['src', 'tsconfig.json', 'package.json'].map((part) => join(folder, part))),
  bundler,
  ...['manifest.mjs', 'typings.mjs'].map((name) => join(root, 'tools', 'lib', name)),
  join(root, 'tsconfig.base.json'),
  join(root, 'package-lock.json'),
];

/** Whether dist/ is newer than every source. */
export function built() {
  return (
    existsSync(stamp) &&
    packages.every((folder) => existsSync(join(folder, 'dist'))) &&
    statSync(stamp).mtimeMs > newest(sources)
  );
}

const dists = packages.map((folder) => join(folder, 'dist'));

/**
 * Whether dist/ is, byte for byte, what was last built, and from the sources that are there now. Times do not tell that: of a file that
 * was put back with its old one, or of what something else has written into dist/.
 */
export const builtFromThis = ({ stamp: at = stamp, from = sources, to = dists } = {}) =>
  existsSync(at) && readFileSync(at, 'utf8') === toldBy(digestOf(from), to);

const toldBy = (from, to) => `${from} ${digestOf(to)}\n`;

/** Builds all packages; throws with what the tool said. `anew`: also what by its times needs none. */
export async function build({ anew = false } = {}) {
  mkdirSync(cache, { recursive: true });
  const from = digestOf(sources);
  // The stamp bears the time of the beginning, so that what changes while building is built the next time.
  const begun = `${stamp}-${process.pid}`;
  writeFileSync(begun, '');
  try {
    for (const folder of packages) prune(folder, '');
    await must('tsc -b', [bin('typescript/bin/tsc'), '-b', ...(anew ? ['--force'] : [])]);
    copyBesideFeeds();
    await describeElements();
    await must('rollup', [bin('rollup/dist/bin/rollup'), '-c', bundler, '--silent']);
    const { atime, mtime } = statSync(begun);
    writeFileSync(begun, toldBy(from, dists));
    utimesSync(begun, atime, mtime);
    renameSync(begun, stamp);
  } finally {
    rmSync(begun, { force: true });
  }
}

/** What `yingji check` reads beside the code of a feed goes with it, so that an installed one can be checked by its name. */
export function copyBesideFeeds() {
  const [from, to] = ['src', 'dist'].map((part) => join(root, 'packages', 'adapters', part));
  for (const feed of readdirSync(from).filter((name) => existsSync(join(from, name, 'check.json'))))
    for (const part of ['check.json', 'README.md', 'vectors']) {
      rmSync(join(to, feed, part), { recursive: true, force: true });
      cpSync(join(from, feed, part), join(to, feed, part), { recursive: true });
    }
}

/** What tools and frameworks know of the elements: custom-elements.json, and types for JSX, Vue and Svelte. */
async function describeElements() {
  const dist = join(root, 'packages', 'components', 'dist');
  // Only now: it reads them by TypeScript, and what installs that imports this file too.
  const { readElements, toManifest } = await import('./lib/manifest.mjs');
  const elements = readElements();
  mkdirSync(join(dist, 'typings'), { recursive: true });
  for (const [name, text] of Object.entries(described(elements, toManifest(elements))))
    writeFileSync(join(dist, name), text);
}

/** By their names in dist/. */
export const described = (elements, manifest) => ({
  'custom-elements.json': `${JSON.stringify(manifest, null, 2)}\n`,
  'typings/jsx.d.ts': jsxTypings(elements),
  'typings/vue.d.ts': vueTypings(elements),
  'typings/svelte.d.ts': svelteTypings(elements),
});

async function must(name, args) {
  const { code, output } = await run(process.execPath, args);
  if (code !== 0) throw new Error(`${name} failed:\n${output}`);
}

/** Removes what was built from a source that is gone: tsc leaves it, and it would be published. */
function prune(folder, below) {
  const dist = join(folder, 'dist', below);
  if (!existsSync(dist)) return;
  for (const entry of readdirSync(dist, { withFileTypes: true })) {
    const path = join(below, entry.name);
    const [, stem] = /^(.+?)(\.d\.ts|\.js)(\.map)?$/.exec(path) ?? [];
    if (stem && !existsSync(join(folder, 'src', `${stem}.ts`))) rmSync(join(folder, 'dist', path));
    else if (entry.isDirectory() && path !== 'bundle') {
      if (existsSync(join(folder, 'src', path))) prune(folder, path);
      else rmSync(join(folder, 'dist', path), { recursive: true });
    }
  }
}

if (started(import.meta.url)) {
  const began = performance.now();
  try {
    if (built()) process.stdout.write('nothing to build\n');
    else {
      await build();
      process.stdout.write(`built in ${((performance.now() - began) / 1000).toFixed(1)} s\n`);
    }
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}
