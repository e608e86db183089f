import { YingjiError } from '@yingji/core';
import { version } from '../version.js';
import { oneOf } from './args.js';
import { audit } from './audit.js';
import { backup } from './backup.js';
import { check } from './check.js';
import { decode } from './decode.js';
import { dev } from './dev.js';
import { events } from './events.js';
import { helpText } from './help.js';
import { UsageError, type CliCommand, type ExitCode, type Io } from './io.js';
import { newFeed } from './new-feed.js';
import { quarantine } from './quarantine.js';
import { prune } from './prune.js';
import { restore } from './restore.js';
import { record } from './record.js';
import { replay } from './replay.js';
import { schema } from './schema.js';
import { serve } from './serve.js';
import { token } from './token.js';

const commands: { readonly [name: string]: CliCommand } = {
  serve,
  decode,
  check,
  dev,
  record,
  replay,
  new: newFeed,
  schema,
  events,
  token,
  audit,
  backup,
  restore,
  prune,
  quarantine,
};

/** Runs one command line, the name of the program left out. */
export async function main(argv: readonly string[], io: Io): Promise<ExitCode> {
  const [word, ...args] = argv;
  try {
    if (word === undefined) {
      io.err(helpText(commands));
      return 2;
    }
    if (['help', '--help', '-h'].includes(word) || args.includes('--help')) {
      io.out(helpText(commands));
      return 0;
    }
    if (['--version', '-v'].includes(word)) {
      io.out(`${version}\n`);
      return 0;
    }
    return await commands[oneOf(word, [...Object.keys(commands), 'help'], 'command')]!.run(args, io);
  } catch (error) {
    if (error instanceof UsageError) {
      io.err(`${error.message} Ask: yingji help\n`);
      return 2;
    }
    if (error instanceof YingjiError) {
      io.err(`${error.message}\n`);
      return 1;
    }
    throw error;
  }
}
