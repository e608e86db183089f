// A MariaDB of its own for a test, where it is installed: a folder that is thrown away.
import { spawn, spawnSync } from 'node:child_process';
import { chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.js';

/** It refuses to run as root. */
const NOBODY = 65_534;
const root = process.getuid?.() === 0;
const as = root ? { uid: NOBODY, gid: NOBODY } : {};
/** Servers stand in folders that not every user has in the PATH. */
const env = { ...process.env, PATH: `${process.env['PATH'] ?? ''}:/usr/sbin:/usr/local/sbin` };

export interface MariaDb {
  readonly port: number;
  /** Where the server listens besides, for its administrator. */
  readonly socket: string;
  /** Certificate that signed its own, which is for `localhost`; undefined where openssl is not installed. */
  readonly ca: string | undefined;
  /** Makes its certificate one for another name, from the next `flush ssl` on. */
  certify(name: string): void;
  stop(): Promise<void>;
}

export const mariaDbInstalled = (): boolean =>
  ['mariadbd', 'mariadb-install-db'].every(
    (name) => spawnSync(name, ['--help'], { env, stdio: 'ignore' }).error === undefined,
  );

export async function startMariaDb(): Promise<MariaDb> {
  const folder = mkdtempSync(join(tmpdir(), 'yingji-mariadb-'));
  if (root) chownSync(folder, NOBODY, NOBODY);
  const data = join(folder, 'data');
  const run: Run = (name, given) => {
    const made = spawnSync(name, given, { ...as, env, cwd: folder, encoding: 'utf8' });
    if (made.status !== 0) throw new Error(`${name}: ${made.stderr}${made.stdout}`);
  };
  run('mariadb-install-db', [
    '--no-defaults',
    `--datadir=${data}`,
    '--auth-root-authentication-method=normal',
    '--skip-test-db',
    '--innodb-flush-method=nosync',
  ]);
  const ca = authority(folder, run);
  if (ca) certify(folder, { run, name: 'localhost' });
  const port = await freePort();
  const socket = join(folder, 'socket');
  const server = spawn(
    'mariadbd',
    [
      ...['--no-defaults', `--datadir=${data}`, `--socket=${socket}`, `--pid-file=${join(folder, 'pid')}`],
      ...['--bind-address=127.0.0.1', `--port=${port}`, '--innodb-flush-method=nosync', '--skip-log-bin'],
      ...(ca ? [`--ssl-cert=${join(folder, 'server.pem')}`, `--ssl-key=${join(folder, 'server.key')}`] : []),
    ],
    { ...as, env, cwd: folder },
  );
  const exited = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    let said = '';
    server.stderr.on('data', (bytes: Buffer) => {
      said += bytes.toString();
      if (said.includes('ready for connections')) resolve();
    });
    void exited.then(() => reject(new Error(`mariadbd: ${said}`)));
  });
  return {
    port,
    socket,
    ca,
    certify: (name) => certify(folder, { run, name }),
    async stop() {
      server.kill('SIGTERM');
      await exited;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
type Run = (name: string, given: readonly string[]) => void;

/** An authority of its own, good for a day. */
function authority(folder: string, run: Run): string | undefined {
  if (spawnSync('openssl', ['version']).error) return undefined;
  const [key, ca] = [join(folder, 'ca.key'), join(folder, 'ca.pem')];
  run('openssl', ['req', '-x509', ...KEY, '-days', '1', '-keyout', key, '-out', ca, '-subj', '/CN=authority']);
  return ca;
}

/** A certificate of that authority for a name. */
function certify(folder: string, { run, name }: { readonly run: Run; readonly name: string }): void {
  const file = (what: string): string => join(folder, what);
  run('openssl', ['req', ...KEY, '-keyout', file('server.key'), '-out', file('csr'), '-subj', `/CN=${name}`]);
  writeFileSync(file('names'), `subjectAltName=DNS:${name}\n`);
  const signed = ['-CA', file('ca.pem'), '-CAkey', file('ca.key'), '-CAcreateserial', '-extfile', file('names')];
  run('openssl', ['x509', '-req', '-in', file('csr'), ...signed, '-days', '1', '-out', file('server.pem')]);
}
