// The commands that a reader of a README types: the lines of its shell blocks, and what its text says to run or to add.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
/** The same words in two languages. */
export const READMES = ['README.md', 'README.zh-CN.md'] as const;

/** Every command, once, in order. An option alone belongs to `npm start --`; what the reader is to fill in is <…>. */
export function commandsOf(file: string): readonly string[] {
  const text = readFileSync(join(root, file), 'utf8');
  const found = [...text.matchAll(/^```(\w*)\n(.*?)^```|`([^`\n]+)`/gms)].flatMap(([, language, block, inline]) => {
    // What the text of a package says has words for the reader to fill in.
    if (inline !== undefined) return !file.includes('/') && /^(npm |npx |node |git |--)/.test(inline) ? [inline] : [];
    return ['', 'sh', 'bash', 'shell'].includes(language!) ? block!.split('\n') : [];
  });
  const said = found.map((line) =>
    line
      .replace(/\s+#.*/, '')
      .replace(/<[^<>]*>/g, '<…>')
      .trim(),
  );
  return [...new Set(said.filter(Boolean).map((line) => line.replace(/^--/, 'npm start -- --')))];
}

/** A command of the root READMEs, which have to say it in these words: what a test runs is what is read. */
export function fromReadme(command: string): string {
  for (const file of READMES)
    if (!commandsOf(file).includes(command)) throw new Error(`${file} does not say ${command}`);
  return command;
}

/** The same for the README of a package. */
export function fromPackage(name: string, command: string): string {
  const file = join('packages', name, 'README.md');
  if (!existsSync(join(root, file)) || !commandsOf(file).includes(command))
    throw new Error(`${file} does not say ${command}`);
  return command;
}

/** Its words, as a shell would tell them apart; no README needs more of a shell. */
export const wordsOf = (command: string): string[] =>
  command.match(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g)!.map((word) => word.replace(/["']/g, ''));
