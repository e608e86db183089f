import { parseInstant, systemClock, type FeedDefinition, type Instant, type Issue } from '@yingji/core';
import { feedDefinitions } from '../feeds.js';
import { need, oneOf, readArgs } from './args.js';
import { readInputs, type Input } from './inputs.js';
import { UsageError, type CliCommand } from './io.js';

/** Shows what a feed makes of given bytes: no connection, no store, nothing kept. */
export const decode: CliCommand = {
  usage: 'decode <feed> [FILE… | -] [--hex] [--source NAME] [--at INSTANT]',
  about: 'print what a feed makes of each input, one JSON line each; with --hex - every line is one input',
  async run(args, io) {
    const { values, positionals } = readArgs(
      args,
      { hex: { type: 'boolean' }, source: { type: 'string' }, at: { type: 'string' } },
      { most: Infinity },
    );
    const [feed, ...files] = positionals;
    const definition = feedDefinitions[oneOf(need(feed, 'The feed'), Object.keys(feedDefinitions), 'feed')]!;
    const context = { source: values.source ?? 'local', receivedAt: instant(values.at) };
    let allOk = true;
    for await (const input of readInputs(files.length > 0 ? files : ['-'], {
      hex: values.hex ?? false,
      stdin: io.stdin,
    })) {
      const result = decodeOne(definition, input, context);
      allOk &&= result.ok;
      io.out(`${JSON.stringify(result)}\n`);
    }
    return allOk ? 0 : 1;
  },
};

function decodeOne(
  definition: FeedDefinition,
  { name, bytes }: Input,
  context: { readonly source: string; readonly receivedAt: Instant },
): {
  readonly input: string;
  readonly ok: boolean;
  readonly changes: readonly unknown[];
  readonly issues: readonly Issue[];
} {
  if (!(bytes instanceof Uint8Array)) return { input: name, ok: false, changes: [], issues: [bytes] };
  const { ok, drafts, issues } = definition.decode(bytes, context);
  return { input: name, ok, changes: drafts, issues };
}

function instant(text: string | undefined): Instant {
  if (text === undefined) return systemClock.now();
  const at = parseInstant(text);
  if (at === undefined) throw new UsageError(`--at takes an instant such as 2026-06-12T16:00:00+08:00, not "${text}".`);
  return at;
}
