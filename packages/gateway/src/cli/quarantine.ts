import { systemClock, systemIds, type CommandResult, type Held, type Quarantine } from '@yingji/core';
import type { GatewayConfig } from '../config/schema.js';
import { MOST_AT_ONCE } from '../quarantine/commands.js';
import { openForUpkeep } from '../storage.js';
import { need, oneOf, readArgs } from './args.js';
import { configured } from './configured.js';
import { UsageError, type CliCommand, type ExitCode, type Io } from './io.js';

const text = { type: 'string' } as const;
const OPTIONS = { config: text, feed: text, id: text, purpose: text, gateway: text } as const;
type Given = ReturnType<typeof readArgs<typeof OPTIONS>>['values'];

interface Context {
  readonly config: GatewayConfig;
  readonly values: Given;
  readonly io: Io;
}

/**
 * Looks into what feeds delivered that could not be used. Listing reads the file beside a running gateway; to show and to replay is
 * asked of the gateway by a Command: it alone writes log and audit, and it knows who asks.
 */
export const quarantine: CliCommand = {
  usage:
    'quarantine list --config FILE [--feed SOURCE]\n' +
    '  yingji quarantine show --config FILE --id N --purpose WHY [--gateway URL]\n' +
    '  yingji quarantine replay --config FILE --feed SOURCE [--id N] [--gateway URL]',
  about:
    'list messages that could not be used, never what they hold; show one, which is audited; decode those of a feed again once it is mended (show and replay ask the running gateway, with the token in YINGJI_TOKEN)',
  async run(args, io) {
    const { values, positionals } = readArgs(args, OPTIONS, { most: 1 });
    const act = oneOf(need(positionals[0], 'What to do'), ['list', 'show', 'replay'], 'act on the quarantine');
    const purpose = act === 'show' ? need(values.purpose, '--purpose') : '';
    const id = act === 'show' ? number(need(values.id, '--id')) : 0;
    if (act === 'replay') need(values.feed, '--feed');
    const config = await configured(values.config, io);
    if (!config) return 1;
    const context = { config, values, io };
    if (act === 'show') return show({ id, purpose }, context);
    const sqlite = await openForUpkeep(config.store, { clock: systemClock });
    try {
      return await (act === 'list' ? list : replay)(sqlite.quarantine, context);
    } finally {
      await sqlite.close();
    }
  },
};

const PAGE = 1_000;

async function* each({ list }: Quarantine, feed: string | undefined): AsyncGenerator<Held> {
  for (let after: number | undefined = 0; after !== undefined;) {
    const page: readonly Held[] = await list({ after, limit: PAGE, ...(feed !== undefined && { feed }) });
    yield* page;
    after = page.length === PAGE ? page.at(-1)!.id : undefined;
  }
}

async function list(from: Quarantine, { values, io }: Context): Promise<ExitCode> {
  for await (const held of each(from, values.feed)) io.out(`${JSON.stringify(bare(held))}\n`);
  return 0;
}

/** A feed's own words may repeat what the message holds: code and place say enough. */
const bare = ({ issues, position: _, ...held }: Held): object => ({
  ...held,
  issues: issues.map(({ code, path, level }) => ({ code, path, level })),
});

async function show(input: { readonly id: number; readonly purpose: string }, context: Context): Promise<ExitCode> {
  const answer = await send('show-quarantined', input, context);
  if (!answer?.ok) return told(answer, context.io);
  const shown = JSON.parse(answer.revealed!) as { readonly hex: string };
  const readable = asText(Buffer.from(shown.hex, 'hex'));
  context.io.out(`${JSON.stringify({ ...shown, ...(readable !== undefined && { text: readable }) })}\n`);
  return 0;
}

async function replay(from: Quarantine, context: Context): Promise<ExitCode> {
  const { values, io } = context;
  const feed = values.feed!;
  const only = values.id === undefined ? undefined : number(values.id);
  const asked: number[] = [];
  let without = 0;
  for await (const { id, drafts } of each(from, feed)) {
    if (only !== undefined && id !== only) continue;
    if (drafts) without += 1;
    else asked.push(id);
  }
  for (let at = 0; at < asked.length; at += MOST_AT_ONCE) {
    const answer = await send('replay-quarantined', { feed, ids: asked.slice(at, at + MOST_AT_ONCE) }, context);
    if (!answer?.ok) return told(answer, io);
  }
  const tried = new Set(asked);
  let stay = 0;
  for await (const held of each(from, feed)) {
    if (!tried.has(held.id)) continue;
    stay += 1;
    io.out(`${JSON.stringify(bare(held))}\n`);
  }
  io.err(`${asked.length - stay} of ${asked.length} messages have left the quarantine; ${stay} stay, as listed.\n`);
  if (without > 0)
    io.err(`${without} were kept without their bytes and cannot be decoded again; let the source send them again.\n`);
  return stay + without > 0 ? 1 : 0;
}

/** Asks the gateway; says why when it cannot be asked. */
async function send(name: string, input: object, { config, values, io }: Context): Promise<CommandResult | undefined> {
  const token = io.env['YINGJI_TOKEN'];
  if (!token) throw new UsageError('YINGJI_TOKEN is not set: whoever looks into the quarantine must be known.');
  const url = `${values.gateway ?? urlOf(config)}/api/commands/${name}`;
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ v: 1, id: systemIds.next(), input }),
    });
    const body = (await answer.json()) as CommandResult | { readonly code: string; readonly message: string };
    if ('ok' in body) return body;
    io.err(`${body.message} [${body.code}]\n`);
  } catch {
    io.err(`${url} does not answer; is the gateway running there? Name it with --gateway.\n`);
  }
  return undefined;
}

function told(answer: CommandResult | undefined, io: Io): 1 {
  if (answer && !answer.ok) for (const { code, message } of answer.issues) io.err(`${message} [${code}]\n`);
  return 1;
}

const urlOf = ({ listen: { host, port, tls } }: GatewayConfig): string =>
  `${tls ? 'https' : 'http'}://${host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host}:${port}`;

function number(given: string): number {
  if (/^[1-9]\d{0,14}$/.test(given)) return Number(given);
  throw new UsageError(`--id takes the number of a message, as listed, not "${given.slice(0, 80)}".`);
}

/** Text, when it is some. */
function asText(bytes: Uint8Array): string | undefined {
  try {
    const read = new TextDecoder('utf-8', { fatal: true }).decode(bytes);

    return /[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/.test(read) ? undefined : read;
  } catch {
    return undefined;
  }
}
