import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { getPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { systemClock, systemIds, YingjiError, type Delivery, type Feed } from '@yingji/core';
import { createMemoryLogger } from '@yingji/core/testing';
import { isolateFeed, type IsolationLimits, type IsolationWaits } from './isolated-feed.js';

/** What the threads of this process that give way have used of the processor, in milliseconds. */
function niceThreadMs(): number {
  const own = getPriority(process.pid);
  return readdirSync('/proc/self/task')
    .map(Number)
    .filter((thread) => getPriority(thread) > own)
    .map((thread) => Number(readFileSync(`/proc/self/task/${thread}/schedstat`, 'latin1').split(' ')[0]) / 1e6)
    .reduce((sum, ms) => sum + ms, 0);
}

const folder = fileURLToPath(new URL('../../test/odd-feed', import.meta.url));

describe('a feed from outside, in its thread', function () {
  this.timeout(60_000);
  const ends: (() => Promise<unknown>)[] = [];
  afterEach(() => Promise.all(ends.splice(0).map((end) => end())));

  async function make(does: string, limits?: Partial<IsolationLimits>, waits?: Partial<IsolationWaits>): Promise<Feed> {
    const [name, percent] = does.split(' ');
    const made = await isolateFeed(
      { feed: folder, from: process.cwd(), config: { does: name!, percent: Number(percent ?? 0) } },
      { clock: systemClock, limits: { memoryMb: 64, perSecond: 1_000, ...limits }, ...(waits && { waits }) },
    );
    if ('issues' in made) throw new Error(JSON.stringify(made.issues));
    return made.feed;
  }
  async function open(does: string, limits?: Partial<IsolationLimits>, waits?: Partial<IsolationWaits>) {
    const feed = await make(does, limits, waits);
    const stop = new AbortController();
    const logged = createMemoryLogger();
    const context = { source: 'odd', clock: systemClock, ids: systemIds, logger: logged, status: () => undefined };
    const session = await feed.open(context, stop.signal);
    ends.push(() => (stop.abort(), session.closed));
    return { feed, session, stop, logged, context };
  }
  /** Takes and settles deliveries until so many are there, or the session breaks. */
  async function take(
    { session }: Awaited<ReturnType<typeof open>>,
    most: number,
  ): Promise<{ taken: Delivery[]; error?: YingjiError }> {
    const taken: Delivery[] = [];
    try {
      for await (const delivery of session.deliveries) {
        taken.push(delivery);
        session.settle(delivery.token, 'stored');
        if (taken.length >= most) break;
      }
      return { taken };
    } catch (error) {
      return { taken, error: error as YingjiError };
    }
  }

  it('delivers, hears what became of it, acts, and ends when it is stopped', async () => {
    const line = await open('good');
    expect(line.feed).to.deep.include({ id: 'odd', canRefuse: false, ordering: { by: 'arrival' } });
    const { taken } = await take(line, 5);
    expect(taken.map(({ key }) => key)).to.deep.equal(['k1', 'k2', 'k3', 'k4', 'k5']);
    const [said] = await line.session.execute!({ name: 'ask' } as never);
    expect(JSON.parse(said!.message)).to.deep.equal([1, 2, 3, 4, 5].map((token) => [token, 'stored']));
    line.stop.abort();
    await line.session.closed;
  });

  it('can be opened again after it has ended', async () => {
    const line = await open('good');
    await take(line, 1);
    line.stop.abort();
    await line.session.closed;
    const again = new AbortController();
    const session = await line.feed.open(line.context, again.signal);
    ends.push(() => (again.abort(), session.closed));
    expect((await take({ ...line, session }, 1)).taken).to.have.length(1);
  });

  const broken: readonly (readonly [does: string, code: string, says: string])[] = [
    ['throw', 'feed-failed', 'out of order'],
    ['throw-later', 'feed-failed', 'nobody catches this'],
    // A parser repeats what it read, and everybody hears why a feed is down.
    ['throw-read', 'feed-failed', 'threw a SyntaxError'],
    ['throw-read-later', 'feed-failed', 'threw a SyntaxError'],
    ['hang', 'feed-hung', '2 s'],
    ['exit', 'feed-failed', 'ended by itself'],
    ['leak', 'feed-out-of-memory', '64 MB'],
    ['leak-buffers', 'feed-out-of-memory', '64 MB'],
    ['uncloneable', 'feed-failed', 'could not be cloned'],
    ['throw-null', 'feed-failed', 'nobody catches'],
    ['chatter', 'feed-broke-contract', 'talks without end'],
    ['log-flood', 'feed-broke-contract', 'talks without end'],
    ['log-nonsense', 'feed-broke-contract', 'nobody understands'],
    ['say-nothing', 'feed-broke-contract', 'nobody understands'],
    ['post-unasked', 'feed-broke-contract', 'no delivery'],
    ['nonsense', 'feed-broke-contract', 'no delivery'],
    ['huge', 'feed-broke-contract', '9000'],
  ];
  for (const [does, code, says] of broken)
    it(`is ended when it does this: ${does}`, async () => {
      const line = await open(does, { perSecond: 100_000 }, does === 'hang' ? { silence: 2_000 } : {});
      const began = systemClock.elapsed();
      const { error } = await take(line, Infinity);
      expect(error).to.be.instanceOf(YingjiError).and.include({ code, recovery: 'retry' });
      expect(error!.message).to.include(says).and.not.include('李某');
      expect(systemClock.elapsed() - began).to.be.below(does === 'leak' ? 20_000 : 8_000);
    });

  it('answers a command that its code cannot bear or never answers, and goes on', async () => {
    const line = await open('good', {}, { execute: 1_500 });
    const execute = (name: string) => line.session.execute!({ name } as never);
    const began = systemClock.elapsed();
    const [thrown, never] = await Promise.all([execute('throw'), execute('never')]);
    expect(thrown[0]).to.deep.include({ code: 'outcome-unknown', level: 'error' });
    expect(thrown[0]!.message).to.include('valve stuck');
    expect(never[0]!.message).to.include('1.5 s');
    expect(systemClock.elapsed() - began).to.be.within(1_400, 11_000);
    expect((await take(line, 2)).taken).to.have.length(2);
  });

  it('gives way to the host where both want the processor', async function () {
    if (process.platform !== 'linux') this.skip();
    const before = getPriority(process.pid);
    const line = await open('good');
    const [said] = await line.session.execute!({ name: 'priority' } as never);
    // A host that itself gives way is not overtaken by its feeds.
    expect(Number(said!.message)).to.equal(Math.max(10, before));
    expect(getPriority(process.pid)).to.equal(before);
  });

  it('is ended when it burns a core without hanging, and not when it is merely at work', async () => {
    const burning = take(await open('burn', { cpuPercent: 1 }), Infinity);
    const working = take(await open('good'), 400);
    const began = systemClock.elapsed();
    expect((await burning).error).to.include({ code: 'feed-too-busy', recovery: 'retry' });
    expect(systemClock.elapsed() - began).to.be.below(10_000);
    expect((await working).taken).to.have.length(400);
  });

  it('is ended within 5 s of using more of a core than it may, at 100 and at 90 %, and goes on at 60 %', async () => {
    // What it uses is told by the feed, so that a machine under load changes nothing; that burning is measured is shown above and below.
    const lines = await Promise.all([100, 90, 60].map((percent) => open(`pretend ${percent}`)));
    const began = systemClock.elapsed();
    const [all, most, allowed] = lines.map(async (line) => ({
      ...(await take(line, Infinity)),
      after: systemClock.elapsed() - began,
    }));
    for (const ended of [await all!, await most!]) {
      expect(ended.error).to.include({ code: 'feed-too-busy', recovery: 'retry' });
      expect(ended.error!.message).to.include('75 at most');
      // Of four seconds the average, looked at each half second.
      expect(ended.after).to.be.below(5_500);
    }
    const never = new AbortController();
    expect(await Promise.race([allowed, systemClock.sleep(1_500, never.signal)]), 'at 60 %').to.equal(undefined);
  });

  it('is ended at the limit that holds where none is given, unless others leave it no such share', async function () {
    if (process.platform !== 'linux') this.skip();
    const made = await isolateFeed(
      { feed: folder, from: process.cwd(), config: { does: 'burn' } },
      { clock: systemClock },
    );
    if ('issues' in made) return expect.fail('no feed');
    const stop = new AbortController();
    const context = { source: 'odd', clock: systemClock, ids: systemIds, logger: createMemoryLogger() };
    const session = await made.feed.open({ ...context, status: () => undefined }, stop.signal);
    ends.push(() => (stop.abort(), session.closed));
    const taken = take({ session } as never, Infinity);
    const [used, began] = [niceThreadMs(), systemClock.elapsed()];
    const ended = await Promise.race([taken, systemClock.sleep(8_000, stop.signal)]);
    const percent = (100 * (niceThreadMs() - used)) / (systemClock.elapsed() - began);
    if (!ended) return expect(percent).to.be.below(75);
    expect(ended.error).to.include({ code: 'feed-too-busy', recovery: 'retry' });
    expect(ended.error!.message).to.match(/used (7[5-9]|[89]\d|1\d\d) % .* 75 at most/);
    expect(systemClock.elapsed() - began).to.be.within(3_500, 8_500);
  });

  it('waits when it floods', async () => {
    const line = await open('flood', { perSecond: 250 });
    const began = systemClock.elapsed();
    const { taken } = await take(line, 600);
    expect(taken).to.have.length(600);
    // 250 at once, then 250 a second.
    expect(systemClock.elapsed() - began).to.be.within(1_300, 10_000);
    expect(line.logged.lines.map(({ code }) => code)).to.include('feed-limited');
  });

  it('is ended when it does not end', async () => {
    const line = await open('stay', {}, { close: 1_000 });
    await take(line, 1);
    const began = systemClock.elapsed();
    line.stop.abort();
    await line.session.closed;
    expect(systemClock.elapsed() - began).to.be.within(900, 5_000);
  });

  it('sees nothing of the environment, and prints nothing into ours', async () => {
    const written: string[] = [];
    const was = process.stdout.write.bind(process.stdout);
    process.stdout.write = ((chunk: string) => (written.push(String(chunk)), true)) as never;
    try {
      await take(await open('print'), 3);
    } finally {
      process.stdout.write = was;
    }
    expect(written.join('')).to.not.include('SECRET');
  });

  it('gives Issues for a wrong configuration, and an error for what is no feed', async () => {
    const data = { feed: folder, from: process.cwd(), config: { does: 'wrong' } };
    expect(await isolateFeed(data, { clock: systemClock })).to.have.nested.property('issues[0].code', 'bad-config');
  });

  it('ends in one full stop whatever the feed says that cannot be loaded', async () => {
    const own = await mkdtemp(join(tmpdir(), 'yingji-'));
    try {
      await writeFile(join(own, 'package.json'), '{"type":"module","main":"feed.js"}');
      await writeFile(join(own, 'feed.js'), 'throw new Error("No key is given.");\n');
      const made = await isolateFeed({ feed: own, from: process.cwd(), config: {} }, { clock: systemClock });
      if ('issues' in made) return expect.fail('a feed');
      const logger = createMemoryLogger();
      const context = { source: 'odd', clock: systemClock, ids: systemIds, logger, status: () => undefined };
      const error = await made.feed.open(context, new AbortController().signal).catch((why: unknown) => why);
      expect((error as Error).message).to.match(/No key is given\.$/);
    } finally {
      await rm(own, { recursive: true });
    }
  });

  for (const [what, feed, does, code] of [
    ['is no feed', `${folder}/none`, 'good', 'feed-not-loaded'],
    ['hangs while it is loaded', folder, 'hang-at-load', 'feed-hung'],
  ] as const)
    it(`fails to open, and no more than that, when it ${what}`, async () => {
      const made = await isolateFeed(
        { feed, from: process.cwd(), config: { does } },
        { clock: systemClock, ...(does === 'hang-at-load' && { waits: { load: 1_000 } }) },
      );
      if ('issues' in made) return expect.fail('a feed');
      const context = {
        source: 'odd',
        clock: systemClock,
        ids: systemIds,
        logger: createMemoryLogger(),
        status: () => undefined,
      };
      const error = await made.feed.open(context, new AbortController().signal).catch((why: unknown) => why);
      expect(error).to.be.instanceOf(YingjiError).and.include({ code });
    });
});
