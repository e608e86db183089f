import { systemClock, type Entry, type Position, type Store, type Unread } from '@yingji/core';
import { toCloudEvent, withoutPeople } from '@yingji/core/envelope';
import { citySource } from '../config/city-source.js';
import { openForUpkeep } from '../storage.js';
import { readArgs } from './args.js';
import { configured } from './configured.js';
import { UsageError, type CliCommand } from './io.js';

/** Prints the facts of the log, for another system or for a file. */
export const events: CliCommand = {
  usage: 'events --config FILE [--after POSITION] [--limit N]',
  about:
    'print facts of the log as CloudEvents, one a line, without personal data; go on after the id of the last (10000 at once)',
  async run(args, io) {
    const text = { type: 'string' } as const;
    const { values } = readArgs(args, { config: text, after: text, limit: text }, { most: 0 });
    const after = wholeNumber(values.after ?? '0', '--after') as Position;
    const limit = wholeNumber(values.limit ?? '10000', '--limit');
    const config = await configured(values.config, io);
    if (!config) return 1;
    const source = citySource(config.city);
    const sqlite = await openForUpkeep(config.store, { clock: systemClock });
    try {
      let left = 0;
      const unread = (): void => void (left += 1);
      for await (const entry of leaving(sqlite.store, { after, limit, unread }))
        io.out(`${JSON.stringify(toCloudEvent(entry, { source }))}\n`);
      // Not a fact is left out in silence.
      if (left > 0)
        io.err(`${left} line(s) are of a newer version and were left out; use the newer program for those.\n`);
      if (left > 0) return 1;
    } finally {
      await sqlite.close();
    }
    return 0;
  },
};

const PAGE = 1_000;

/** So many facts after a position that may leave the host. */
async function* leaving(
  store: Pick<Store, 'read'>,
  { after: from, limit, unread }: { readonly after: Position; readonly limit: number; readonly unread: () => void },
): AsyncGenerator<Entry> {
  let left = limit;
  for (let after = from; ;) {
    let read = 0;
    const aside = ({ position }: Unread): void => {
      read += 1;
      after = position;
      unread();
    };
    for await (const entry of store.read(after, PAGE, aside)) {
      read += 1;
      after = entry.position;
      const leaves = withoutPeople(entry);
      if (!leaves) continue;
      if (left-- <= 0) return;
      yield leaves;
    }
    if (read < PAGE) return;
  }
}

function wholeNumber(text: string, option: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new UsageError(`${option} takes a whole number, not "${text.slice(0, 80)}".`);
}
