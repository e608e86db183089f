import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { millis, systemClock, type Clock, type Issue, type Packet } from '@yingji/core';
import { createManualClock, createMemoryLogger, createSeededIds } from '@yingji/core/testing';
import { httpPoll, writeTime } from './http-poll.js';
import type { HttpPollOptions } from './http-poll.js';

describe('messages that are asked for by HTTP', () => {
  const ends: (() => unknown)[] = [];
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end();
  });

  /** A source that answers page by page, and what it was asked. */
  async function source(
    answer: (asked: URL) => { readonly status?: number; readonly body?: string; readonly date?: number },
  ) {
    const asked: URL[] = [];
    const server: Server = createServer((request, response) => {
      const url = new URL(request.url!, 'http://x');
      asked.push(url);
      const { status = 200, body = '', date = Date.now() } = answer(url);
      response.writeHead(status, { date: new Date(date).toUTCString() }).end(body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    ends.push(() => new Promise((resolve) => server.close(resolve)));
    return { asked, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
  }
  async function open(options: HttpPollOptions, clock: Clock = systemClock) {
    const ending = new AbortController();
    const standing: string[] = [];
    const status = (state: string, why?: Issue): void => void standing.push(why ? `${state} ${why.code}` : state);
    const transport = await httpPoll({ everyS: 0.05, ...options }).open(
      { source: 'x', clock, ids: createSeededIds(), logger: createMemoryLogger(), status },
      ending.signal,
    );
    ends.push(() => (ending.abort(), transport.closed));
    const packets = transport.packets[Symbol.asyncIterator]();
    const next = async (): Promise<Packet> => {
      const came = await packets.next();
      if (came.done) throw new Error('the transport has ended');
      return came.value;
    };
    const take = async (verdict: 'stored' | 'refused' | 'retry'): Promise<string> => {
      const packet = await next();
      packet.settled(verdict);
      return new TextDecoder().decode(packet.bytes);
    };
    return { take, next, standing };
  }
  const since = (url: URL): number => Number(url.searchParams.get('since'));

  it('come from where the last poll ended once it is kept, and from before while it is not', async () => {
    const { asked, url } = await source(() => ({ body: '[{"a":1}]' }));
    const { take } = await open({ url: `${url}/?since={since}`, time: 'ms', overlapS: 1, lookbackS: 3_600 });
    await take('retry');
    await take('stored');
    await take('stored');
    const [first, second, third] = asked.map(since) as [number, number, number];
    expect(Date.now() - first).to.be.within(3_600_000, 3_620_000);
    expect(second).to.equal(first);
    expect(Date.now() - third).to.be.within(1_000, 20_000);
  });

  it('come page by page, until one is empty or the pages repeat', async () => {
    const listed = await source((at) => ({
      body: JSON.stringify({ data: { list: [[1], [2], []][Number(at.searchParams.get('page')) - 1] } }),
    }));
    const paged = await open({ url: `${listed.url}/?page={page}`, list: '/data/list', everyS: 3_600 });
    expect([await paged.take('stored'), await paged.take('stored')]).to.deep.equal([
      '{"data":{"list":[1]}}',
      '{"data":{"list":[2]}}',
    ]);
    const ended = paged.next().catch(() => undefined);
    while (listed.asked.length < 4) await systemClock.sleep(10, new AbortController().signal);
    void ended;
    const endless = await source(() => ({ body: '{"data":{"list":[1]}}' }));
    const same = await open({ url: `${endless.url}/?page={page}`, list: '/data/list', everyS: 3_600 });
    await same.take('stored');
    const more = same.next().then(
      () => 'another',
      () => 'none',
    );
    const waited = systemClock.sleep(150, new AbortController().signal).then(() => 'none');
    expect(await Promise.race([more, waited])).to.equal('none');
    // Backwards too, but for the last.
    expect(listed.asked.map((at) => at.searchParams.get('page'))).to.deep.equal(['1', '2', '3', '1']);
    expect(endless.asked).to.have.length(2);
  });

  it('are all there though one of a page before has changed and left its place while they were asked for', async () => {
    const rows = ['a', 'b', 'c', 'd', 'e'];
    const { url } = await source((at) => {
      const first = 2 * (Number(at.searchParams.get('page')) - 1);
      const body = JSON.stringify(rows.slice(first, first + 2));
      // In the order of change: one that changes goes to the end, and those behind it move up.
      if (first === 0 && rows[0] === 'a') rows.push(rows.shift()!);
      return { body };
    });
    const { take } = await open({ url: `${url}/?page={page}`, list: '', everyS: 3_600 });
    const taken = new Set<string>();
    while (taken.size < 5) for (const row of JSON.parse(await take('stored')) as string[]) taken.add(row);
  });

  it('are asked for again from the same time when nothing of an answer could be read, and it is said', async () => {
    const { asked, url } = await source(() => ({ body: '{"code":500,"msg":"busy"}' }));
    const { take, standing } = await open({ url: `${url}/?since={since}`, time: 'ms', overlapS: 0, lookbackS: 3_600 });
    for (let times = 0; times < 3; times += 1) await take('refused');
    expect(standing).to.deep.equal(['reconnecting http-unread']);
    await take('stored');
    await take('stored');
    expect(standing).to.deep.equal(['reconnecting http-unread', 'open']);
    const [first, ...later] = asked.map(since) as [number, ...number[]];
    expect(later.slice(0, 3)).to.deep.equal([first, first, first]);
    expect(later[3]! - first).to.be.greaterThan(3_500_000);
  });

  for (const [which, off] of [
    ['behind', -900_000],
    ['ahead of', 900_000],
  ] as const)
    it(`are asked for by the clock of the source where it is ${which} ours`, async () => {
      const { asked, url } = await source(() => ({ body: '[]', date: Date.now() + off }));
      const polling = {
        url: `${url}/?since={since}&until={until}`,
        time: 'ms',
        overlapS: 0,
        lookbackS: 3_600,
      } as const;
      const { take } = await open(polling);
      const began = Date.now();
      await take('stored');
      await take('stored');
      await take('stored');
      // A date has whole seconds.
      const theirs = began + off;
      expect(since(asked[2]!)).to.be.lessThan(theirs + 20_000);
      expect(Number(asked[2]!.searchParams.get('until'))).to.be.greaterThan(theirs - 2_000);
    });

  for (const [what, second] of [
    ['is cut', '{"data":{"list":[2,'],
    ['wants a login', '<html>login</html>'],
    ['is an error in a good answer', '{"code":500,"msg":"busy","data":null}'],
  ] as const)
    it(`leave the watermark where it is when a later page ${what}, and say so`, async () => {
      let sound = false;
      const { asked, url } = await source((at) => {
        const page = Number(at.searchParams.get('page'));
        if (page === 2 && !sound) return { body: second };
        return { body: JSON.stringify({ data: { list: page === 3 ? [] : [page] } }) };
      });
      const asking = { url: `${url}/?since={since}&page={page}`, list: '/data/list', lookbackS: 3_600, overlapS: 0 };
      const { take, standing } = await open({ ...asking, time: 'ms' });
      await take('stored');
      const first = take('stored');
      while (standing.length === 0) await systemClock.sleep(10, new AbortController().signal);
      expect(standing).to.deep.equal(['reconnecting http-no-list']);
      sound = true;
      await first;
      while (!(await take('stored')).includes('2'));
      await take('stored');
      const later = asked.filter((at) => at.searchParams.get('page') === '1').map(since);
      expect(new Set(later.slice(0, -1)).size, 'asked from the same').to.equal(1);
      expect(later.at(-1)).to.be.greaterThan(later[0]! + 3_000_000);
    });

  it('are asked for in shorter times where an answer is too much at once, until all is here', async () => {
    const began = Date.now();
    const rows = Array.from({ length: 44 }, (_, i) => began - (i + 1) * 80_000);
    const { asked, url } = await source((at) => {
      const of = (name: string): number => Number(at.searchParams.get(name));
      return { body: JSON.stringify(rows.filter((row) => row >= of('since') && row <= of('until'))) };
    });
    const polling = { url: `${url}/?since={since}&until={until}`, time: 'ms', overlapS: 0, lookbackS: 3_600 } as const;
    // Fifteen rows and their brackets.
    const { next, standing } = await open({ ...polling, maxBytes: 15 * 14 + 1, everyS: 0.5 });
    const taken = new Set<number>();
    const take = async (): Promise<void> => {
      const packet = await next();
      const found = JSON.parse(new TextDecoder().decode(packet.bytes)) as number[];
      const much = found.length > 7;
      packet.settled(much ? 'refused' : 'stored');
      if (!much) for (const row of found) taken.add(row);
    };
    while (taken.size < rows.length) await take();
    expect(standing.slice(0, 2)).to.deep.equal(['reconnecting document-too-large', 'reconnecting http-unread']);
    expect(asked.length).to.be.lessThan(40);
    await take();
    expect(standing.at(-1)).to.equal('open');
  });

  it('leave the watermark where it is when an answer has not the list it should have', async () => {
    let sound = false;
    const { asked, url } = await source(() => ({ body: sound ? '{"data":[]}' : '{"code":500}' }));
    const { take, standing } = await open({ url: `${url}/?since={since}`, list: '/data', time: 'ms' });
    const taken = take('stored');
    while (asked.length < 2) await systemClock.sleep(10, new AbortController().signal);
    sound = true;
    expect(await taken).to.equal('{"data":[]}');
    expect(standing[0]).to.equal('reconnecting http-no-list');
    expect(new Set(asked.map(since)).size).to.equal(1);
  });

  it('say so when the pages never end, and leave the watermark where it is', async () => {
    const { asked, url } = await source((at) => ({ body: `[${at.searchParams.get('page')}]` }));
    const { take, standing } = await open({ url: `${url}/?since={since}&page={page}`, time: 'ms', mostPages: 3 });
    for (let page = 1; page <= 3; page += 1) await take('stored');
    await take('stored');
    expect(standing).to.deep.equal(['reconnecting http-endless']);
    expect(new Set(asked.map(since)).size).to.equal(1);
  });

  it('come from where the last poll was, also when the clock was set back since', async () => {
    const clock = createManualClock();
    const { asked, url } = await source(() => ({ body: '[]', date: millis(clock.now()) }));
    const polling = { url: `${url}/?since={since}`, time: 'ms', everyS: 600, overlapS: 1 } as const;
    const { take } = await open(polling, clock);
    await take('stored');
    clock.turnBack(86_400_000);
    const at = millis(clock.now());
    const second = take('stored');
    await clock.pass(600_000);
    await second;
    expect(since(asked[1]!)).to.equal(at - 1_000);
  });

  it('leave the watermark where it is while the source fails, and say how it stands', async () => {
    let failing = true;
    const { asked, url } = await source(() => (failing ? { status: 500 } : { body: '[]' }));
    const { take, standing } = await open({ url: `${url}/?since={since}`, time: 's', lookbackS: 3_600 });
    const taken = take('stored');
    while (asked.length < 2) await systemClock.sleep(10, new AbortController().signal);
    expect(since(asked[1]!)).to.equal(since(asked[0]!));
    failing = false;
    expect(await taken).to.equal('[]');
    await take('stored');
    expect(standing).to.deep.equal(['reconnecting http-status', 'open']);
  });

  it('are asked for in the time of the source', () => {
    const at = '2026-06-12T01:45:00.000Z' as never;
    const written = (['local', 'utc', 'ms', 's'] as const).map((time) => writeTime(at, { time, utcOffset: '+08:00' }));
    expect(written).to.deep.equal(['2026-06-12 09:45:00', '2026-06-12T01:45:00.000Z', '1781228700000', '1781228700']);
  });
});
