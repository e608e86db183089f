// A clone of this repository, as it is after each step that a README names.
import { cpSync, existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { run } from '../../tools/lib/run.mjs';
import { fromReadme, root } from './readme-commands.js';

const PACKAGES = ['core', 'adapters', 'components', 'gateway'];

/** Whether this is a clone itself, and git is here; Node and npm are enough for all else. */
export const canClone = async (): Promise<boolean> =>
  process.platform !== 'win32' && existsSync(join(root, '.git')) && (await run('git', ['--version'])).code === 0;

/** Clones into a folder as README.md says; without git, copies what a clone would hold. Gives the clone. */
export async function cloneInto(folder: string): Promise<string> {
  const clone = join(folder, 'yingji');
  if (await canClone()) {
    // CI may have checked out as another user, whose repository git would not read.
    writeFileSync(join(folder, 'gitconfig'), '[safe]\n\tdirectory = *\n');
    const command = fromReadme('git clone <…> yingji && cd yingji').replace('<…>', `'${root}'`);
    const { code, output } = await run('sh', ['-c', command], {
      cwd: folder,
      env: { GIT_CONFIG_GLOBAL: join(folder, 'gitconfig') },
    });
    if (code !== 0) throw new Error(output);
    // What is changed and not committed yet is tested as well.
    const { output: changed } = await run('git', ['ls-files', '-z', '--modified']);
    for (const file of changed.split('\0'))
      if (file !== '' && existsSync(join(root, file))) cpSync(join(root, file), join(clone, file));
  } else {
    const made = new Set(['node_modules', 'dist', 'var', '.git']);
    const filter = (path: string): boolean =>
      !relative(root, path)
        .split(sep)
        .some((part) => made.has(part));
    cpSync(root, clone, { recursive: true, filter });
  }
  return clone;
}

/**
 * What `npm ci` leaves, without its time: the links that npm made to our packages and to the command are taken over as they are,
 * so that they lead into the clone; the packages of others are those installed here.
 */
export function installInto(clone: string): void {
  for (const folder of ['', ...PACKAGES.map((name) => join('packages', name))]) {
    const [from, to] = [root, clone].map((base) => join(base, folder, 'node_modules')) as [string, string];
    if (!existsSync(from)) continue;
    mkdirSync(to, { recursive: true });
    for (const name of readdirSync(from)) {
      if (name === '@yingji' || name === '.bin')
        cpSync(join(from, name), join(to, name), { recursive: true, verbatimSymlinks: true });
      else symlinkSync(join(from, name), join(to, name), 'junction');
    }
  }
}

/** What `npm run build` leaves of what the command is made of. */
export function buildInto(clone: string): void {
  for (const name of PACKAGES.filter((each) => each !== 'components'))
    cpSync(join(root, 'packages', name, 'dist'), join(clone, 'packages', name, 'dist'), { recursive: true });
}
