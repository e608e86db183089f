// The bundle that one script tag loads: dist/bundle/yingji.js. The map is a chunk of its own, loaded when a map is shown.
import { copyFileSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import resolve from '@rollup/plugin-node-resolve';
import { minify } from 'rollup-plugin-esbuild';

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, 'dist', 'bundle');
const maplibre = dirname(fileURLToPath(import.meta.resolve('maplibre-gl')));

/** A style sheet without its comments, and without the space beside braces and semicolons; elsewhere space may mean something. */
const thin = (code) => code.replace(/\/\*[^]*?\*\//g, '').replace(/\s*([{};])\s*/g, '$1');

/** Templates keep the indentation of their source, and style sheets their comments; a page pays for neither. */
const trim = {
  name: 'trim-templates',
  transform: (code, id) =>
    id.startsWith(join(here, 'dist'))
      ? (id.endsWith('.styles.js') ? thin(code) : code).replace(/\s*\n\s*/g, '\n')
      : null,
};

/** MapLibre finds its worker beside the module it runs in. */
const worker = {
  name: 'maplibre-worker',
  writeBundle() {
    mkdirSync(out, { recursive: true });
    copyFileSync(join(maplibre, 'maplibre-gl-worker.mjs'), join(out, 'maplibre-gl-worker.mjs'));
  },
};

export default {
  input: join(here, 'dist', 'define.js'),
  output: { dir: out, format: 'es', entryFileNames: 'yingji.js', chunkFileNames: 'yingji-[name].js' },
  plugins: [
    trim,
    resolve({ browser: true, exportConditions: ['production'] }),
    minify({ target: 'es2022', legalComments: 'eof' }),
    worker,
  ],
};
