import { expect } from 'chai';
import { clockUnit, decodeGbt26875, encodeGbt26875, gbt26875 } from './index.js';
import { alarm, closeLines, empty, moment, openLine, TIME, version } from './fake-device.test.js';

describe('gbt26875 over TCP', () => {
  afterEach(closeLines);

  it('confirms after it is settled as stored, not before', async () => {
    const { session, next, dial: ring } = await openLine();
    const device = await ring();
    device.send(alarm(7));
    const delivery = await next();
    expect(delivery.drafts.map(({ id }) => id.split('.')[0])).to.deep.equal([
      'report/fire/5001-1-1-131082',
      'observation/fire/5001-1-1-131082',
    ]);
    await moment();
    expect(device.heard).to.have.length(0);
    session.settle(delivery.token, 'stored');
    expect(await device.hear()).to.deep.include({ serial: 7, command: 3, source: 1, destination: 5001, objects: [] });
  });

  it('denies what it refused and a wrong checksum, and says nothing when it was not kept', async () => {
    const { session, next, dial: ring } = await openLine();
    const device = await ring();
    const broken = alarm(8);
    broken[40] = broken[40]! ^ 1;
    device.send(broken);
    const first = await next();
    expect([first.outcome, first.issues[0]?.code, first.drafts.length]).to.deep.equal([
      'undecodable',
      'gbt-bad-checksum',
      0,
    ]);
    session.settle(first.token, 'refused');
    expect(await device.hear()).to.deep.include({ serial: 8, command: 6 });
    device.send(alarm(9));
    session.settle((await next()).token, 'retry');
    await moment();
    expect(device.heard).to.have.length(1);
  });

  it('keeps what one says that is not listed, for whoever lists it then, and takes nothing of it', async () => {
    const { session, next, dial: ring, logged } = await openLine({ addresses: [5002] });
    const device = await ring();
    device.send(empty(1, 1), alarm(2));
    const delivery = await next();
    expect([delivery.outcome, delivery.drafts]).to.deep.equal(['undecodable', []]);
    expect(delivery.issues.map(({ code }) => code)).to.deep.equal(['gbt-address-not-listed']);
    expect(delivery.raw).to.deep.equal(alarm(2));
    session.settle(delivery.token, 'refused');
    await device.down;
    expect(device.heard, 'nor is its heartbeat answered').to.deep.equal([]);
    expect(logged.lines.map(({ code }) => code)).to.include('gbt-address-not-listed');
    const decode = (addresses: number[]): readonly unknown[] => {
      const context = { source: 'fire', receivedAt: delivery.receivedAt, config: { port: 0, addresses } };
      const { ok, drafts } = gbt26875.decode(alarm(2), context);
      return [ok, drafts.length];
    };
    expect([decode([5002]), decode([5001])]).to.deep.equal([
      [false, 0],
      [true, 2],
    ]);
  });

  it('a retry has the key of its first, another message has another', async () => {
    const { next, dial: ring } = await openLine();
    const device = await ring();
    device.send(alarm(1), alarm(1), alarm(2));
    const keys = [(await next()).key, (await next()).key, (await next()).key];
    expect(keys[0]).to.equal(keys[1]);
    expect(keys[0]).not.to.equal(keys[2]);
  });

  it('finds frames in any chunks and after garbage, and says what it passed over', async () => {
    const { next, dial: ring } = await openLine();
    const device = await ring();
    const stream = Buffer.concat([Buffer.from('4040ff23', 'hex'), alarm(1), alarm(2)]);
    for (const byte of stream) {
      device.socket.write(Uint8Array.of(byte));
      if (byte % 16 === 0) await moment(1);
    }
    const first = await next();
    expect(first.issues.map(({ code }) => code)).to.deep.equal(['gbt-skipped']);
    expect((await next()).issues).to.deep.equal([]);
  });

  it('a heartbeat tells only that the way is alive', async () => {
    const { session, next, dial: ring } = await openLine();
    const device = await ring();
    device.send(empty(3));
    const delivery = await next();
    expect(delivery).to.deep.include({ drafts: [], issues: [], outcome: 'good' });
    session.settle(delivery.token, 'stored');
    expect(await device.hear()).to.deep.include({ serial: 3, command: 3 });
  });

  it('a heartbeat of a clock never set is no matter for the log: its label tells nothing', async () => {
    const { next, dial: ring } = await openLine();
    const device = await ring();
    const bytes = empty(3);
    bytes[bytes.length - 3] = (bytes[bytes.length - 3]! - bytes[10]!) & 0xff;
    bytes[10] = 0;
    device.send(bytes);
    expect(await next()).to.deep.include({ drafts: [], issues: [], outcome: 'good' });
  });

  it('stops reading when nobody settles, and goes on when somebody does', async function () {
    this.timeout(60_000);
    const { session, next, dial: ring } = await openLine();
    const devices = await Promise.all([ring(), ring(), ring()]);
    // More than the kernel's own buffers hold, so that what is not read stays with the sender.
    const flood = Buffer.concat(Array.from({ length: 250_000 }, (_, n) => alarm(n & 0xffff)));
    for (const device of devices) device.socket.write(flood);
    const unsent = (): number => devices.reduce((sum, { socket }) => sum + socket.writableLength, 0);
    const taken: number[] = [];
    for (let n = 0; n < 1000; n += 1) taken.push((await next()).token);
    await moment(300);
    const before = unsent();
    await moment(300);
    expect(unsent(), 'nothing more is taken from the sockets').to.equal(before);
    expect(before).to.be.greaterThan(0);
    for (const token of taken) session.settle(token, 'stored');
    for (let n = 0; n < 3000; n += 1) session.settle((await next()).token, 'stored');
    for (const device of devices) device.socket.destroy();
  });

  it('a flooding device does not starve another', async function () {
    this.timeout(60_000);
    const { session, next, dial: ring } = await openLine();
    const [loud, quiet] = [await ring(), await ring()];
    for (let n = 0; n < 3000; n += 1) loud.send(alarm(n & 0xffff, 1));
    await moment(20);
    quiet.send(alarm(5, 2));
    let waited = 0;
    for (let found = false; !found; waited += 1) {
      const delivery = await next();
      found = delivery.key.startsWith('2.');
      session.settle(delivery.token, 'stored');
      if (waited % 50 === 0) await moment(1);
    }
    expect(waited).to.be.lessThan(1500);
  });

  it('stops altogether: sockets closed, deliveries ended', async () => {
    const { stop, dial: ring, next } = await openLine();
    const device = await ring();
    const closed = new Promise((resolve) => device.socket.once('close', resolve));
    const ended = next().catch((error: Error) => error.message);
    await stop();
    await closed;
    expect(await ended).to.equal('the session ended');
  });

  it('says so when its port is taken', async () => {
    const { session } = await openLine();
    const again = await openLine({ port: session.port }).catch((error: { code: string }) => error.code);
    expect(again).to.equal('port-in-use');
  });

  it('checks its configuration', () => {
    const wrong = (config: Parameters<typeof gbt26875.configure>[0]): string[] => {
      const made = gbt26875.configure(config);
      return 'issues' in made ? made.issues.map(({ code, path }) => `${code} ${path}`) : [];
    };
    expect(wrong({ port: 5200, addresses: [889], idleS: 60 })).to.deep.equal([]);
    expect(wrong({ port: 70_000, utcOffset: '8' })).to.deep.equal(['bad-config /port', 'bad-config /utcOffset']);
    expect(wrong({ port: 5200, surprise: 1 })).to.deep.equal(['bad-config ']);
    expect(wrong(null)).to.deep.equal(['bad-config ']);
  });

  it('encode and decode are each other’s inverse', () => {
    const frame = { serial: 513, version, time: TIME, source: 0xffff_ffff_ffff, destination: 2 ** 33, command: 1 };
    const decoded = decodeGbt26875(encodeGbt26875({ ...frame, unit: clockUnit(TIME) }));
    expect(decoded.frame).to.deep.equal({ ...frame, type: 90, objects: [{ time: TIME }] });
  });
});
