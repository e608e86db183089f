import { audit } from './audit.js';
import { backup } from './backup.js';
import { check } from './check.js';
import { decode } from './decode.js';
import { dev } from './dev.js';
import { events } from './events.js';
import type { CliCommand } from './io.js';
import { newFeed } from './new-feed.js';
import { prune } from './prune.js';
import { quarantine } from './quarantine.js';
import { record } from './record.js';
import { replay } from './replay.js';
import { restore } from './restore.js';
import { schema } from './schema.js';
import { serve } from './serve.js';
import { token } from './token.js';

/** All commands by their words, in the order of help. */
export const commands: { readonly [name: string]: CliCommand } = {
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
