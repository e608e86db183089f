import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

/**
 * Where a feed from outside lies: `./name` beside the configuration, `@scope/name` where Node finds it from there. What is not
 * there keeps its name: that feed fails to open, and says why, and the city starts without it.
 */
export function findFeed(use: string, folder: string): string {
  if (/^\.{1,2}[/\\]/.test(use)) return resolve(folder, use);
  if (!use.startsWith('@')) return use;
  const bases = createRequire(join(folder, 'x.js')).resolve.paths(use) ?? [];
  return bases.map((base) => join(base, use)).find((found) => existsSync(join(found, 'package.json'))) ?? use;
}
