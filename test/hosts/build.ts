// Builds the pages that use a framework, as their own teams would: by Vite, for production, from what npm installed.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import vue from '@vitejs/plugin-vue';
import { build, type Plugin } from 'vite';

export const PAGES = fileURLToPath(new URL('./pages', import.meta.url));

/** The next version of the elements: all that differs is the wire it would rather speak. */
const nextWire: Plugin = {
  name: 'next-wire',
  transform(code, id) {
    if (!id.endsWith('/wire/messages.js')) return null;
    const next = code.replace('WIRE_VERSIONS = [', 'WIRE_VERSIONS = [99, ');
    if (next === code) throw new Error('the versions of the wire stand elsewhere by now');
    return { code: next, map: null };
  },
};

/** Builds one page into a folder of its name below `into`. */
async function buildPage(page: string, into: string, plugins: Plugin[] = [], input = 'index.html'): Promise<void> {
  await build({
    configFile: false,
    logLevel: 'error',
    root: join(PAGES, page),
    base: `/${page}/`,
    plugins,
    build: {
      outDir: join(into, page),
      target: 'chrome109',
      chunkSizeWarningLimit: 4_096,
      rolldownOptions: { input: join(PAGES, page, input), output: { entryFileNames: '[name].js' } },
    },
  });
}

export async function buildPages(into: string): Promise<void> {
  const elements = { template: { compilerOptions: { isCustomElement: (tag: string) => tag.startsWith('yj-') } } };
  await Promise.all([
    buildPage('react', into),
    buildPage('vue', into, [vue(elements)]),
    buildPage('twice', into, [nextWire], 'next.js'),
  ]);
}
