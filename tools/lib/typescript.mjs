// How Node reads our TypeScript: each file as the compiler that builds the packages writes it, kept beside what is installed. A
// test starts hundreds of threads and programs from source; what they find written takes them half the time of a general loader.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { appear, bin, cache, root } from './run.mjs';

const { version } = JSON.parse(readFileSync(bin('typescript/package.json'), 'utf8'));
const config = join(root, 'tsconfig.base.json');
const folder = join(cache, 'source');
const about = [version, readFileSync(config), readFileSync(fileURLToPath(import.meta.url))];
mkdirSync(folder, { recursive: true });

/** `./a.js` is `./a.ts` where that is what there is. */
export function resolve(specifier, context, next) {
  if (/^(\.|file:).*\.js$/.test(specifier) && !context.parentURL?.includes('/node_modules/')) {
    const source = new URL(`${specifier.slice(0, -2)}ts`, context.parentURL);
    if (existsSync(source)) return { url: source.href, format: 'module', shortCircuit: true };
  }
  return next(specifier, context);
}

export async function load(url, context, next) {
  if (!/\.m?ts$/.test(url)) return next(url, context);
  return { format: 'module', source: await written(fileURLToPath(url)), shortCircuit: true };
}

async function written(file) {
  const text = readFileSync(file, 'utf8');
  const hash = about
    .reduce((sum, part) => sum.update(part), createHash('sha256'))
    .update(file)
    .update(text);
  const kept = join(folder, hash.digest('hex'));
  if (existsSync(kept)) return readFileSync(kept);
  const source = await compile(file, text);
  const making = join(mkdtempSync(join(folder, 'new-')), 'js');
  writeFileSync(making, source);
  appear(making, kept);
  return source;
}

async function compile(fileName, text) {
  const { default: ts } = await import('typescript');
  const { compilerOptions } = ts.parseConfigFileTextToJson(config, readFileSync(config, 'utf8')).config;
  const options = ts.convertCompilerOptionsFromJson(
    { ...compilerOptions, sourceMap: false, inlineSourceMap: true, module: 'ESNext' },
    root,
  ).options;
  return ts.transpileModule(text, { fileName, compilerOptions: options }).outputText;
}
