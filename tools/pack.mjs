// npm run pack: the packages as they are published, one tarball each, in var/tarballs or the folder given. They are packed from a
// copy without the private condition that leads to sources; in a package's own folder `npm pack` and `npm publish` would leave it in,
// and are refused (refuse-pack.mjs).
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build, builtFromThis } from './build.mjs';
import { root, run, started } from './lib/run.mjs';

const PACKAGES = ['core', 'adapters', 'components', 'gateway'];

/**
 * Packs all packages into a folder, built before if dist/ is not what these sources give; throws when one would publish what it should not.
 * @param {string} folder
 * @param {{ isBuilt?: () => boolean, make?: () => Promise<void> }} [how]
 * @returns {Promise<{ name: string, tarball: string, entries: string[] }[]>}
 */
export async function packAll(folder, { isBuilt = builtFromThis, make = () => build({ anew: true }) } = {}) {
  if (!isBuilt()) await make();
  if (!isBuilt()) throw new Error('sources or dist/ changed while they were built; run npm run pack again');
  mkdirSync(folder, { recursive: true });
  const copies = mkdtempSync(join(tmpdir(), 'yingji-pack-'));
  try {
    const packed = [];
    for (const name of PACKAGES) packed.push(await pack(name, { copies, folder }));
    return packed;
  } finally {
    rmSync(copies, { recursive: true, force: true });
  }
}

/**
 * A manifest as it is published: nothing in it leads to sources, and no script of this repository is run.
 * @template {{ exports: Record<string, unknown>, scripts?: object }} M
 * @param {M} manifest
 * @returns {M}
 */
export function published({ scripts: _, ...manifest }) {
  for (const entry of Object.values(manifest.exports)) if (typeof entry === 'object') delete entry['@yingji/source'];
  return manifest;
}

async function pack(name, { copies, folder }) {
  const from = join(root, 'packages', name);
  const copy = join(copies, name);
  mkdirSync(copy);
  const manifest = published(JSON.parse(readFileSync(join(from, 'package.json'), 'utf8')));
  writeFileSync(join(copy, 'package.json'), JSON.stringify(manifest, null, 2));
  for (const part of [...manifest.files, 'LICENSE']) {
    const source = join(part === 'LICENSE' ? root : from, part);
    if (existsSync(source)) cpSync(source, join(copy, part), { recursive: true });
  }
  rmSync(join(copy, 'dist', '.tsbuildinfo'), { force: true });
  const npm = ['pack', '--json', '--pack-destination', folder, '--loglevel=error'];
  const { code, output } = await run('npm', npm, { cwd: copy });
  if (code !== 0) throw new Error(`npm pack of ${name}:\n${output}`);
  const listed = JSON.parse(output);
  const [{ files, filename }] = Array.isArray(listed) ? listed : Object.values(listed);
  const paths = files.map(({ path }) => path);
  const stray = paths.filter((path) => /\.test\.|(^|\/)(src|test)\/|(^|\/)\.|(?<!\.d)\.ts$|\.tgz$/.test(path));
  if (!manifest.exports['./testing']) stray.push(...paths.filter((path) => path.includes('/testing/')));
  if (stray.length > 0) throw new Error(`${name} would publish ${stray.join(', ')}`);
  const wanted = [
    'LICENSE',
    'README.md',
    ...(name === 'components'
      ? [
          ...['yingji.js', 'yingji-alert-map.js', 'integrity.json'].map((file) => `dist/bundle/${file}`),
          ...['custom-elements.json', 'typings/jsx.d.ts'].map((file) => `dist/${file}`),
        ]
      : []),
  ];
  const missing = wanted.filter((path) => !paths.includes(path));
  if (missing.length > 0) throw new Error(`${name} would be published without ${missing.join(', ')}`);
  return {
    name: manifest.name,
    tarball: join(folder, filename),
    // What can be imported by its name: not files, and not what is types alone.
    entries: Object.entries(manifest.exports)
      .filter(([path, entry]) => !path.includes('*') && typeof entry === 'object' && entry.default)
      .map(([path]) => manifest.name + path.slice(1)),
  };
}

if (started(import.meta.url)) {
  try {
    const packed = await packAll(resolve(process.argv[2] ?? join(root, 'var', 'tarballs')));
    for (const { tarball } of packed) process.stdout.write(`${tarball}\n`);
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}
