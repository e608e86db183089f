import { expect } from 'chai';
import type { Command } from '../command/command.js';
import type { Json } from '../json.js';
import type { Packet } from '../ports/transport.js';
import { createManualClock } from '../testing/index.js';
import { createKitOrders, type OrderBook } from './kit-orders.js';

const book: OrderBook<null> = {
  ring: ({ native, reply, input, serial }) =>
    input['loud'] === false
      ? { issues: [{ code: 'invalid-input', path: '/input/loud', level: 'error', message: 'it is loud.' }] }
      : { bytes: Uint8Array.of(serial, Number(reply['key'] ?? 0)), answer: `${native}.ring`, waitMs: 1000, tries: 2 },
};

describe('orders of a recipe', () => {
  function desk() {
    const clock = createManualClock();
    const ending = new AbortController();
    const orders = createKitOrders(book, {
      config: null,
      clock,
      ids: { random: () => 0 },
      stop: ending.signal,
      lineOf: (native) => native.split('-')[0]!,
    });
    const sent: [string, number[]][] = [];
    const packet = (line: string): Packet => ({
      ...{ line, bytes: new Uint8Array(), receivedAt: clock.now(), settled: () => undefined },
      answer: (bytes) => void sent.push([line, [...bytes]]),
    });
    const said = { key: 'k', drafts: [] };
    return {
      clock,
      orders,
      sent,
      stop: () => ending.abort(),
      speak: (line: string, native: string, reply = {}) =>
        orders.heard(packet(line), { ...said, speaker: { native, reply } }),
      answer: (to: string, denied?: boolean) =>
        orders.heard(packet('?'), { ...said, answers: [{ to, ...(denied && { denied }) }] }),
      ring: async (input: Json) => (await orders.execute({ name: 'ring', input } as Command)).map(({ code }) => code),
    };
  }
  const turns = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

  it('goes down the line the device spoke on last, with what it said of itself, and waits for its answer', async () => {
    const { speak, ring, sent, answer } = desk();
    speak('one', 'a', { key: 7 });
    speak('two', 'a', { key: 8 });
    const done = ring({ native: 'a-1' });
    await turns();
    expect(sent).to.deep.equal([['two', [1, 8]]]);
    answer('b.ring');
    answer('a-1.ring');
    expect(await done).to.deep.equal([]);
  });

  it('is sent again with the same serial number, and then the device is silent; a denial counts at once', async () => {
    const { speak, ring, sent, answer, clock } = desk();
    speak('one', 'a');
    const done = ring({ native: 'a' });
    for (let n = 0; n < 2; n += 1) {
      await turns();
      await clock.pass(1000);
    }
    expect(await done).to.deep.equal(['device-silent']);
    expect(sent.map(([, bytes]) => bytes[0])).to.deep.equal([1, 1]);
    const denied = ring({ native: 'a' });
    await turns();
    answer('a.ring', true);
    expect(await denied).to.deep.equal(['device-denied']);
  });

  it('says what stands against it: no line, a line that ended, a device being asked, an input, no such Command', async () => {
    const { speak, ring, orders, answer } = desk();
    expect(await ring({ native: 'a' })).to.deep.equal(['device-not-connected']);
    expect(await ring({})).to.deep.equal(['device-not-connected']);
    speak('one', 'a');
    expect(await ring({ native: 'a', loud: false })).to.deep.equal(['invalid-input']);
    const first = ring({ native: 'a' });
    expect(await ring({ native: 'a' })).to.deep.equal(['device-busy']);
    answer('a.ring');
    await first;
    orders.gone('one');
    expect(await ring({ native: 'a' })).to.deep.equal(['device-not-connected']);
    const [none] = await orders.execute({ name: 'toString', input: { native: 'a' } } as never);
    expect(none!.code).to.equal('cannot-execute');
  });

  it('ends at once when the feed stops: it may have been done', async () => {
    const { speak, ring, stop } = desk();
    speak('one', 'a');
    const done = ring({ native: 'a' });
    await turns();
    stop();
    expect(await done).to.deep.equal(['feed-stopped']);
  });

  it('forgets whoever was silent longest, and no more than that', async () => {
    const { orders, speak, sent } = desk();
    for (let n = 0; n <= 65_536; n += 1) speak('one', String(n));
    const ask = async (native: string): Promise<string[]> => {
      const asked = orders.execute({ name: 'ring', input: { native } } as never);
      await turns();
      return sent.length > 0 ? ['sent'] : (await asked).map(({ code }) => code);
    };
    expect(await ask('0')).to.deep.equal(['device-not-connected']);
    expect(await ask('1')).to.deep.equal(['sent']);
  });
});
