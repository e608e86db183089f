import { existsSync, mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { localFont } from './font.mjs';

const INSTALLED = [
  process.env.CHROME_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
];

/**
 * A Chromium to test with: an installed one, else the one from the registry, unpacked into a folder of its own (its default
 * is one name for every project of the machine).
 * @returns {Promise<{ executablePath: string, args: string[], env: Record<string, string> }>}
 */
export async function findChromium() {
  const own = INSTALLED.find((path) => path !== undefined && existsSync(path));
  const args = [
    '--no-sandbox',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--no-first-run',
    // WebGL without a graphics card.
    '--use-angle=swiftshader',
    '--enable-unsafe-swiftshader',
  ];
  // Without a Chinese font every Chinese character would silently be blank.
  const env = localFont();
  if (own) return { executablePath: own, args, env };
  const folder = join(tmpdir(), 'yingji-chromium');
  mkdirSync(folder, { recursive: true });
  const before = process.env.TMPDIR;
  process.env.TMPDIR = folder;
  try {
    const { default: chromium } = await import('@sparticuz/chromium');
    return { executablePath: await chromium.executablePath(), args, env };
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  }
}

/** A fresh profile folder, so that no run sees another's. */
export const profile = () => mkdtempSync(join(tmpdir(), 'yingji-profile-'));

