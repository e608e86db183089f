import { connect as dial, createServer, type AddressInfo } from 'node:net';
import { expect } from 'chai';
import pg from 'pg';
import { systemClock, type Issue, type Packet } from '@yingji/core';
import { createMemoryLogger, createSeededIds } from '@yingji/core/testing';
import { binaries, startPostgres, type Server } from '../../test/postgres.js';
import { postgres, sqlPoll, type SqlPollOptions } from './index.js';

const native = binaries();
const STATEMENT = 'select * from jjdb where gxsj >= $1 order by gxsj, jjdbh limit $2';

describe('messages that are read out of PostgreSQL', function () {
  this.timeout(30_000);
  let server: Server | undefined;
  let writer: pg.Client;
  const ends: (() => unknown)[] = [];

  before(async function () {
    if (native === undefined) return this.skip();
    server = await startPostgres(native);
    writer = new pg.Client({ host: '127.0.0.1', port: server.port, user: 'postgres', database: 'postgres' });
    await writer.connect();
    await writer.query("set time zone 'Asia/Shanghai'");
    await writer.query('create table jjdb (jjdbh numeric, bjnr text, scbs boolean, gxsj timestamp, jjsj timestamptz)');
  });
  after(async () => {
    await writer?.end();
    await server?.stop();
  });
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end();
    // What still runs there for a line that is gone holds the table.
    await writer.query("select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'yingji'");
    await writer.query('truncate jjdb');
  });

  async function open(more: Partial<SqlPollOptions> = {}, port = server!.port) {
    const ending = new AbortController();
    const standing: string[] = [];
    const status = (state: string, why?: Issue): void => void standing.push(why ? `${state} ${why.code}` : state);
    const connect = postgres({ host: '127.0.0.1', port, user: 'postgres', database: 'postgres' });
    const readTime = (text: string): number => Date.parse(`${text.replace(' ', 'T')}+08:00`);
    const transport = await sqlPoll({
      ...{ connect, statement: STATEMENT, mark: 'gxsj', everyS: 0.05, lookbackS: 3_600, overlapS: 0, readTime },
      ...more,
    }).open(
      { source: 'x', clock: systemClock, ids: createSeededIds(), logger: createMemoryLogger(), status },
      ending.signal,
    );
    const stop = () => (ending.abort(), transport.closed);
    ends.push(stop);
    const packets = transport.packets[Symbol.asyncIterator]();
    const next = async (): Promise<Packet | undefined> => (await packets.next()).value as Packet | undefined;
    /** The numbers of the next page, settled so. */
    const take = async (verdict: 'stored' | 'retry' = 'stored'): Promise<string> => {
      const packet = await next();
      packet?.settled(verdict);
      return (JSON.parse(new TextDecoder().decode(packet?.bytes)) as { jjdbh: string }[])
        .map(({ jjdbh }) => jjdbh)
        .join();
    };
    return { next, take, stop, standing };
  }
  const put = (number: string, ago: string): Promise<unknown> =>
    writer.query(`insert into jjdb values ($1, '有烟', false, now() - $2::interval, '2026-06-12 09:45+08')`, [
      number,
      ago,
    ]);

  it('come page by page, each row as it is written, and then only what is new', async () => {
    for (const [number, ago] of [
      ['4501032606120200194000001', '30 min'],
      ['2', '20 min'],
      ['3', '10 min'],
      ['old', '2 h'],
    ] as const)
      await put(number === 'old' ? '0' : number, ago);
    const { next, take } = await open({ most: 2 });
    const packet = await next();
    const [first] = JSON.parse(new TextDecoder().decode(packet!.bytes)) as Record<string, string>[];
    expect(first).to.deep.include({
      jjdbh: '4501032606120200194000001',
      bjnr: '有烟',
      scbs: 'f',
      jjsj: '2026-06-12 09:45:00+08',
    });
    packet!.settled('stored');
    // The row at the watermark comes again with the page behind it.
    expect(await take()).to.equal('2,3');
    expect(await take()).to.equal('3');
    await put('4', '0 min');
    let taken = await take();
    while (taken === '3') taken = await take();
    expect(taken).to.equal('3,4');
  });

  it('come again while they are not kept, and what is committed late within the overlap', async () => {
    await put('1', '10 min');
    await put('2', '5 min');
    const strict = await open();
    expect([await strict.take('retry'), await strict.take(), await strict.take()]).to.deep.equal(['1,2', '1,2', '2']);
    const { take } = await open({ overlapS: 900 });
    expect(await take()).to.equal('1,2');
    await put('3', '15 min');
    expect(await take()).to.equal('3,1,2');
  });

  it('do not run in a circle when more rows than a page have one time: that is told', async () => {
    await writer.query(`insert into jjdb select n, 'x', false, '2099-01-01', now() from generate_series(1, 3) n`);
    const { take, next, standing } = await open({ most: 2 });
    expect(await take()).to.equal('1,2');
    void next();
    while (standing.length === 0) await systemClock.sleep(10, new AbortController().signal);
    expect(standing).to.deep.equal(['reconnecting sql-stuck']);
  });

  it('still come when one row has a time that is yet to be', async () => {
    await put('1', '10 min');
    await put('2', '-100 days');
    const { take } = await open();
    expect([await take(), await take()]).to.deep.equal(['1,2', '2']);
    await put('3', '0 min');
    let taken = await take();
    while (taken === '2') taken = await take();
    expect(taken).to.equal('3,2');
  });

  it('are not taken in an order in which the last is not the latest, as the others would be lost', async () => {
    for (const [number, ago] of [
      ['1', '3 min'],
      ['2', '2 min'],
      ['3', '1 min'],
    ] as const)
      await put(number, ago);
    const statement = 'select * from jjdb where gxsj >= $1 order by jjdbh % 2, gxsj limit $2';
    const { next, standing } = await open({ statement });
    void next();
    while (standing.length === 0) await systemClock.sleep(10, new AbortController().signal);
    expect(standing).to.deep.equal(['reconnecting sql-not-ordered']);
  });

  for (const [when, most] of [
    ['while a statement runs', 2],
    ['while it is closed', 3],
  ] as const)
    it(`come again after the line to the database fell dead without a word ${when}`, async () => {
      let dead = false;
      const proxy = createServer({ allowHalfOpen: true }, (near) => {
        const far = dial({ port: server!.port, allowHalfOpen: true });
        for (const [from, to] of [
          [near, far],
          [far, near],
        ] as const) {
          from.on('data', (bytes) => dead || to.write(bytes));
          from.on('end', () => dead || to.end());
          from.on('close', () => to.destroy());
          from.on('error', () => undefined);
        }
      });
      await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
      ends.push(() => void proxy.close());
      const { port } = proxy.address() as AddressInfo;
      await put('1', '2 min');
      await put('2', '1 min');
      const connect = postgres({ host: '127.0.0.1', port, user: 'postgres', database: 'postgres', timeoutS: 0.3 });
      const { next, take } = await open({ connect, most });
      const packet = await next();
      dead = true;
      packet!.settled('stored');
      const waiting = take();
      await systemClock.sleep(600, new AbortController().signal);
      dead = false;
      expect(await waiting).to.equal('2');
    });

  it('are only read: a statement that writes is refused', async () => {
    const writes = `with gone as (delete from jjdb where gxsj >= $1 returning *) select * from gone limit $2`;
    await put('1', '1 min');
    const { next, standing } = await open({ statement: writes });
    void next();
    while (standing.length === 0) await systemClock.sleep(10, new AbortController().signal);
    expect(standing).to.deep.equal(['reconnecting sql-failed']);
    expect((await writer.query('select 1 from jjdb')).rowCount).to.equal(1);
  });

  it('end at once while a statement runs, and while nobody answers the dialling', async () => {
    const slow = await open({ statement: 'select *, pg_sleep(20) from jjdb where gxsj >= $1 limit $2' });
    await put('1', '1 min');
    const silent = createServer((socket) => void socket.resume());
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const deaf = await open({}, (silent.address() as AddressInfo).port);
    const waiting = [slow.next(), deaf.next()];
    await systemClock.sleep(300, new AbortController().signal);
    const began = systemClock.elapsed();
    await Promise.all([slow.stop(), deaf.stop()]);
    expect(await Promise.all(waiting)).to.deep.equal([undefined, undefined]);
    expect(systemClock.elapsed() - began).to.be.below(3_000);
    await new Promise((resolve) => silent.close(resolve));
  });
});
