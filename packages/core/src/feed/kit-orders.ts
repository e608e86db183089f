import type { Command } from '../command/command.js';
import { issue, type Issue } from '../error.js';
import type { JsonObject } from '../json.js';
import type { Instant } from '../model/time.js';
import type { Clock } from '../ports/clock.js';
import type { Ids } from '../ports/ids.js';
import type { OpenTransport, Packet } from '../ports/transport.js';
import type { Message } from './define-feed.js';

/** Waits for an answer and tries again, where the recipe says nothing else. */
const ANSWER_MS = 10_000;
const TRIES = 3;
/** Devices that can be commanded; beyond that the one that was silent longest has no way back until it speaks again. */
const MOST_WAYS = 65_536;

/** A Command to one device, before it is bytes. */
export interface DeviceOrder {
  /** What its messages said must stand in an order to it (`speaker.reply`). */
  readonly reply: JsonObject;
  /** Its address, as the register has it. */
  readonly native: string;
  /** Members of the Command. */
  readonly input: JsonObject;
  /** 1–65535, another for each order and one for all its tries; it begins anywhere. */
  readonly serial: number;
  readonly at: Instant;
}

/** An order as it goes out. */
export interface Asking {
  /** What is sent; a function where each try says something else, such as the time. */
  readonly bytes: Uint8Array | ((now: Instant) => Uint8Array);
  /** An address of the transport, such as a topic. Default: the line on which the device spoke last. */
  readonly to?: string;
  /** The message that answers it says the same in `to` of its `answers`. */
  readonly answer: string;
  /** How long one try waits, in ms. Default 10,000. */
  readonly waitMs?: number;
  /** How often it is sent before the device counts as silent. Default 3; 1 for what must not be done twice. */
  readonly tries?: number;
}

/** Commands by their names; each gives bytes, or the Issues that stand against it. */
export type OrderBook<C> = {
  readonly [command: string]: (order: DeviceOrder, config: C) => Asking | { readonly issues: readonly Issue[] };
};

export interface KitOrders {
  /** Notes where a device is, and takes its answer. */
  heard(packet: Packet, message: Message): void;
  /** Nothing more comes over a line, and nothing goes. */
  gone(line: string): void;
  execute(command: Command): Promise<readonly Issue[]>;
}

interface Way {
  readonly packet: Packet;
  readonly reply: JsonObject;
}

interface OrderContext<C> {
  readonly config: C;
  readonly clock: Clock;
  readonly ids: Pick<Ids, 'random'>;
  readonly stop: AbortSignal;
  /** Which speaker a device is behind. Default: it speaks itself. */
  readonly lineOf?: ((native: string) => string) | undefined;
  /** For what goes `to` an address. */
  readonly send?: OpenTransport['send'];
}

const NEVER = new Promise<never>(() => undefined);

/** Takes orders to devices over the line on which each spoke last, and waits for their answers. */
export function createKitOrders<C>(
  book: OrderBook<C>,
  { config, clock, ids, stop, lineOf = (native) => native, send: post }: OrderContext<C>,
): KitOrders {
  const ways = new Map<string, Way>();
  const waiting = new Map<string, (denied: boolean) => void>();
  // Not from one: what still comes of the session before answers nothing of this one.
  let serial = Math.floor(ids.random() * 0xffff);

  async function send(native: string, speaker: string, asking: Asking): Promise<readonly Issue[]> {
    const { answer: to, waitMs = ANSWER_MS, tries = TRIES } = asking;
    if (waiting.has(to)) return [refuse('device-busy', `${native} is being asked already; wait for its answer.`)];
    const answer = new Promise<boolean>((resolve) => waiting.set(to, resolve));
    try {
      for (let left = tries; left > 0 && !stop.aborted; left -= 1) {
        const patience = new AbortController();
        const end = (): void => patience.abort();
        stop.addEventListener('abort', end, { once: true });
        const came = await Promise.race([
          answer,
          goesOut(asking, { speaker, waitMs }).then((went) => (went === 'went' ? NEVER : went)),
          clock.sleep(waitMs, patience.signal).then(() => undefined),
        ]);
        stop.removeEventListener('abort', end);
        end();
        if (came === 'not') return [left === tries ? notHere(native) : silent(native, tries - left)];
        if (came === 'unknown')
          return [refuse('outcome-unknown', `the way broke off while ${native} was told; look whether it obeyed.`)];
        if (came !== undefined)
          return came ? [refuse('device-denied', `${native} denied the command; look at the device.`)] : [];
      }
    } finally {
      waiting.delete(to);
    }
    if (stop.aborted)
      return [refuse('feed-stopped', `the feed stopped before ${native} answered; it may have obeyed.`)];
    return [silent(native, tries)];
  }

  async function goesOut(
    { to, bytes: made }: Asking,
    { speaker, waitMs }: { readonly speaker: string; readonly waitMs: number },
  ): Promise<'went' | 'not' | 'unknown'> {
    const bytes = typeof made === 'function' ? made(clock.now()) : made;
    if (to !== undefined) {
      if (!post) return 'not';
      return post(to, bytes, { withinMs: waitMs }).then(
        (went) => (went ? 'went' : 'not'),
        () => 'unknown',
      );
    }
    const way = ways.get(speaker);
    way?.packet.answer(bytes);
    return way ? 'went' : 'not';
  }

  return {
    heard(packet, { speaker, answers }) {
      if (speaker) {
        // Put anew, so that the first of the map is the one that was silent longest.
        ways.delete(speaker.native);
        ways.set(speaker.native, { packet, reply: speaker.reply ?? {} });
        if (ways.size > MOST_WAYS) ways.delete(ways.keys().next().value!);
      }
      for (const { to, denied = false } of answers ?? []) waiting.get(to)?.(denied);
    },
    gone(line) {
      for (const [native, { packet }] of ways) if (packet.line === line) ways.delete(native);
    },
    execute({ name, input }) {
      const { native, ...asked } = (input ?? {}) as JsonObject;
      const make = Object.hasOwn(book, name) ? book[name] : undefined;
      if (!make)
        return Promise.resolve([
          refuse('cannot-execute', `this protocol has no ${name}; it has ${Object.keys(book).join(', ')}.`),
        ]);
      const speaker = typeof native === 'string' ? lineOf(native) : '';
      const way = ways.get(speaker);
      if (typeof native !== 'string' || (!way && !post)) return Promise.resolve([notHere(String(native))]);
      serial = (serial % 0xffff) + 1;
      const asking = make({ reply: way?.reply ?? {}, native, input: asked, serial, at: clock.now() }, config);
      return 'issues' in asking ? Promise.resolve(asking.issues) : send(native, speaker, asking);
    },
  };
}

const refuse = (code: string, message: string): Issue => issue(code, message, { path: '/input' });
const notHere = (native: string): Issue =>
  refuse('device-not-connected', `${native} has no line to us now; try again once it has spoken.`);
const silent = (native: string, times: number): Issue =>
  refuse('device-silent', `${native} was asked ${times} times and did not answer; look at the line and the device.`);
