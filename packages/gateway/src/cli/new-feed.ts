import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { version } from '../version.js';
import { need, oneOf, readArgs } from './args.js';
import { UsageError, type CliCommand } from './io.js';

const TEMPLATE = fileURLToPath(new URL('../../templates/feed/', import.meta.url));

/** Makes the folder of a feed that already passes `yingji check`, to be changed into what is wanted. */
export const newFeed: CliCommand = {
  usage: 'new feed <FOLDER> [--title 标题] [--norm DOCUMENT]',
  about: 'make the folder of a new feed that passes its checks, to be changed into yours',
  async run(args, io) {
    const { values, positionals } = readArgs(
      args,
      { title: { type: 'string' }, norm: { type: 'string' } },
      { most: 2 },
    );
    oneOf(need(positionals[0], 'What is new'), ['feed'], 'sort of thing to make');
    const folder = resolve(need(positionals[1], 'The folder'));
    const id = basename(folder);
    if (!/^[a-z0-9][a-z0-9-]{0,63}$/.test(id))
      throw new UsageError(`A feed is called by its folder: "${id}" may be made of a–z, 0–9 and "-" only.`);
    if ((await readdir(folder).catch(() => [])).length > 0) {
      io.err(`${folder} is not empty; name another folder.\n`);
      return 1;
    }
    const words: { readonly [mark: string]: string } = {
      '{{ID}}': id,
      '{{TITLE}}': plain(values.title ?? '某某设备', 'title'),
      '{{NORM}}': plain(values.norm ?? 'Document of the device 1.0', 'norm'),
      '{{VERSION}}': version,
    };
    for (const file of await readdir(TEMPLATE, { recursive: true, withFileTypes: true })) {
      if (!file.isFile()) continue;
      const from = join(file.parentPath, file.name);
      const to = join(folder, relative(TEMPLATE, from));
      await mkdir(dirname(to), { recursive: true });
      await writeFile(
        to,
        (await readFile(from, 'utf8')).replaceAll(/\{\{[A-Z]+\}\}/g, (mark) => words[mark] ?? mark),
      );
    }
    io.out(
      `${folder}\nNext: cd ${positionals[1]!}, npm install (unless a folder above has the packages), npm test; then change feed.js with npm run dev beside it.\n`,
    );
    return 0;
  },
};

/** It stands in source files: what would end a string there is none. */
function plain(text: string, option: string): string {
  if (/^[^'"`\\\p{Cc}]{1,80}$/u.test(text)) return text;
  throw new UsageError(`--${option} must be one line of at most 80 characters, without quotes and backslashes.`);
}
