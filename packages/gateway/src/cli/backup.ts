import { resolve } from 'node:path';
import { systemClock } from '@yingji/core';
import { openForUpkeep } from '../storage.js';
import { need, readArgs } from './args.js';
import { configured } from './configured.js';
import type { CliCommand } from './io.js';

/** Copies the database, whole and checked, while the gateway runs or not. */
export const backup: CliCommand = {
  usage: 'backup --config FILE --to FILE',
  about: 'write a checked copy of the database to a new file, also while the gateway runs; the key is not in it',
  async run(args, io) {
    const { values } = readArgs(args, { config: { type: 'string' }, to: { type: 'string' } }, { most: 0 });
    const to = resolve(need(values.to, '--to'));
    const config = await configured(values.config, io);
    if (!config) return 1;
    const sqlite = await openForUpkeep(config.store, { clock: systemClock });
    try {
      await sqlite.backup(to);
    } finally {
      await sqlite.close();
    }
    io.out(`${to}\n`);
    const { keyFile } = config.store;
    io.err(
      `What is personal in it can be read with ${keyFile} only: keep a copy of that elsewhere, and the newest of ${keyFile}.erased, by which what is erased from now on is erased in this copy too.\n`,
    );
    return 0;
  },
};
