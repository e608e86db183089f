import {
  appendFileSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { millis, systemClock, toInstant, type Issue, type Packet } from '@yingji/core';
import { createMemoryLogger, createSeededIds } from '@yingji/core/testing';
import { fileDrop, type FileDropOptions } from './index.js';

describe('messages that are dropped as files', () => {
  const ends: (() => unknown)[] = [];
  afterEach(async () => {
    await Promise.all(ends.splice(0).map((end) => end()));
  });

  async function open(options: Partial<FileDropOptions> = {}, clock = systemClock) {
    const folder = mkdtempSync(join(tmpdir(), 'yingji-drop-'));
    const ending = new AbortController();
    const standing: (string | undefined)[] = [];
    const whys: string[] = [];
    const logger = createMemoryLogger();
    const status = (state: string, why?: Issue): void => {
      standing.push(why ? `${state} ${why.code}` : state);
      if (why) whys.push(why.message);
    };
    const transport = await fileDrop({ folder, everyS: 0.05, ...options }).open(
      { source: 'x', clock, ids: createSeededIds(), logger, status },
      ending.signal,
    );
    const stop = () => (ending.abort(), transport.closed);
    ends.push(async () => {
      await stop();
      rmSync(folder, { recursive: true, force: true });
    });
    const packets = transport.packets[Symbol.asyncIterator]();
    let asked: Promise<IteratorResult<Packet>> | undefined;
    const next = async (withinMs = 3_000): Promise<Packet | undefined> => {
      asked ??= packets.next();
      const enough = new AbortController();
      const came = await Promise.race([asked, systemClock.sleep(withinMs, enough.signal).then(() => undefined)]);
      enough.abort();
      if (came) asked = undefined;
      return came?.value as Packet | undefined;
    };
    const put = (name: string, text: string): void => {
      writeFileSync(join(folder, `${name}.part`), text);
      renameSync(join(folder, `${name}.part`), join(folder, name));
    };
    return { folder, next, put, stop, standing, told: () => JSON.stringify([whys, logger.lines]) };
  }
  const textOf = (packet: Packet | undefined): string => new TextDecoder().decode(packet?.bytes);

  it('are read by name, once each, and again when they change', async () => {
    const { put, next } = await open();
    put('2.json', 'two');
    put('1.json', 'one');
    put('.hidden', 'x');
    put('3.tmp', 'x');
    for (const text of ['one', 'two']) {
      const packet = await next();
      expect(textOf(packet)).to.equal(text);
      packet!.settled('stored');
    }
    expect(await next(200)).to.equal(undefined);
    put('1.json', 'changed');
    expect(textOf(await next())).to.equal('changed');
  });

  it('are offered again while they are not kept, and not when they were refused', async () => {
    const { put, next } = await open();
    put('1.json', 'one');
    (await next())!.settled('retry');
    const again = await next();
    expect(textOf(again)).to.equal('one');
    again!.settled('refused');
    expect(await next(200)).to.equal(undefined);
  });

  it('wait until nobody writes to them', async () => {
    const { folder, next } = await open();
    const file = join(folder, '1.json');
    writeFileSync(file, 'beginning');
    const began = systemClock.elapsed();
    const asked = next();
    await systemClock.sleep(150, new AbortController().signal);
    writeFileSync(file, 'beginning and end');
    const packet = await asked;
    expect(textOf(packet)).to.equal('beginning and end');
    expect(systemClock.elapsed() - began).to.be.greaterThan(300);
  });

  it('wait for that by our own clock: one on a server whose clock is behind looks old while it is written', async () => {
    const clock = { ...systemClock, now: () => toInstant(millis(systemClock.now()) + 3_600_000) };
    const { folder, next } = await open({}, clock);
    const file = join(folder, '1.csv');
    writeFileSync(file, 'a,b\n1,13');
    const asked = next();
    await systemClock.sleep(150, new AbortController().signal);
    appendFileSync(file, '5\n');
    expect(textOf(await asked)).to.equal('a,b\n1,135\n');
  });

  it('show the feed as failed while one is written to without end, of which nothing is read, and read the others', async () => {
    const { folder, put, next, standing } = await open({ writtenS: 0.5 });
    const log = join(folder, '1.json');
    writeFileSync(log, 'a');
    let writing = setInterval(() => appendFileSync(log, 'a'), 20);
    ends.push(() => clearInterval(writing));
    put('2.json', 'two');
    const packet = await next();
    expect(textOf(packet)).to.equal('two');
    packet!.settled('stored');
    expect(await next(1_000)).to.equal(undefined);
    expect(standing).to.deep.equal(['open', 'failed file-restless']);
    clearInterval(writing);
    const length = readFileSync(log).length;
    const whole = await next();
    expect(textOf(whole)).to.have.lengthOf(length);
    whole!.settled('stored');
    expect(await next(200)).to.equal(undefined);
    expect(standing).to.deep.equal(['open', 'failed file-restless', 'open']);
    writing = setInterval(() => appendFileSync(log, 'a'), 20);
    expect(await next(400)).to.equal(undefined);
    expect(standing.at(-1), 'time enough once more').to.equal('open');
  });

  it('named by the number of a person are told of with it masked', async () => {
    const { put, next, told } = await open({ maxBytes: 10 });
    put('13800138000.json', 'far too large for that');
    put('2.json', 'two');
    (await next())!.settled('stored');
    expect(await next(200)).to.equal(undefined);
    expect(told()).to.include('138****8000.json has more than').and.not.include('13800138000');
  });

  it('show the feed as failed while one is too large or the folder is gone, and read the others', async () => {
    const { folder, put, next, standing } = await open({ maxBytes: 10 });
    put('1.json', 'far too large for that');
    put('2.json', 'two');
    const packet = await next();
    expect(textOf(packet)).to.equal('two');
    packet!.settled('stored');
    expect(await next(200)).to.equal(undefined);
    expect(standing).to.deep.equal(['failed file-too-large']);
    truncateSync(join(folder, '1.json'), 3);
    expect(textOf(await next())).to.equal('far');
    expect(await next(200)).to.equal(undefined);
    renameSync(folder, `${folder}-away`);
    expect(await next(200)).to.equal(undefined);
    renameSync(`${folder}-away`, folder);
    put('3.json', 'three');
    expect(textOf(await next())).to.equal('three');
    expect(standing).to.deep.equal(['failed file-too-large', 'open', 'failed file-unreadable', 'open']);
  });

  it('are of the time they were put there, so that an old one is no news after a restart', async () => {
    const before = await open();
    before.put('1.json', 'one');
    const first = await before.next();
    first!.settled('stored');
    expect(Date.now() - Date.parse(first!.receivedAt)).to.be.within(0, 3_000);
    await systemClock.sleep(50, new AbortController().signal);
    const after = await open({ folder: before.folder });
    expect((await after.next())!.receivedAt).to.equal(first!.receivedAt);
  });

  it('are not read ahead: the next one only when it is asked for', async () => {
    const { folder, put, next } = await open();
    put('1.json', 'one');
    put('2.json', 'two');
    utimesSync(join(folder, '2.json'), 1, 1);
    await next();
    rmSync(join(folder, '2.json'));
    expect(await next(200)).to.equal(undefined);
  });

  it('end when they are stopped', async () => {
    const { next, stop } = await open({ everyS: 3_600 });
    const waiting = next(5_000);
    await systemClock.sleep(50, new AbortController().signal);
    await stop();
    expect(await waiting).to.equal(undefined);
  });
});
