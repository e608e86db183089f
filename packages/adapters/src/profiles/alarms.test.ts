import { expect } from 'chai';
import {
  systemClock,
  toInstant,
  type Delivery,
  type FeedDefinition,
  type Instant,
  type Json,
  type Packet,
  type Verdict,
} from '@yingji/core';
import { createMemoryLogger, createSeededIds } from '@yingji/core/testing';
import { mqtt } from '../mqtt/index.js';
import { webhook } from '../webhook/index.js';

const BEGIN = Date.parse('2026-06-12T16:00:00+08:00');
const at = (minute: number): Instant => toInstant(BEGIN + minute * 60_000);

interface Message {
  /** When it is received, in minutes. */
  readonly minute: number;
  readonly payload: Json;
  readonly device?: string;
  readonly verdict?: Verdict;
}

/** Messages one after the other through a session, and the alarms that each tells. */
async function told(messages: readonly Message[], feed: FeedDefinition = mqtt): Promise<unknown[]> {
  const routes = ['smoke', 'gas'].map((of) => ({ as: 'device', topic: `${of}/{device}`, profile: `${of}-detector` }));
  const rule = { as: 'profile', profile: 'smoke-detector', device: '/sn', payload: '/data', at: '/at' };
  // Nothing of `from` is opened: the packets come from here.
  const config: Json =
    feed === mqtt
      ? { from: { url: 'mqtt://h', clientId: 'c' }, routes }
      : { from: { port: 0, secret: 'sixteen characters' }, rules: [rule] };
  async function* packets(): AsyncGenerator<Packet> {
    for (const [i, { minute, payload, device = 'smoke/D1' }] of messages.entries()) {
      const text = JSON.stringify(payload);
      const bytes = new TextEncoder().encode(feed === mqtt ? `${device}\n1.${i}\n${text}` : text);
      yield { line: '1', bytes, receivedAt: at(minute), last: true, answer: () => undefined, settled: () => undefined };
    }
  }
  const made = feed.over!(config, {
    stream: false,
    open: () => Promise.resolve({ packets: packets(), closed: Promise.resolve() }),
  });
  if ('issues' in made) return expect.fail(JSON.stringify(made.issues));
  const stop = new AbortController();
  const [ids, logger] = [createSeededIds(), createMemoryLogger()];
  const session = await made.feed.open(
    { source: 'iot', clock: systemClock, ids, logger, status: () => undefined },
    stop.signal,
  );
  const taken: Delivery[] = [];
  for await (const delivery of session.deliveries) {
    taken.push(delivery);
    session.settle(delivery.token, messages[taken.length - 1]!.verdict ?? 'stored');
    if (taken.length === messages.length) stop.abort();
  }
  expect(taken.every(({ drafts }) => drafts.some(({ kind }) => kind === 'observation'))).to.equal(true);
  return taken.map(({ drafts }) => drafts.filter(({ kind }) => kind === 'report').length);
}
const FIRE = { state: 1 };
const NORMAL = { state: 0 };
const fire = (minute: number, more: Partial<Message> = {}): Message => ({ minute, payload: FIRE, ...more });
const normal = (minute: number): Message => ({ minute, payload: NORMAL });
/** With the time at which the device says that it was. */
const timed = (minute: number, said: number, state: Json = FIRE): Message => ({
  minute,
  payload: { ...(state as object), time: at(said) },
});

describe('an alarm that a device repeats', () => {
  it('is told once, and again when it had ended', async () => {
    expect(await told([fire(0), fire(1), fire(2), normal(3), normal(4), fire(5), fire(6)])).to.deep.equal([
      ...[1, 0, 0, 0, 0, 1, 0],
    ]);
  });

  it('is another one after a quarter of an hour without a word of it, as many never say that it ended', async () => {
    expect(await told([fire(0), fire(15), fire(30), fire(45.1)])).to.deep.equal([1, 0, 0, 1]);
  });

  it('is another one by receipt too, where the clock of the device stands still', async () => {
    expect(
      await told([timed(0, 0), timed(1, 0, { state: 1, battery: 90 }), timed(60, 0, { state: 1, battery: 80 })]),
    ).to.deep.equal([1, 0, 1]);
  });

  it('of its own time: what comes late between two that have it tells nothing, after its end it does', async () => {
    expect(await told([timed(10, 0), timed(11, 8), timed(12, 4), timed(13, 9, NORMAL), timed(14, 10)])).to.deep.equal([
      ...[1, 0, 0, 0, 1],
    ]);
  });

  it('is of its device and its kind', async () => {
    expect(
      await told([
        fire(0),
        fire(1, { device: 'smoke/D2' }),
        fire(2, { device: 'gas/D1' }),
        fire(3, { device: 'gas/D1' }),
      ]),
    ).to.deep.equal([1, 1, 1, 0]);
  });

  it('that was not kept is told by the next that has it', async () => {
    for (const verdict of ['retry', 'refused'] as const)
      expect(await told([fire(0, { verdict }), fire(1), fire(2)])).to.deep.equal([1, 1, 0]);
  });

  it('and in one message of several times, the first that has it', async () => {
    const items = [0, 1, 2, 3, 4].map((minute) => ({ sn: 'D1', at: at(minute), data: minute === 2 ? NORMAL : FIRE }));
    const messages = [{ minute: 5, payload: items }];
    expect(await told(messages, webhook)).to.deep.equal([2]);
  });
});
