import { systemClock } from '@yingji/core';
import { openForUpkeep } from '../storage.js';
import { configured, readConfigArgs } from './configured.js';
import type { CliCommand } from './io.js';

/** Deletes what has run out (quarantine, keys of messages, answers to Commands), and of the log what `store.keep` no longer asks for. */
export const prune: CliCommand = {
  usage: 'prune --config FILE',
  about:
    'delete expired quarantine, message keys and command answers, and of the log what store.keep no longer asks for',
  async run(args, io) {
    const config = await configured(readConfigArgs(args), io);
    if (!config) return 1;
    const sqlite = await openForUpkeep(config.store, { clock: systemClock });
    try {
      io.out(`${JSON.stringify(await sqlite.prune())}\n`);
    } finally {
      await sqlite.close();
    }
    return 0;
  },
};
