import { expect } from 'chai';
import * as z from 'zod';
import { YingjiError } from '../error.js';
import { defineLayout, framesByLayout, toHex, type Framing } from '../frame/index.js';
import type { Delivery, Session, Verdict } from '../ports/feed.js';
import type { Packet } from '../ports/transport.js';
import { createManualClock, createMemoryLogger, createSeededIds } from '../testing/index.js';
import { defineFeed, type Message } from './define-feed.js';

const layout = defineLayout({
  title: { zh: '', en: '' },
  norm: 'x',
  fields: [
    { name: 'start', is: 'mark', hex: 'aa55' },
    { name: 'size', is: 'uint', bytes: 1 },
    { name: 'body', is: 'bytes', bytes: { by: 'size' } },
  ],
});
const frame = (...body: number[]): number[] => [0xaa, 0x55, body.length, ...body];

/** A feed whose packets are put in by hand; `read` may do as it likes. */
async function open(
  read: (bytes: Uint8Array) => unknown,
  { framing = framesByLayout(layout), stream = true }: { framing?: Framing; stream?: boolean } = {},
) {
  const clock = createManualClock();
  const logged = createMemoryLogger();
  const packets: (Packet | Error)[] = [];
  let wake = (): void => undefined;
  async function* arriving(stop: AbortSignal): AsyncGenerator<Packet> {
    for (;;) {
      const packet = packets.shift();
      if (packet instanceof Error) throw packet;
      if (packet) yield packet;
      else if (stop.aborted) return;
      else await new Promise<void>((resolve) => (wake = resolve));
    }
  }
  const definition = defineFeed({
    id: 'by-hand',
    title: { zh: '手', en: 'By hand' },
    norm: 'x',
    contract: 1,
    config: z.strictObject({}),
    ordering: { by: 'arrival' },
    transport: () => ({
      stream,
      open: (_, stop) => {
        stop.addEventListener('abort', () => wake());
        return Promise.resolve({ packets: arriving(stop), closed: Promise.resolve() });
      },
    }),
    framing,
    read: (bytes) => read(bytes) as Message,
  });
  const made = definition.configure({});
  if (!('feed' in made)) throw new Error('a feed');
  const ending = new AbortController();
  const context = { source: 'x', clock, ids: createSeededIds(), logger: logged, status: () => undefined };
  const session: Session = await made.feed.open(context, ending.signal);
  const deliveries = session.deliveries[Symbol.asyncIterator]();
  const told: [string, Verdict][] = [];
  const answers: [string, string][] = [];
  return {
    definition,
    session,
    clock,
    logged,
    told,
    answers,
    next: async (): Promise<Delivery> => (await deliveries.next()).value as Delivery,
    stop: () => ending.abort(),
    break: (error: Error) => (packets.push(error), wake()),
    put(line: string, bytes: readonly number[], last = false) {
      // Of a class, as a transport of somebody may have it: its methods are not its own members.
      class Given implements Packet {
        readonly line = line;
        readonly bytes = Uint8Array.from(bytes);
        readonly receivedAt = clock.now();
        readonly last = last;
        answer(sent: Uint8Array): void {
          answers.push([line, toHex(sent)]);
        }
        settled(verdict: Verdict): void {
          told.push([toHex(this.bytes), verdict]);
        }
      }
      packets.push(new Given());
      wake();
    },
  };
}
const plain = (bytes: Uint8Array): Message => ({ key: toHex(bytes), drafts: [], answer: { stored: bytes } });

describe('a session of the kit', () => {
  const broken: readonly (readonly [string, (bytes: Uint8Array) => unknown])[] = [
    ['throws', () => [].at(0)!['x']],
    [
      'throws nothing at all',
      () => {
        throw null;
      },
    ],
    ['gives nothing', () => undefined],
    ['gives no key', () => ({ drafts: [] })],
    ['gives no list of drafts', () => ({ key: 'k', drafts: 'none' })],
    ['gives Issues that are none', () => ({ key: 'k', drafts: [], issues: [null] })],
    ['gives an outcome that nobody knows', () => ({ key: 'k', drafts: [], outcome: 'fine' })],
    ['answers with text', () => ({ key: 'k', drafts: [], answer: { stored: 'ok' } })],
  ];
  for (const [what, bad] of broken)
    it(`goes on with the next message when reading one ${what}`, async () => {
      const line = await open((bytes) => (bytes.length === 4 ? bad(bytes) : plain(bytes)));
      line.put('1', [...frame(1), ...frame(1, 2), ...frame(3)]);
      const [one, two, three] = [await line.next(), await line.next(), await line.next()];
      expect(one).to.deep.include({ outcome: 'undecodable', drafts: [] });
      expect(one.issues.map(({ code }) => code)).to.deep.equal(['read-failed']);
      expect(toHex(one.raw!)).to.equal(toHex(Uint8Array.from(frame(1))));
      expect(one.key).to.not.equal(three.key);
      expect(two.outcome).to.equal('good');
      const decoded = line.definition.decode(Uint8Array.from(frame(1)), { source: 'x', receivedAt: line.clock.now() });
      expect([decoded.ok, decoded.issues[0]!.code]).to.deep.equal([false, 'read-failed']);
    });

  it('tells each packet once, with the worst of its messages', async () => {
    const line = await open(plain);
    const [two, half, rest] = [[...frame(1), ...frame(2)], frame(3).slice(0, 2), frame(3).slice(2)];
    for (const bytes of [two, half, rest]) line.put('1', bytes);
    const [a, b, c] = [await line.next(), await line.next(), await line.next()];
    line.session.settle(b.token, 'stored');
    line.session.settle(b.token, 'retry');
    line.session.settle(a.token, 'refused');
    line.session.settle(c.token, 'stored');
    const texts = [half, two, rest].map((bytes) => toHex(Uint8Array.from(bytes)));
    expect(line.told).to.deep.equal([
      [texts[0], 'stored'],
      [texts[1], 'refused'],
      [texts[2], 'stored'],
    ]);
  });

  it('refuses a packet in which there is no message, for its sender would never know', async () => {
    const line = await open(plain, { stream: false });
    line.put('1', [1, 2]);
    line.put('1', frame(3));
    line.session.settle((await line.next()).token, 'stored');
    expect(line.told.map(([, verdict]) => verdict)).to.deep.equal(['refused', 'stored']);
  });

  it('finds the frame behind a beginning that never comes whole, and answers it', async () => {
    const line = await open(plain);
    line.put('1', [0xaa, 0x55, 200, ...frame(7)]);
    const found = line.next();
    for (let s = 0; s < 7; s += 1) await line.clock.pass(1_000);
    const { token, key, issues } = await found;
    expect([key, issues.map(({ code }) => code)]).to.deep.equal([toHex(Uint8Array.from(frame(7))), ['bytes-skipped']]);
    line.session.settle(token, 'stored');
    expect(line.answers).to.deep.equal([['1', key]]);
    expect(line.told).to.have.length(1);
  });

  it('looks through what waits once, and again only when more has come', async () => {
    const framing = framesByLayout(layout);
    let looks = 0;
    const line = await open(plain, {
      framing: { ...framing, pass: (rest) => ((looks += 1), framing.pass(rest)) },
    });
    line.put('1', [0xaa, 0x55, 200, 1]);
    const found = line.next();
    for (let s = 0; s < 30; s += 1) await line.clock.pass(1_000);
    expect(looks).to.equal(1);
    line.put('1', frame(9));
    for (let s = 0; s < 7; s += 1) await line.clock.pass(1_000);
    expect((await found).key).to.equal(toHex(Uint8Array.from(frame(9))));
  });

  it('has no sleeper for lines on which nothing waits, and none for one that is closed', async () => {
    const line = await open(plain);
    line.put('1', frame(1));
    await line.next();
    line.put('2', [0xaa, 0x55, 9]);
    line.put('2', [], true);
    const more = line.next();
    await line.clock.pass(2_000);
    expect(line.clock.sleeping).to.equal(0);
    expect(line.logged.lines.map(({ code, data }) => [code, data?.['bytes']])).to.deep.equal([['bytes-skipped', 3]]);
    line.stop();
    expect(await more).to.equal(undefined);
  });

  it('ends with the error of its transport, after what came before it', async () => {
    const line = await open(plain);
    line.put('1', [...frame(1), 0xaa]);
    line.break(new YingjiError('line-broken', 'gone.', { recovery: 'retry' }));
    expect((await line.next()).outcome).to.equal('good');
    expect(await line.next().catch((error: unknown) => error)).to.include({ code: 'line-broken' });
  });
});
