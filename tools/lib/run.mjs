import { spawn } from 'node:child_process';
import { existsSync, readdirSync, realpathSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** The folder of package.json. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Says what is wrong with this Node, if anything: the oldest one promised is 20.19. */
export function tooOld([major, minor] = process.versions.node.split('.').map(Number)) {
  if (major > 20 || (major === 20 && minor >= 19)) return undefined;
  return `需要 Node 20.19 或更新版本，当前为 ${process.versions.node} / Node 20.19 or newer is needed, this is ${process.versions.node}`;
}

/** Whether a module is the program that was started, and not imported by one. What was started may have been named by a link. */
export const started = (url) =>
  process.argv[1] !== undefined && url === pathToFileURL(realpathSync(process.argv[1])).href;

/**
 * How npm or npx is started: by its script, because on Windows they are .cmd files, which want a shell that splits our paths.
 * @returns {string[]} program and first arguments
 */
export function npmProgram(command) {
  const beside = join(dirname(process.execPath), 'node_modules', 'npm', 'bin', 'npm-cli.js');
  const npm = [process.env.npm_execpath, beside].find((path) => path?.endsWith('npm-cli.js') && existsSync(path));
  return npm ? [process.execPath, npm.replace(/npm-cli\.js$/, `${command}-cli.js`)] : [command];
}

const CURSOR = new RegExp(`${String.fromCharCode(27)}\\[\\d*[A-KST]`, 'g');

/**
 * Runs a program to its end. Gives its exit code and what it printed; with `show`, prints it as it comes. One that takes longer
 * than `minutes` is ended and has failed.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ env?: Record<string, string>, cwd?: string, show?: boolean, minutes?: number }} [options]
 * @returns {Promise<{ code: number, output: string }>}
 */
export function run(command, args, { env = {}, cwd = root, show = false, minutes = 15 } = {}) {
  return new Promise((resolve) => {
    const [program, ...first] = command === 'npm' || command === 'npx' ? npmProgram(command) : [command];
    const child = spawn(program, [...first, ...args], {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const take = (chunk) => {
      // Cursor movements mean nothing in a log.
      const text = chunk.replace(CURSOR, '');
      output += text;
      if (show) process.stdout.write(text);
    };
    child.stdout.setEncoding('utf8').on('data', take);
    child.stderr.setEncoding('utf8').on('data', take);
    const end = (code) => {
      clearTimeout(late);
      resolve({ code, output });
    };
    const late = setTimeout(() => {
      take(`ended: it took longer than ${minutes} minutes\n`);
      child.kill('SIGTERM');
      // What it started may hold the pipes open for ever.
      setTimeout(() => {
        child.kill('SIGKILL');
        child.stdout.destroy();
        child.stderr.destroy();
        end(1);
      }, 5_000).unref();
    }, minutes * 60_000);
    child.on('error', (error) => {
      take(`${error.message}\n`);
      end(1);
    });
    child.on('close', (code) => end(code ?? 1));
  });
}

/** A file of an installed package. */
export const bin = (path) => join(root, 'node_modules', path);

/** What is made once from installed packages, and goes when they go. */
export const cache = join(root, 'node_modules', '.cache', 'yingji');

/** Gives a finished file or folder its name; when another run was first, what that one made is as good. */
export function appear(made, name) {
  try {
    renameSync(made, name);
  } catch (error) {
    if (!existsSync(name)) throw error;
    rmSync(made, { recursive: true, force: true });
  }
}

/** The newest change below some files and folders, in milliseconds; 0 when none is there. Tests and what is built do not count. */
export function newest(paths) {
  return paths.reduce((latest, path) => {
    if (!existsSync(path)) return latest;
    const stat = statSync(path);
    if (!stat.isDirectory()) return Math.max(latest, stat.mtimeMs);
    const inside = readdirSync(path).filter(
      (name) => name !== 'node_modules' && name !== 'dist' && !name.endsWith('.test.ts'),
    );
    return Math.max(latest, stat.mtimeMs, newest(inside.map((name) => join(path, name))));
  }, 0);
}

/** Whether the dependencies are those of the lock file; npm keeps a copy of it with what it installed. */
export function installed() {
  const stamp = join(root, 'node_modules', '.package-lock.json');
  return existsSync(stamp) && statSync(stamp).mtimeMs >= statSync(join(root, 'package-lock.json')).mtimeMs - 1000;
}

/** Installs what the lock file says. */
export async function install() {
  const { code, output } = await run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  if (code !== 0) throw new Error(`npm ci failed:\n${output}`);
}
