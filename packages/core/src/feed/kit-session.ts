import type { Command } from '../command/command.js';
import { issue, YingjiError, type Issue } from '../error.js';
import type { Framed } from '../frame/framing.js';
import type { Delivery, FeedContext, Session, Verdict } from '../ports/feed.js';
import type { Packet, Transport } from '../ports/transport.js';
import type { FeedRecipe, Message } from './define-feed.js';
import { createKitOrders } from './kit-orders.js';
import { outcomeOf } from './outcome.js';
import { readSafely } from './read-safely.js';

type Running<C> = Pick<FeedRecipe<C>, 'read' | 'framing' | 'commands' | 'lineOf'> & {
  readonly config: C;
  readonly transport: Transport;
};

/** The beginning of a frame may wait so long for its end before a sound one behind it is looked for. */
const WAIT_MS = 5_000;
const LOOK_MS = 1_000;
const NOTHING = new Uint8Array(0);

/** What stands on a line between two packets. */
interface Left {
  /** The packet that came last: answers go back by it. */
  readonly packet: Packet;
  readonly rest: Uint8Array;
  readonly since: number;
  /** Bytes passed over that no message has told of yet. */
  readonly skipped: number;
  /** Looked through in vain since it last grew: it would be in vain again. */
  readonly looked?: boolean;
}

/** A packet whose messages are not all settled. */
interface Open {
  readonly packet: Packet;
  left: number;
  worst: Verdict;
}

const WORSE: { readonly [verdict in Verdict]: number } = { stored: 0, refused: 1, retry: 2 };

/** Runs a recipe: packets in, messages out one by one, answers back once what they say is true. */
export async function openKitSession<C>(
  { read, framing, commands, lineOf, config, transport }: Running<C>,
  context: FeedContext,
  stop: AbortSignal,
): Promise<Session> {
  const { source, clock, ids, logger } = context;
  if (transport.stream && !framing)
    throw new YingjiError(
      'bad-feed',
      `${source} reads a stream without knowing where a message ends; give it a framing.`,
    );
  const open = await transport.open(context, stop);
  // Only lines on which something is left: whoever is silent costs nothing.
  const lines = new Map<string, Left>();
  const unsettled = new Map<number, { readonly of: Open; readonly answer: Message['answer'] }>();
  const orders =
    commands && createKitOrders(commands, { config, clock, ids, stop, lineOf, ...(open.send && { send: open.send }) });
  let token = 0;
  context.status('open');

  /** Takes over what a step gave on a line; the frames of it are still to be delivered. */
  function keep(packet: Packet, { frames, rest, skipped }: Framed, had: Left | undefined): number {
    const passed = skipped + (had?.skipped ?? 0);
    const fresh = !had || frames.length > 0 || had.rest.length === 0;
    const since = fresh ? clock.elapsed() : had.since;
    const untold = frames.length > 0 ? 0 : passed;
    const goesOn = transport.stream && !packet.last;
    if (goesOn && rest.length + untold > 0) lines.set(packet.line, { packet, rest, since, skipped: untold });
    else lines.delete(packet.line);
    const lost = goesOn ? passed : passed + rest.length;
    if (!goesOn && frames.length === 0 && lost > 0)
      logger.write('warn', 'bytes-skipped', { feed: source, bytes: lost });
    return lost;
  }

  function* cut(packet: Packet, step: (had: Left | undefined) => Framed): Generator<Delivery> {
    const had = lines.get(packet.line);
    const framed = step(had);
    const { frames } = framed;
    const lost = keep(packet, framed, had);
    const of: Open = { packet, left: frames.length, worst: 'stored' };
    const garbage = lost === 0 ? [] : [passedOver(lost)];
    // A stream that ends no message here goes on; a packet that holds none is refused, or its sender would never know.
    if (frames.length === 0) packet.settled(transport.stream ? 'stored' : 'refused');
    for (const [i, frame] of frames.entries()) yield deliver(frame, of, { garbage: i === 0 ? garbage : [], i });
  }

  const arrived = (packet: Packet): Generator<Delivery> =>
    cut(packet, (had) =>
      framing
        ? framing.step(had?.rest ?? NOTHING, packet.bytes)
        : { frames: [packet.bytes], rest: NOTHING, skipped: 0 },
    );

  /** Frames behind beginnings that wait too long for their end. */
  function* late(): Generator<Delivery> {
    for (const left of [...lines.values()]) {
      const { packet, rest, since, looked } = left;
      if (rest.length === 0 || looked || clock.elapsed() - since < WAIT_MS || !framing) continue;
      const passed = framing.pass(rest);
      if (passed.frames.length === 0) lines.set(packet.line, { ...left, looked: true });
      else yield* cut(again(packet), () => passed);
    }
  }

  function deliver(
    frame: Uint8Array,
    of: Open,
    { garbage, i }: { readonly garbage: readonly Issue[]; readonly i: number },
  ): Delivery {
    token += 1;
    const { receivedAt, sending } = of.packet;
    const message = readSafely(read, frame, { source, receivedAt, config });
    orders?.heard(of.packet, message);
    const { key, drafts, issues = [], answer } = message;
    unsettled.set(token, { of, answer });
    return {
      token,
      key,
      receivedAt,
      drafts,
      issues: [...issues, ...garbage],
      outcome: outcomeOf(message),
      raw: frame,
      ...(sending !== undefined && { sending: `${i}.${sending}` }),
    };
  }

  async function* deliveries(): AsyncGenerator<Delivery> {
    const packets = open.packets[Symbol.asyncIterator]();
    const asking = (): Promise<{ readonly came: IteratorResult<Packet, unknown> }> =>
      packets.next().then((came) => ({ came }));
    let asked = asking();
    // One at a time: packets that come between do not each leave a sleeper behind.
    let look: Promise<void> | undefined;
    for (;;) {
      const waits = lines.size > 0;
      if (waits) look ??= clock.sleep(LOOK_MS, stop);
      const next = await (waits ? Promise.race([asked, look]) : asked);
      if (!next) {
        look = undefined;
        yield* late();
        if (stop.aborted) await asked;
        continue;
      }
      if (next.came.done) return;
      const { line, bytes, receivedAt, last } = next.came.value;
      context.heard?.({ line, bytes, receivedAt, ...(last && { last }) });
      yield* arrived(next.came.value);
      if (last) orders?.gone(line);
      asked = asking();
    }
  }

  return {
    deliveries: deliveries(),
    settle(settled, verdict) {
      const waiting = unsettled.get(settled);
      if (!waiting) return;
      unsettled.delete(settled);
      const { of, answer } = waiting;
      const bytes = verdict === 'retry' ? undefined : answer?.[verdict];
      if (bytes) of.packet.answer(bytes);
      if (WORSE[verdict] > WORSE[of.worst]) of.worst = verdict;
      of.left -= 1;
      if (of.left === 0) of.packet.settled(of.worst);
    },
    ...(orders && { execute: (command: Command) => orders.execute(command) }),
    closed: open.closed,
    ...(open.port !== undefined && { port: open.port }),
  };
}

/** A packet that was settled before its last message was found. */
const again = (packet: Packet): Packet => ({
  line: packet.line,
  bytes: NOTHING,
  receivedAt: packet.receivedAt,
  answer: (bytes) => packet.answer(bytes),
  settled: () => undefined,
});

const passedOver = (skipped: number): Issue =>
  issue(
    'bytes-skipped',
    `${skipped} bytes before this message belong to none and were passed over; look at the line.`,
    {
      level: 'warning',
    },
  );
