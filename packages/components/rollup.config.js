// The bundle that one script tag loads: dist/bundle/yingji.js. The map is a chunk of its own, loaded when a map is shown.
import { copyFileSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import resolve from '@rollup/plugin-node-resolve';
import { minify } from 'rollup-plugin-esbuild';

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, 'dist', 'bundle');
const maplibre = dirname(fileURLToPath(import.meta.resolve('maplibre-gl')));

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
  plugins: [resolve({ browser: true, exportConditions: ['production'] }), minify({ target: 'es2022' }), worker],
};
