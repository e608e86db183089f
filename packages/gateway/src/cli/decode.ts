import { parseInstant, systemClock, type FeedDefinition, type Instant, type Issue } from '@yingji/core';
import { loadCodecs } from '@yingji/adapters/kit';
import type { Layout } from '@yingji/core/frame';
import { feedDefinitions } from '../feeds.js';
import { need, oneOf, readArgs } from './args.js';
import { drawFrame } from './draw-frame.js';
import { readInputs, type Input } from './inputs.js';
import { UsageError, type CliCommand } from './io.js';

/** Shows what a feed makes of given bytes: no connection, no store, nothing kept. */
export const decode: CliCommand = {
  usage: 'decode <feed> [FILE… | -] [--hex] [--explain] [--profile ID] [--source NAME] [--at INSTANT]',
  about:
    'print what a feed or a device profile (its name, a folder or a package) makes of each input, one JSON line each; with --hex - every line is one input; --explain draws the frame byte by byte',
  async run(args, io) {
    const { values, positionals } = readArgs(
      args,
      {
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
    const context = { source: values.source ?? 'local', receivedAt: instant(values.at) };
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

/** A feed of ours by its name; a folder or an installed package otherwise, in which `profile` names one of several. */
async function definitionOf(name: string, profile: string | undefined): Promise<FeedDefinition> {
  if (Object.hasOwn(feedDefinitions, name)) return feedDefinitions[name]!;
  if (!/^\.{1,2}$|[/\\@]/.test(name)) return feedDefinitions[oneOf(name, Object.keys(feedDefinitions), 'feed')]!;
  const codecs = await loadCodecs(name);
  const ids = codecs.map(({ id }) => id);
  if (profile === undefined && codecs.length > 1)
    throw new UsageError(`${name} holds several; name one with --profile: ${ids.join(', ')}.`);
  return codecs[profile === undefined ? 0 : ids.indexOf(oneOf(profile, ids, 'profile'))]!;
}

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
