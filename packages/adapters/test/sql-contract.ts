// What a poll of a database must do whatever the database is: run for each against a server of its own.
import { connect as dial, createServer, type AddressInfo } from 'node:net';
import { expect } from 'chai';
import { systemClock, type Issue, type Packet } from '@yingji/core';
import { createMemoryLogger, createSeededIds } from '@yingji/core/testing';
import { sqlPoll, type SqlConnect, type SqlPollOptions, type SqlRow, type SqlServer } from '../src/transports/index.js';

/** A table of calls (`jjdbh`, `gxsj`) on a server that runs. */
export interface PolledTable {
  /** As it is asked for. */
  readonly name: string;
  readonly port: number;
  connect(more?: Partial<SqlServer>): SqlConnect;
  /** One statement: rows of these numbers that all changed at one time, so many seconds ago. */
  put(agoS: number, ...numbers: string[]): Promise<unknown>;
  /** A column for which the server takes twenty seconds. */
  readonly slow: string;
}

const MIN = 60;
const pause = (ms: number): Promise<void> => systemClock.sleep(ms, new AbortController().signal);

/** Opens polls of a table; what is opened is ended by `end`. */
export function createPolls(table: () => PolledTable) {
  const ends: (() => unknown)[] = [];

  async function open(more: Partial<SqlPollOptions> = {}) {
    const { connect, name } = table();
    const ending = new AbortController();
    const standing: string[] = [];
    const status = (state: string, why?: Issue): void =>
      void standing.push(why ? `${state} ${why.code}: ${why.message}` : state);
    const transport = await sqlPoll({
      connect: connect(),
      statement: `select * from ${name} where gxsj >= $1 order by gxsj, jjdbh limit $2`,
      ...{ mark: 'gxsj', everyS: 0.05, lookbackS: 60 * MIN, overlapS: 0 },
      readTime: (text) => Date.parse(`${text.replace(' ', 'T')}+08:00`),
      ...more,
    }).open(
      { source: 'x', clock: systemClock, ids: createSeededIds(), logger: createMemoryLogger(), status },
      ending.signal,
    );
    const stop = () => (ending.abort(), transport.closed);
    ends.push(stop);
    const packets = transport.packets[Symbol.asyncIterator]();
    const next = async (): Promise<Packet | undefined> => (await packets.next()).value as Packet | undefined;
    /** The rows of the next page, settled so. */
    const rows = async (verdict: 'stored' | 'retry' = 'stored'): Promise<readonly SqlRow[]> => {
      const packet = await next();
      packet?.settled(verdict);
      return JSON.parse(new TextDecoder().decode(packet?.bytes)) as SqlRow[];
    };
    const take = async (verdict?: 'retry'): Promise<string> => (await rows(verdict)).map(({ jjdbh }) => jjdbh).join();
    /** The next page that is another than this. */
    const takeAfter = async (old: string): Promise<string> => {
      for (;;) {
        const taken = await take();
        if (taken !== old) return taken;
      }
    };
    /** How it stands, once it says so. */
    const told = async (): Promise<string> => {
      void next();
      while (standing.length === 0) await pause(10);
      return standing.join('; ');
    };
    return { next, rows, take, takeAfter, stop, told };
  }

  async function end(): Promise<void> {
    for (const each of ends.splice(0).reverse()) await each();
  }
  return { open, end, after: (each: () => unknown): void => void ends.push(each) };
}

export function sqlPollContract(table: () => PolledTable, { open, after }: ReturnType<typeof createPolls>): void {
  it('come page by page, rows of one time on both sides of a page, and then only what is new', async () => {
    const { put } = table();
    await put(30 * MIN, '1');
    await put(20 * MIN, '2', '3', '4');
    await put(10 * MIN, '5');
    await put(120 * MIN, '0');
    const { take, takeAfter } = await open({ most: 4 });
    expect([await take(), await take(), await take()]).to.deep.equal(['1,2,3,4', '2,3,4,5', '5']);
    await put(0, '6');
    expect(await takeAfter('5')).to.equal('5,6');
  });

  it('come again while they are not kept, and what is committed late within the overlap', async () => {
    const { put } = table();
    await put(10 * MIN, '1');
    await put(5 * MIN, '2');
    const strict = await open();
    expect([await strict.take('retry'), await strict.take(), await strict.take()]).to.deep.equal(['1,2', '1,2', '2']);
    const { take } = await open({ overlapS: 15 * MIN });
    expect(await take()).to.equal('1,2');
    await put(15 * MIN, '3');
    expect(await take()).to.equal('3,1,2');
  });

  it('do not run in a circle when more rows than a page have one time: that is told', async () => {
    await table().put(10 * MIN, '1', '2', '3');
    const { take, told } = await open({ most: 2 });
    expect(await take()).to.equal('1,2');
    expect(await told()).to.match(/^reconnecting sql-stuck: 2 rows and more have one gxsj/);
  });

  it('still come when one row has a time that is yet to be, also what changed while nobody could ask', async () => {
    const { put } = table();
    await put(10 * MIN, '1');
    await put(-100 * 24 * 60 * MIN, '2');
    const { take, takeAfter } = await open();
    expect([await take(), await take()]).to.deep.equal(['1,2', '1,2']);
    await put(5 * MIN, '3');
    expect([await takeAfter('1,2'), await take()]).to.deep.equal(['1,3,2', '3,2']);
  });

  it('come from where the first poll began when they have no other time than one that is yet to be', async () => {
    const { put } = table();
    await put(-100 * 24 * 60 * MIN, '1');
    const { take, takeAfter } = await open();
    expect(await take()).to.equal('1');
    await put(59 * MIN, '2');
    expect(await takeAfter('1')).to.equal('2,1');
  });

  it('are not taken in an order in which the last is not the latest, as the others would be lost', async () => {
    const { put, name } = table();
    for (const [agoS, number] of [
      [3 * MIN, '1'],
      [2 * MIN, '2'],
      [MIN, '3'],
    ] as const)
      await put(agoS, number);
    const statement = `select * from ${name} where gxsj >= $1 order by jjdbh % 2, gxsj limit $2`;
    expect(await (await open({ statement })).told()).to.match(/^reconnecting sql-not-ordered:/);
  });

  for (const [when, most] of [
    ['while a statement runs', 2],
    ['while it is closed', 3],
  ] as const)
    it(`come again after the line to the database fell dead without a word ${when}`, async () => {
      const { put, connect, port } = table();
      const line = await mortalLine(port);
      after(line.end);
      await put(2 * MIN, '1');
      await put(MIN, '2');
      const { next, take } = await open({ connect: connect({ port: line.port, timeoutS: 0.3 }), most });
      const packet = await next();
      line.dies(true);
      packet!.settled('stored');
      const waiting = take();
      await pause(600);
      line.dies(false);
      expect(await waiting).to.equal('2');
    });

  it('end at once while a statement runs, and while nobody answers the dialling', async () => {
    const { put, connect, name, slow: sleep } = table();
    await put(MIN, '1');
    const slow = await open({ statement: `select *, ${sleep} from ${name} where gxsj >= $1 order by gxsj limit $2` });
    const silent = createServer((socket) => void socket.resume());
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const deaf = await open({ connect: connect({ port: (silent.address() as AddressInfo).port }) });
    const waiting = [slow.next(), deaf.next()];
    await pause(300);
    const began = systemClock.elapsed();
    await Promise.all([slow.stop(), deaf.stop()]);
    expect(await Promise.all(waiting)).to.deep.equal([undefined, undefined]);
    expect(systemClock.elapsed() - began).to.be.below(3_000);
    await new Promise((resolve) => silent.close(resolve));
  });
}

/** A line to a port that falls dead, and comes back, without a word to either end. */
async function mortalLine(to: number) {
  let dead = false;
  const proxy = createServer({ allowHalfOpen: true }, (near) => {
    const far = dial({ port: to, allowHalfOpen: true });
    for (const [from, into] of [
      [near, far],
      [far, near],
    ] as const) {
      from.on('data', (bytes) => dead || into.write(bytes));
      from.on('end', () => dead || into.end());
      from.on('close', () => into.destroy());
      from.on('error', () => undefined);
    }
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  return {
    port: (proxy.address() as AddressInfo).port,
    dies: (now: boolean): void => void (dead = now),
    end: (): void => void proxy.close(),
  };
}
