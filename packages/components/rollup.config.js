// The bundle that one script tag loads: dist/bundle/yingji.js with the provider; each element is a file of its own beside it, loaded when
// its tag stands in the page, and the drawing library one more, loaded when a map is shown. What they share is shared.
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import resolve from '@rollup/plugin-node-resolve';
import { rollup } from 'rollup';
import { minify } from 'rollup-plugin-esbuild';

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, 'dist', 'bundle');
const maplibre = dirname(fileURLToPath(import.meta.resolve('maplibre-gl')));

/** Elements by the names of their subpaths in package.json. */
const { exports: entries, version } = JSON.parse(readFileSync(join(here, 'package.json'), 'utf8'));
const elements = Object.values(entries)
  .map((entry) => /^\.\/dist\/([a-z-]+)\/index\.js$/.exec(entry.default)?.[1])
  .filter((name) => name !== undefined && name !== 'provider');

/** A style sheet without its comments, and without the space that means nothing: elsewhere, as before a colon, it may mean something. */
const thin = (code) =>
  code
    .replace(/\/\*[^]*?\*\//g, '')
    .replace(/\s*([{};,])\s*/g, '$1')
    .replace(/([\w-]):\s+/g, '$1:')
    .replaceAll(';}', '}');

/** Templates keep the indentation of their source, and style sheets their comments; a page pays for neither. */
const trim = {
  name: 'trim-templates',
  transform: (code, id) =>
    id.startsWith(join(here, 'dist'))
      ? (id.endsWith('.styles.js') ? thin(code) : code).replace(/\s*\n\s*/g, '\n')
      : null,
};

/**
 * The map names its worker as a file beside its own module: in the bundle, and in the package, from where other bundlers take it. By
 * an ending that every server of files knows: of `.mjs` not all do, and no browser starts what is not called a script.
 */
const WORKER = 'maplibre-gl-worker.js';
const worker = {
  name: 'maplibre-worker',
  writeBundle() {
    for (const folder of [out, join(here, 'dist', 'map')]) {
      mkdirSync(folder, { recursive: true });
      copyFileSync(join(maplibre, 'maplibre-gl-worker.mjs'), join(folder, WORKER));
    }
  },
};

/**
 * What Lit writes into the window for others to find: which of it were loaded, and what only standard decorators read. A page that is not
 * ours keeps its names.
 */
const unsaid = {
  name: 'no-names-of-lit',
  transform(code, id) {
    if (!/\/node_modules\/(lit|lit-html|lit-element|@lit\/reactive-element)\//.test(id.replaceAll('\\', '/')))
      return null;
    const versions = /\(\w+\.(?:litHtml|litElement|reactiveElement)Versions\?\?=\[\]\)\.push\("[\d.]+"\)/g;
    return code
      .replace(versions, 'void 0')
      .replace(/\w+\.litPropertyMetadata\?\?=new WeakMap/, 'void 0')
      .replace('litPropertyMetadata.get(t)', 'undefined');
  },
};

/** What TypeScript writes into every module that has decorators, as one module. */
const DECORATE = '\0decorate';
const HELPER = /^var __decorate = [^]*?^\};\n/m;
const decorate = {
  name: 'one-decorate',
  resolveId: (id) => (id === DECORATE ? id : null),
  load: (id) =>
    id === DECORATE
      ? `export ${HELPER.exec(readFileSync(join(here, 'dist', 'frame', 'element.js'), 'utf8'))[0]}`
      : null,
  transform: (code, id) =>
    id !== DECORATE && HELPER.test(code) ? code.replace(HELPER, `import { __decorate } from '${DECORATE}';\n`) : null,
};

/** What is bundled keeps its licence beside it, whole, where a page need not load it; a file in which others' code is says so. */
const licences = {
  name: 'licences',
  generateBundle(_, bundle) {
    const roots = new Set();
    for (const chunk of Object.values(bundle)) {
      const { modules = {} } = chunk;
      const others = Object.keys(modules).flatMap(
        (id) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(id.replaceAll('\\', '/'))?.[0] ?? [],
      );
      for (const root of others) roots.add(root);
      if (others.length > 0) chunk.code = `/*! yingji.LICENSES.txt */\n${chunk.code}`;
    }
    const texts = [...roots].sort().map((root) => {
      const { name, version, license } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
      const file = readdirSync(root).find((each) => /^licen[cs]e/i.test(each));
      if (file === undefined) throw new Error(`${name} has no licence that could be kept`);
      return `${name} ${version} (${license})\n\n${readFileSync(join(root, file), 'utf8').trim()}\n`;
    });
    this.emitFile({ type: 'asset', fileName: 'yingji.LICENSES.txt', source: texts.join('\n\n') });
  },
};

const entry = join(here, 'dist', 'yingji.js');
/**
 * integrity.json: what the `integrity` of a tag must say for each file, reckoned from the bytes as they lie there. Who serves the folder
 * serves what stands in it; what an earlier build has left is none of it and goes.
 */
const integrity = {
  name: 'integrity',
  writeBundle: {
    // After the worker was put there.
    sequential: true,
    order: 'post',
    handler(_, bundle) {
      const mine = [...Object.keys(bundle), WORKER].sort();
      for (const name of readdirSync(out)) if (!mine.includes(name)) rmSync(join(out, name), { recursive: true });
      const digest = (name) =>
        createHash('sha384')
          .update(readFileSync(join(out, name)))
          .digest('base64');
      const files = Object.fromEntries(mine.map((name) => [name, `sha384-${digest(name)}`]));
      writeFileSync(join(out, 'integrity.json'), `${JSON.stringify({ v: 1, version, files }, null, 2)}\n`);
    },
  },
};

// Of rxjs the classes of ES2015: what stands in for them in older browsers is larger.
const find = resolve({ browser: true, exportConditions: ['production', 'es2015'] });

/**
 * All that the first file needs before any element, as bundled by itself. Whatever it could reach would be more: a module from which it
 * takes one name imports what only one element asks for.
 */
async function baseOf() {
  const alone = { name: 'alone', resolveDynamicImport: () => false };
  const bundle = await rollup({ input: entry, plugins: [alone, decorate, find], logLevel: 'silent' });
  const { output } = await bundle.generate({ format: 'es' });
  const kept = Object.entries(output[0].modules).filter(([, { renderedLength }]) => renderedLength > 0);
  await bundle.close();
  return new Set(kept.map(([id]) => id));
}

export default async () => {
  const base = await baseOf();
  return {
    // What only the map's own parts share stands in the file of the map.
    preserveEntrySignatures: 'allow-extension',
    input: {
      yingji: entry,
      ...Object.fromEntries(elements.map((name) => [`yingji-${name}`, join(here, 'dist', name, 'index.js')])),
    },
    output: {
      dir: out,
      format: 'es',
      // A file of less than this costs more than it spares those who do not need it.
      experimentalMinChunkSize: 1_000,
      onlyExplicitManualChunks: true,
      entryFileNames: '[name].js',
      chunkFileNames: 'yingji-[name].js',
      manualChunks: (id) => {
        // The drawing library alone, so that what is ours can be measured beside it.
        if (id.includes('/node_modules/maplibre-gl/')) return 'maplibre';
        // So small that it would be put together with what every element loads.
        if (/\/(adapters\/dist\/datum\/|map\/gcj02\.js$)/.test(id)) return 'gcj02';
        // What both menus wear, so that who opens one does not load the other.
        if (/\/alert-map\/menu\.styles\.js$/.test(id)) return 'menu';
        // Who has one nearly always has the other.
        if (/\/marks\/(chip|chip\.styles|level)\.js$/.test(id)) return 'chip';
        // What nearly every element has: a file of its own would cost as much again.
        if (/\/(controllers\/(keep-focus|speaker)|i18n\/format|frame\/(printed|read-only))\.js$/.test(id))
          return 'base';
        // Not in yingji.js itself: a page that loads it by another address, as with ?v=2, would load what all elements share twice.
        return id !== entry && base.has(id) ? 'base' : undefined;
      },
    },
    plugins: [
      decorate,
      trim,
      unsaid,
      find,
      minify({ target: 'es2022', legalComments: 'none' }),
      worker,
      licences,
      integrity,
    ],
  };
};
