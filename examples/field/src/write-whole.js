import { mkdir, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';

let written = 0;

/**
 * Writes a file beside its place and renames it there, so that whoever watches the folder sees it whole or not at all.
 * @param {string} file
 * @param {string} text
 */
export async function writeWhole(file, text) {
  const folder = path.dirname(file);
  await mkdir(folder, { recursive: true });
  written += 1;
  const draft = path.join(folder, `.${path.basename(file)}.${process.pid}-${written}.tmp`);
  try {
    const handle = await open(draft, 'w');
    try {
      await handle.writeFile(text, 'utf8');
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}
