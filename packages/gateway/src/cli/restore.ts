import { mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { restoreSqlite } from '@yingji/adapters/stores/sqlite';
import { lockStore } from '../store-lock.js';
import { need, readArgs } from './args.js';
import { configured } from './configured.js';
import type { CliCommand } from './io.js';

/** Puts a checked copy where the configuration wants its database, and erases in it what was erased since. */
export const restore: CliCommand = {
  usage: 'restore FILE --config FILE',
  about: 'put a backup where no database is, beside its key: checked, and what was erased since is erased in it',
  async run(args, io) {
    const { values, positionals } = readArgs(args, { config: { type: 'string' } }, { most: 1 });
    const from = resolve(need(positionals[0], 'FILE'));
    const config = await configured(values.config, io);
    if (!config) return 1;
    const { file, keyFile } = config.store;
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    const lock = lockStore(file);
    try {
      const restored = restoreSqlite({ from, file, keyFile });
      io.out(`${JSON.stringify({ file, ...restored })}\n`);
      io.err(
        restored.erased === undefined
          ? `There is no ${keyFile}.erased: what was erased after this copy was made shows again. If there was any, stop, put the newest list there and restore anew; else the audit tells what to erase again.\n`
          : 'What was recorded after the copy was made is not in it; start the gateway when the audit and the tokens are in their places.\n',
      );
    } finally {
      lock.release();
    }
    return 0;
  },
};
