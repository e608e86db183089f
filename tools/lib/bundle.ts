import { join } from 'node:path';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import { rollup, type Plugin } from 'rollup';
import rollupEsbuild from 'rollup-plugin-esbuild';
import { root } from './imports.js';

/** The minified code of a page that says this, with all that it imports, for the oldest browser that we promise. */
export async function bundle(contents: string): Promise<string> {
  const page: Plugin = {
    name: 'page',
    resolveId: (id) => (id === 'page' ? join(root, 'page.js') : null),
    load: (id) => (id === join(root, 'page.js') ? contents : null),
  };
  const resolve = nodeResolve({ exportConditions: ['@yingji/source'], extensions: ['.ts', '.js'] });
  const made = await rollup({
    input: 'page',
    plugins: [page, resolve, rollupEsbuild({ minify: true, charset: 'utf8', target: 'chrome109' })],
  });
  const { output } = await made.generate({ format: 'es' });
  return output[0].code;
}
