import {
  parseInstant,
  systemClock,
  type DecodeContext,
  type FeedDefinition,
  type Instant,
  type Issue,
} from '@yingji/core';
import type { Layout } from '@yingji/core/frame';
import { need, readArgs } from './args.js';
import { definitionOf } from './definition-of.js';
import { drawFrame } from './draw-frame.js';
import { feedOptions } from './feed-options.js';
import { readInputs, type Input } from './inputs.js';
import { UsageError, type CliCommand } from './io.js';

/** Shows what a feed makes of given bytes: no connection, no store, nothing kept. */
export const decode: CliCommand = {
  usage: 'decode <feed> [FILE… | -] [--config FILE] [--hex] [--explain] [--profile ID] [--source NAME] [--at INSTANT]',
  about:
    'print what a feed or a device profile (its name, a folder or a package) makes of each input, one JSON line each; --config gives it the options it has in the gateway, from a file of their own; with --hex - every line is one input; --explain draws the frame byte by byte',
  async run(args, io) {
    const { values, positionals } = readArgs(
      args,
      {
        config: { type: 'string' },
        hex: { type: 'boolean' },
        explain: { type: 'boolean' },
        profile: { type: 'string' },
        source: { type: 'string' },
        at: { type: 'string' },
      },
      { most: Infinity },
    );
    const [feed, ...files] = positionals;
    const definition = await definitionOf(need(feed, 'The feed'), values.profile);
    const layout = values.explain ? layoutOf(definition) : undefined;
    const receivedAt = instant(values.at);
    const options = values.config === undefined ? {} : await feedOptions(values.config, definition, io);
    if (!options) return 1;
    const context = { source: values.source ?? 'local', receivedAt, ...options };
    let allOk = true;
    for await (const input of readInputs(files.length > 0 ? files : ['-'], {
      hex: values.hex ?? false,
      stdin: io.stdin,
    })) {
      const result = decodeOne(definition, input, context);
      allOk &&= result.ok;
      io.out(layout ? drawn(layout, input, result.issues) : `${JSON.stringify(result)}\n`);
    }
    return allOk ? 0 : 1;
  },
};

function layoutOf({ id, layouts: [layout] = [] }: FeedDefinition): Layout {
  if (layout) return layout;
  throw new UsageError(`${id} has no layout of its frames; only a feed that states them as data can be explained.`);
}

function drawn(layout: Layout, { name, bytes }: Input, issues: readonly Issue[]): string {
  const lines = bytes instanceof Uint8Array ? drawFrame(layout, bytes) : [];
  const said = (bytes instanceof Uint8Array ? issues : [bytes]).map(
    ({ code, path, message }) => `  ! ${code} ${path} ${message}`,
  );
  return [`${name} · ${layout.norm}`, ...lines, ...said, ''].join('\n');
}

function decodeOne(
  definition: FeedDefinition,
  { name, bytes }: Input,
  context: DecodeContext,
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
