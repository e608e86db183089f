import type * as z from 'zod';
import { issue, YingjiError, type Issue } from '../error.js';
import type { Framing } from '../frame/framing.js';
import type { Layout } from '../frame/layout.js';
import type { Json, JsonObject } from '../json.js';
import type { Draft } from '../model/change.js';
import type { Instant } from '../model/time.js';
import type { Feed, FeedContext, FeedDefinition, FeedTransport, Ordering, Session } from '../ports/feed.js';
import type { Transport } from '../ports/transport.js';
import type { OrderBook } from './kit-orders.js';
import { openKitSession } from './kit-session.js';
import { outcomeOf } from './outcome.js';
import { readSafely } from './read-safely.js';

/** What one message says, and how the protocol answers it. */
export interface Message {
  /** The source's own identity of this message; a retry repeats it, another message never does. */
  readonly key: string;
  readonly drafts: readonly Draft[];
  readonly issues?: readonly Issue[];
  /** Default: good without an Issue of level error, else undecodable. `unmapped`: whole, but of a sort nobody mapped. */
  readonly outcome?: 'good' | 'undecodable' | 'unmapped';
  /** Bytes that confirm or deny it, sent only once that is true. */
  readonly answer?: { readonly stored?: Uint8Array; readonly refused?: Uint8Array };
  /** The device that speaks, by its address in the register: orders to it go back over this line. `reply` is handed to them. */
  readonly speaker?: { readonly native: string; readonly reply?: JsonObject };
  /** It may answer these orders of ours: `to` as an order named its answer; `denied` where the device will not. */
  readonly answers?: readonly { readonly to: string; readonly denied?: boolean }[];
}

/** What a message is read with, besides its bytes. */
export interface ReadContext<C> {
  /** The source part of every id that is minted. */
  readonly source: string;
  readonly receivedAt: Instant;
  readonly config: C;
}

/** What a vendor writes: how bytes come, where a message ends, and what it says. All else is the runner's. */
export interface FeedRecipe<C> {
  /** Kebab-case; the name by which a configuration uses it. */
  readonly id: string;
  readonly title: { readonly zh: string; readonly en: string };
  /** Norm with its year, or the document of the vendor with its version. */
  readonly norm: string;
  readonly contract: 1;
  /** Every way by which it can be spoken to; for the docs table of feeds. */
  readonly transports?: readonly FeedTransport[];
  /** Every option with its description; `{}` must be enough to decode a message. */
  readonly config: z.ZodType<C>;
  readonly ordering: Ordering;
  /** Whether `answer.refused` means something to the source. Default false. */
  readonly canRefuse?: boolean;
  /** Milliseconds of silence that still count as live; absent: a feed of events. */
  expectEveryMs?(config: C): number | undefined;
  /** Sources whose devices this feed carries word of. */
  hears?(config: C): readonly string[];
  transport(config: C): Transport;
  /** Where messages end; absent: each packet is one. */
  readonly framing?: Framing;
  /** Frames as data, for `--explain` and docs; the first is that of the whole message. */
  readonly layouts?: readonly Layout[];
  /** Commands that devices of this protocol obey, each as bytes over the line its device spoke on last. */
  readonly commands?: OrderBook<C>;
  /** The speaker that a device is behind, by its own address. Default: each speaks for itself. */
  lineOf?(native: string): string;
  /** Reads one message: pure, no clock, never throws; what is wrong becomes Issues. One that throws is put into quarantine. */
  read(message: Uint8Array, context: ReadContext<C>): Message;
}

/**
 * A feed from its recipe. Error `bad-feed`, when the recipe cannot work. Its decoder tells by Issues of an input that
 * holds no whole message (`no-message`), and of bytes that belong to none (`bytes-skipped`).
 */
export function defineFeed<C>(recipe: FeedRecipe<C>): FeedDefinition {
  const { id, title, norm, contract, config: schema, ordering, canRefuse = false, layouts, transports } = recipe;
  if (!/^[a-z0-9][a-z0-9-]{0,63}$/.test(id))
    throw new YingjiError('bad-feed', `"${id}" is no id of a feed: use a–z, 0–9 and "-".`);
  const commands = recipe.commands && Object.keys(recipe.commands);
  const defaults = schema.safeParse({});
  function make(given: Json, transport: (config: C) => Transport): ReturnType<FeedDefinition['configure']> {
    const read = schema.safeParse(given);
    if (!read.success) return { issues: configIssues(read.error) };
    const config = read.data;
    const expectEveryMs = recipe.expectEveryMs?.(config);
    const hears = recipe.hears?.(config);
    const open = (context: FeedContext, stop: AbortSignal): Promise<Session> =>
      openKitSession({ ...recipe, config, transport: transport(config) }, context, stop);
    const feed: Feed = {
      id,
      contract,
      title,
      ordering,
      canRefuse,
      ...(expectEveryMs !== undefined && { expectEveryMs }),
      ...(hears && { hears }),
      ...(commands && { commands }),
      open,
    };
    return { feed };
  }

  return {
    id,
    title,
    norm,
    contract,
    schema,
    ...(layouts && { layouts }),
    ...(transports && { transports }),
    ...(commands && { commands }),
    configure: (given) => make(given, (config) => recipe.transport(config)),
    over: (given, transport) =>
      // Whether bounds of packets mean something is the protocol's to say, wherever they come from.
      make(given, (config) => ({ ...transport, stream: recipe.transport(config).stream })),
    decode(bytes, { source, receivedAt, config: given }) {
      const parsed = given === undefined ? defaults : schema.safeParse(given);
      if (!parsed.success) return { ok: false, drafts: [], issues: configIssues(parsed.error) };
      const context = { source, receivedAt, config: parsed.data };
      const { frames, rest, skipped } = recipe.framing?.step(new Uint8Array(0), bytes) ?? whole(bytes);
      const read = frames.map((frame) => readSafely(recipe.read, frame, context));
      const issues = read.flatMap((message) => message.issues ?? []);
      const over = skipped + rest.length;
      if (frames.length === 0)
        issues.push(issue('no-message', `No whole message begins in these ${bytes.length} bytes; they may be cut.`));
      else if (over > 0)
        issues.push(issue('bytes-skipped', `${over} bytes belong to no message.`, { level: 'warning' }));
      const ok = frames.length > 0 && !issues.some(({ level }) => level === 'error');
      return { ok, drafts: read.flatMap(({ drafts }) => drafts), issues };
    },
    decodeRaw(raw, { source, receivedAt, config: given }) {
      const parsed = given === undefined ? defaults : schema.safeParse(given);
      if (!parsed.success) return { ok: false, drafts: [], issues: configIssues(parsed.error), outcome: 'undecodable' };
      const message = readSafely(recipe.read, raw, { source, receivedAt, config: parsed.data });
      const { drafts, issues = [] } = message;
      const outcome = outcomeOf(message);
      return { ok: outcome !== 'undecodable', drafts, issues, outcome };
    },
  };
}

const whole = (bytes: Uint8Array) => ({ frames: [bytes], rest: new Uint8Array(0), skipped: 0 });

function configIssues(error: z.ZodError): Issue[] {
  return error.issues.map(({ path, message }) =>
    issue('bad-config', `${message}.`, { path: path.map((part) => `/${String(part)}`).join('') }),
  );
}
