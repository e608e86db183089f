import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** What holds nothing that is published, or says when rather than what. */
const PASSED = /^(node_modules|\.tsbuildinfo)$|\.test\.ts$/;

/**
 * A digest of files and folders by their names and bytes: a file that was put back with its old time, or one that was changed by hand,
 * is another one. Missing ones count as such.
 * @param {readonly string[]} paths
 */
export function digestOf(paths) {
  const hash = createHash('sha256');
  const take = (path, name) => {
    if (!existsSync(path)) hash.update(`- ${name}\n`);
    else if (statSync(path).isDirectory())
      for (const each of readdirSync(path).sort()) {
        if (!PASSED.test(each)) take(join(path, each), `${name}/${each}`);
      }
    else {
      const bytes = readFileSync(path);
      hash.update(`+ ${name} ${bytes.length}\n`).update(bytes);
    }
  };
  paths.forEach((path, i) => take(path, String(i)));
  return hash.digest('hex');
}
