import { chromium, type Browser } from 'playwright-core';
import { findChromium } from '../tools/lib/chromium.mjs';

/** The browser of these tests, with the fonts that it is given. */
export async function openBrowser(): Promise<Browser> {
  const { executablePath, args, env } = await findChromium();
  return chromium.launch({ executablePath, args, env: { ...process.env, ...env } as Record<string, string> });
}
