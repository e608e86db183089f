import { millis, systemClock, systemIds, YingjiError, type FeedDefinition, type Heard, type Json } from '@yingji/core';
import { replayed } from '@yingji/adapters/transports';
import { decodeRaw } from '../quarantine/decoder.js';
import { readRecording, type RecordingHead } from '../recording/format.js';
import { sendRecording } from '../recording/send.js';
import { need, oneOf, readArgs } from './args.js';
import { definitionOf } from './definition-of.js';
import { feedOptions } from './feed-options.js';
import { UsageError, type CliCommand, type ExitCode, type Io } from './io.js';
import { untilSignal } from './until-signal.js';

/** Plays a recording: through the codec of its feed, or to a socket. */
export const replay: CliCommand = {
  usage:
    'replay FILE [--to changes [--feed NAME]] [--config FILE] [--speed N]\n  yingji replay FILE --tcp HOST:PORT [--speed N]',
  about:
    'print what a feed makes of a recording, as decode does, at once, with --config by the options it has in the gateway; or send it to a socket as it came, N times as fast: never to a live city but to a feed marked as an exercise',
  async run(args, io) {
    const text = { type: 'string' } as const;
    const { values, positionals } = readArgs(
      args,
      { to: text, feed: text, config: text, tcp: text, speed: text },
      { most: 1 },
    );
    const file = need(positionals[0], 'The recording');
    oneOf(values.to ?? 'changes', ['changes'], 'way to show it');
    const speed = Number(values.speed ?? (values.tcp === undefined ? Infinity : 1));
    if (!(speed > 0)) throw new UsageError(`--speed takes a number above 0, not "${values.speed}".`);
    const address = values.tcp === undefined ? undefined : addressOf(values.tcp);
    if (address && values.config !== undefined)
      throw new UsageError('--config is for what is decoded here; with --tcp the bytes go out as they came.');
    const { head, packets } = await readRecording(file);
    const { stop, leave } = untilSignal();
    try {
      const paced = inTime(packets, { speed, stop });
      if (address) {
        const { sent, heard } = await sendRecording(paced, address, stop);
        io.err(`${sent} bytes were sent to ${values.tcp}, ${heard} came back.\n`);
        return 0;
      }
      const definition = await definitionOf(values.feed ?? head.feed);
      const options = values.config === undefined ? {} : await feedOptions(values.config, definition, io);
      if (!options) return 1;
      const shown = { head, io, ...options };
      return await (head.of === 'messages'
        ? showMessages(definition, paced, shown)
        : show(definition, paced, { ...shown, stop }));
    } finally {
      leave();
    }
  },
};

/** Each packet when it is its time; at its own time of receipt all the same, so that a recording always says the same. */
async function* inTime(
  packets: AsyncIterable<Heard>,
  { speed, stop }: { readonly speed: number; readonly stop: AbortSignal },
): AsyncGenerator<Heard, void, undefined> {
  const began = systemClock.elapsed();
  let first: number | undefined;
  for await (const packet of packets) {
    const at = millis(packet.receivedAt);
    first ??= at;
    const wait = (at - first) / speed - (systemClock.elapsed() - began);
    if (wait > 0) await systemClock.sleep(wait, stop);
    if (stop.aborted) return;
    yield packet;
  }
}

interface Shown {
  readonly head: RecordingHead;
  readonly io: Io;
  /** Options of the feed; absent: its defaults. */
  readonly config?: Json;
}

/** Through the feed itself, so that messages begin and end where they do in a city, whatever the packets. */
async function show(
  definition: FeedDefinition,
  packets: AsyncIterable<Heard>,
  { head, io, config = {}, stop }: Shown & { readonly stop: AbortSignal },
): Promise<ExitCode> {
  if (!definition.over)
    throw new YingjiError('bad-recording', `${definition.id} reads no packets; replay it to a socket with --tcp.`);
  const made = definition.over(config, replayed(packets));
  if ('issues' in made) throw new YingjiError('bad-config', made.issues.map(({ message }) => message).join(' '));
  const session = await made.feed.open(
    {
      source: head.source,
      clock: systemClock,
      ids: systemIds,
      logger: { write: (level, code, data) => io.err(`${level} ${code} ${JSON.stringify(data ?? {})}\n`) },
      status: () => undefined,
    },
    stop,
  );
  let allOk = true;
  for await (const { token, key, drafts, issues, outcome } of session.deliveries) {
    const ok = outcome !== 'undecodable';
    allOk &&= ok;
    io.out(`${JSON.stringify({ input: key, ok, changes: drafts, issues })}\n`);
    session.settle(token, 'stored');
  }
  return allOk ? 0 : 1;
}

async function showMessages(
  definition: FeedDefinition,
  messages: AsyncIterable<Heard>,
  { head: { source }, io, config }: Shown,
): Promise<ExitCode> {
  let allOk = true;
  let n = 0;
  for await (const { bytes, receivedAt } of messages) {
    const { ok, drafts, issues } = decodeRaw(definition, bytes, {
      source,
      receivedAt,
      ...(config !== undefined && { config }),
    });
    allOk &&= ok;
    io.out(`${JSON.stringify({ input: String((n += 1)), ok, changes: drafts, issues })}\n`);
  }
  return allOk ? 0 : 1;
}

function addressOf(given: string): { readonly host: string; readonly port: number } {
  const [, host, port] = /^(?:\[?([^\]]+)\]?):(\d{1,5})$/.exec(given) ?? [];
  if (host !== undefined && Number(port) <= 65_535) return { host, port: Number(port) };
  throw new UsageError(`--tcp takes HOST:PORT, not "${given.slice(0, 80)}".`);
}
