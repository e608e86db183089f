import { expect } from 'chai';
import { createManualClock } from '@yingji/core/testing';
import { alarm, closeLines, dial, empty, moment, openLine, within } from './fake-device.test.js';

describe('gbt26875 lines that misbehave', () => {
  afterEach(closeLines);

  it('an alarm sent just before the device hangs up is delivered', async () => {
    const { dial: ring, next } = await openLine();
    const device = await ring();
    device.socket.end(Buffer.concat([alarm(1), alarm(2)]));
    await device.down;
    await moment();
    expect([(await next()).key, (await next()).key].map((key) => key.split('.')[1])).to.deep.equal(['1', '2']);
  });

  it('what closed lines left behind takes no credit for good', async function () {
    this.timeout(60_000);
    const line = await openLine();
    for (let n = 0; n < 40; n += 1) {
      const device = await line.dial();
      device.socket.end(Buffer.concat(Array.from({ length: 30 }, (_, k) => alarm(k, n))));
      await within(device.down, 20);
    }
    const last = await line.dial();
    last.send(empty(9));
    void line.drain();
    expect(await last.hear()).to.deep.include({ serial: 9, command: 3 });
  });

  it('a new line is not read while too much is unsettled', async function () {
    this.timeout(60_000);
    const line = await openLine();
    const devices = await Promise.all(Array.from({ length: 20 }, () => line.dial()));
    devices.forEach(({ send }, n) => send(...Array.from({ length: 60 }, (_, k) => alarm(k, n))));
    const taken: number[] = [];
    for (let n = 0; n < 1000; n += 1) taken.push((await line.next()).token);
    const late = await line.dial();
    late.send(alarm(1, 777));
    await moment(100);
    const keys: string[] = [];
    let waiting = line.next();
    for (let read = await within(waiting, 200); read; read = await within(waiting, 200)) {
      keys.push(read.key);
      taken.push(read.token);
      waiting = line.next();
    }
    expect(keys.filter((key) => key.startsWith('777.'))).to.deep.equal([]);
    for (const token of taken) line.session.settle(token, 'stored');
    for (let found = false; !found; waiting = line.next()) {
      const { key, token } = await waiting;
      found = key.startsWith('777.');
      line.session.settle(token, 'stored');
    }
    waiting.catch(() => undefined);
  });

  it('a device that never reads its answers is hung up on, and memory stays', async function () {
    this.timeout(60_000);
    const line = await openLine();
    void line.drain();
    const device = await line.dial();
    device.socket.on('error', () => undefined).pause();
    const chunk = Buffer.concat(Array.from({ length: 2000 }, (_, n) => empty(n)));
    let down = false;
    void device.down.then(() => (down = true));
    for (let n = 0; n < 1000 && !down; n += 1)
      if (!device.socket.write(chunk))
        await within(new Promise((resolve) => device.socket.once('drain', resolve)), 2000);
    await within(device.down, 2000);
    expect(down).to.equal(true);
    expect(line.logged.lines.map(({ code }) => code)).to.include('gbt-not-reading');
  });

  it('a false start mark holds a fire alarm back for frameS at most', async () => {
    const clock = createManualClock();
    const line = await openLine({ frameS: 5 }, clock);
    const device = await line.dial();
    const falseStart = new Uint8Array(26).fill(0x40, 0, 2);
    falseStart.set([0, 4], 24);
    device.send(falseStart, alarm(1));
    const delivery = line.next();
    await moment();
    await clock.pass(4000);
    expect(await within(delivery, 30)).to.equal(undefined);
    await clock.pass(3000);
    const { drafts, issues } = await delivery;
    expect([drafts.length, issues.map(({ code }) => code)]).to.deep.equal([2, ['gbt-skipped']]);
  });

  it('a slow frame is waited for', async () => {
    const clock = createManualClock();
    const line = await openLine({}, clock);
    const device = await line.dial();
    device.send(alarm(1).subarray(0, 50));
    await moment();
    await clock.pass(30_000);
    device.send(alarm(1).subarray(50));
    expect((await line.next()).issues).to.deep.equal([]);
  });

  it('hangs up when nothing but garbage comes, and when a device falls silent', async () => {
    const clock = createManualClock();
    const line = await openLine({ firstFrameS: 60, idleS: 120 }, clock);
    void line.drain();
    const [noise, mute] = [await line.dial(), await line.dial()];
    mute.send(empty(1));
    await mute.hear();
    for (let s = 0; s < 61; s += 1) {
      noise.send(Uint8Array.of(1, 2, 3));
      if (s % 10 === 0) await moment(5);
      await clock.pass(1000);
    }
    await noise.down;
    expect(await within(mute.down, 50)).to.equal(undefined);
    await clock.pass(60_000);
    await mute.down;
    expect(line.logged.lines.filter(({ code }) => code === 'gbt-silent')).to.have.length(2);
  });

  it('hangs up on a line that says nothing, and on one that never ends its frame', async () => {
    const clock = createManualClock();
    const line = await openLine({ firstFrameS: 60 }, clock);
    void line.drain();
    const [silent, endless] = [await line.dial(), await line.dial()];
    const bytes = alarm(1);
    for (let s = 0; s < 60; s += 1) {
      endless.send(bytes.subarray(s, s + 1));
      await moment(2);
      await clock.pass(1000);
    }
    expect(await within(Promise.all([silent.down, endless.down]), 500)).to.deep.equal(['down', 'down']);
  });

  it('a line that is not read is not called silent', async function () {
    this.timeout(60_000);
    const clock = createManualClock();
    const line = await openLine({ idleS: 10 }, clock);
    const device = await line.dial();
    device.send(...Array.from({ length: 1200 }, (_, n) => alarm(n)));
    await line.next();
    await moment(100);
    await clock.pass(60_000);
    expect(await within(device.down, 50)).to.equal(undefined);
  });

  it('holds to its numbers of connections, in all and from one host', async () => {
    for (const config of [{ maxConnections: 2 }, { maxPerHost: 2 }]) {
      const { session, logged } = await openLine(config);
      const [first, second] = [await dial(session.port!), await dial(session.port!)];
      const third = await dial(session.port!);
      await third.down;
      expect(await within(Promise.race([first.down, second.down]), 50)).to.equal(undefined);
      expect(logged.lines.map(({ code }) => code)).to.include('gbt-too-many-connections');
      first.socket.destroy();
      await moment();
      expect(await within((await dial(session.port!)).down, 50)).to.equal(undefined);
    }
  });

  it('lets only listed transmitters speak: nothing of the rest is taken, broken frames neither', async () => {
    const line = await openLine({ addresses: [1] });
    const broken = alarm(1, 2);
    broken[40] = broken[40]! ^ 1;
    for (const bytes of [alarm(1, 2), broken]) {
      const device = await line.dial();
      device.send(Buffer.concat([bytes, alarm(2, 1)]));
      await device.down;
    }
    const aside = await line.next();
    expect([aside.outcome, aside.drafts, aside.issues[0]?.code]).to.deep.equal([
      'undecodable',
      [],
      'gbt-address-not-listed',
    ]);
    const good = await line.dial();
    good.send(alarm(3, 1));
    expect((await line.next()).key.split('.').slice(0, 2)).to.deep.equal(['1', '3']);
  });
});
