import { join } from 'node:path';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import { build } from 'esbuild';
import { rollup } from 'rollup';
import rollupEsbuild from 'rollup-plugin-esbuild';
import { root } from './run.mjs';

/** Minified for the oldest browser that we promise. */
const MADE = { minify: true, charset: 'utf8', target: 'chrome109' };

async function byRollup(page, { conditions, beside }) {
  const own = Object.entries(beside).map(([name, text]) => [join(root, 'packages', 'core', name), text]);
  const files = new Map([[join(root, 'page.js'), page], ...own]);
  const given = {
    name: 'page',
    resolveId: (id) => [...files.keys()].find((file) => id.startsWith('./') && file.endsWith(id.slice(1))) ?? null,
    load: (id) => files.get(id),
  };
  const resolve = nodeResolve({ exportConditions: conditions, extensions: ['.ts', '.js'] });
  const made = await rollup({
    input: './page.js',
    plugins: [given, resolve, rollupEsbuild(MADE)],
    onLog(level, { code, message }) {
      // Else it is taken for something that the page brings along, and weighs nothing.
      if (code === 'UNRESOLVED_IMPORT') throw new Error(message);
    },
  });
  const { output } = await made.generate({ format: 'es' });
  await made.close();
  return output[0].code;
}

async function byEsbuild(page, { conditions }) {
  const { outputFiles } = await build({
    ...MADE,
    ...{ bundle: true, write: false, format: 'esm', legalComments: 'none', logLevel: 'error', conditions },
    stdin: { contents: page, resolveDir: root, sourcefile: 'page.js' },
  });
  return outputFiles[0].text;
}

/**
 * The minified code of a page that says this, with all that it imports: from source, or where `built` from what is published.
 * `conditions` are export conditions besides those that a bundler has of itself; `beside` are files of the page's own, by the names
 * it imports them by, and stand where core does, so that their zod is the one of core (rollup alone).
 * @param {string} page
 * @param {{ by?: 'rollup' | 'esbuild', built?: boolean, conditions?: readonly string[], beside?: Readonly<Record<string, string>> }} [options]
 * @returns {Promise<string>}
 */
export function bundle(page, { by = 'rollup', built = false, conditions = [], beside = {} } = {}) {
  const more = { conditions: [...conditions, ...(built ? [] : ['@yingji/source'])], beside };
  return by === 'rollup' ? byRollup(page, more) : byEsbuild(page, more);
}
