// What `yingji help` says, what the commands take, and what the docs say of them are one thing. YINGJI_WRITE_CLI=1 writes docs/cli.md anew.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { commands as loaders } from '../packages/gateway/src/cli/commands.js';
import { runCli } from '../packages/gateway/test/run-cli.js';
import { cliPage } from './lib/cli-page.js';
import { root } from './lib/imports.js';

const flagsIn = (text: string): string[] => [...new Set(text.match(/--[a-z][a-z-]*/g))].sort();
const words = Object.keys(loaders);
const commands = Object.fromEntries(
  await Promise.all(words.map(async (word) => [word, await loaders[word]!()] as const)),
);

/** Every page a reader may come upon. */
const pages = ['.', 'docs', 'packages', 'examples', 'bench'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: folder !== '.' })
    .map((path) => join(folder, String(path)))
    .filter((path) => path.endsWith('.md') && !/(^|[/\\])(node_modules|dist|templates|api)[/\\]/.test(path)),
);

/** The command lines in the code of a page: lines of its blocks, and what stands between backticks; each to its end or the next command. */
function linesOf(page: string): string[] {
  const text = readFileSync(join(root, page), 'utf8');
  const code = [...text.matchAll(/^ *```.*?\n(.*?)^ *```|`([^`\n]+)`/gms)].map(([, block, inline]) => block ?? inline!);
  return code
    .flatMap((each) => each.split(/\n|&&|\||;/))
    .map((line) => line.replace(/\s#.*/, '').trim())
    .flatMap((line) => /^(?:\w+=\S+ )?(?:npx (?:--no-install )?)?yingji ([^-].*)$/.exec(line)?.[1] ?? []);
}

describe('the command yingji in help and docs', () => {
  it('docs/cli.md is what help says', () => {
    const file = join(root, 'docs/cli.md');
    const text = cliPage(commands);
    if (process.env['YINGJI_WRITE_CLI']) writeFileSync(file, text);
    expect(readFileSync(file, 'utf8').replaceAll('\r\n', '\n')).to.equal(text);
  });

  for (const word of words)
    it(`${word} --help names what it takes, no more and no less`, async () => {
      const { code, out } = await runCli([word, '--help']);
      expect(code).to.equal(0);
      expect(out).to.include(commands[word]!.about);
      // An unknown option is answered with all that are known.
      const asked = await runCli([word, '--zzzzzzzzzz']);
      expect(asked).to.include({ code: 2, out: '' });
      const [, known] = /^There is no --zzzzzzzzzz here; there are: (.*)\. Ask: yingji help\n$/.exec(asked.err)!;
      expect(flagsIn(commands[word]!.usage)).to.deep.equal(flagsIn(known!));
    });

  it('no page has a command or an option that is not there', () => {
    const lines = pages.flatMap((page) => linesOf(page).map((line) => ({ page, line })));
    const wrong = lines.filter(({ line }) => {
      const word = line.split(/\s/)[0]!;
      if (/^[A-Z<…]|^help$/.test(word)) return false;
      return !words.includes(word) || flagsIn(line).some((flag) => !flagsIn(commands[word]!.usage).includes(flag));
    });
    expect(wrong).to.deep.equal([]);
    // All of them are told of somewhere else than in the page that is made of them.
    const told = new Set(lines.filter(({ page }) => !page.endsWith('cli.md')).map(({ line }) => line.split(/\s/)[0]));
    expect(words.filter((word) => !told.has(word))).to.deep.equal([]);
  });
});
