import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { systemClock, type Issue, type Packet } from '@yingji/core';
import { createMemoryLogger, createSeededIds } from '@yingji/core/testing';
import { httpPoll, writeTime } from './http-poll.js';
import type { HttpPollOptions } from './http-poll.js';

describe('messages that are asked for by HTTP', () => {
  const ends: (() => unknown)[] = [];
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end();
  });

  /** A source that answers page by page, and what it was asked. */
  async function source(answer: (asked: URL) => { readonly status?: number; readonly body?: string }) {
    const asked: URL[] = [];
    const server: Server = createServer((request, response) => {
      const url = new URL(request.url!, 'http://x');
      asked.push(url);
      const { status = 200, body = '' } = answer(url);
      response.writeHead(status).end(body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    ends.push(() => new Promise((resolve) => server.close(resolve)));
    return { asked, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
  }
  async function open(options: HttpPollOptions) {
    const ending = new AbortController();
    const standing: string[] = [];
    const status = (state: string, why?: Issue): void => void standing.push(why ? `${state} ${why.code}` : state);
    const transport = await httpPoll({ everyS: 0.05, ...options }).open(
      { source: 'x', clock: systemClock, ids: createSeededIds(), logger: createMemoryLogger(), status },
      ending.signal,
    );
    ends.push(() => (ending.abort(), transport.closed));
    const packets = transport.packets[Symbol.asyncIterator]();
    const next = async (): Promise<Packet> => {
      const came = await packets.next();
      if (came.done) throw new Error('the transport has ended');
      return came.value;
    };
    const take = async (verdict: 'stored' | 'retry'): Promise<string> => {
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
    void paged.next().catch(() => undefined);
    const endless = await source(() => ({ body: '{"data":{"list":[1]}}' }));
    const same = await open({ url: `${endless.url}/?page={page}`, list: '/data/list', everyS: 3_600 });
    await same.take('stored');
    const more = same.next().then(
      () => 'another',
      () => 'none',
    );
    const waited = systemClock.sleep(150, new AbortController().signal).then(() => 'none');
    expect(await Promise.race([more, waited])).to.equal('none');
    expect([listed.asked.length, endless.asked.length]).to.deep.equal([3, 2]);
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
