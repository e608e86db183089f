import { connect, type Socket } from 'node:net';
import { expect } from 'chai';
import { systemClock, type Command, type Delivery, type FeedContext } from '@yingji/core';
import { createManualClock, createMemoryLogger, createSeededIds } from '@yingji/core/testing';
import {
  clockUnit,
  decodeGbt26875,
  encodeGbt26875,
  gbt26875,
  type Gbt26875Frame,
  type Gbt26875Session,
} from './index.js';

const version = { major: 1, user: 0 };
const TIME = '2026-06-12T16:00:00';

/** A type 2 frame: one smoke detector, bit 1 = fire. */
function alarm(serial: number, source = 5001): Uint8Array {
  const unit = new Uint8Array(48);
  unit.set([2, 1, 1, 1, 40, 10, 0, 2, 0, 2, 0]);
  unit.set([0, 0, 16, 12, 6, 26], 42);
  return encodeGbt26875({ serial, version, time: TIME, source, destination: 1, command: 2, unit });
}
const heartbeat = (serial: number): Uint8Array =>
  encodeGbt26875({ serial, version, time: TIME, source: 5001, destination: 1, command: 2 });

interface Line {
  readonly session: Gbt26875Session;
  readonly next: () => Promise<Delivery>;
  readonly stop: () => Promise<void>;
  readonly dial: () => Promise<Device>;
}
interface Device {
  readonly socket: Socket;
  send(...parts: Uint8Array[]): void;
  /** The next frame the centre sends. */
  hear(): Promise<Gbt26875Frame>;
  readonly heard: Gbt26875Frame[];
}

const open: Line[] = [];
async function line(config: object = {}, clock = systemClock): Promise<Line> {
  const made = gbt26875.configure({ port: 0, ...config });
  if (!('feed' in made)) throw new Error(JSON.stringify(made.issues));
  const ending = new AbortController();
  const context: FeedContext = {
    source: 'fire',
    clock,
    ids: createSeededIds(),
    logger: createMemoryLogger(),
    status: () => undefined,
  };
  const session = (await made.feed.open(context, ending.signal)) as Gbt26875Session;
  const deliveries = session.deliveries[Symbol.asyncIterator]();
  const one: Line = {
    session,
    next: async () => {
      const { value, done } = await deliveries.next();
      if (done) throw new Error('the session ended');
      return value;
    },
    stop: async () => {
      ending.abort();
      await session.closed;
    },
    dial: () => dial(session.port),
  };
  open.push(one);
  return one;
}

function dial(port: number): Promise<Device> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    const heard: Gbt26875Frame[] = [];
    let bytes = Buffer.alloc(0);
    let wake: () => void = () => undefined;
    socket.on('data', (chunk) => {
      bytes = Buffer.concat([bytes, chunk]);
      for (let read = decodeGbt26875(bytes); read.frame; read = decodeGbt26875(bytes)) {
        heard.push(read.frame);
        bytes = bytes.subarray(read.length);
      }
      wake();
    });
    socket.once('error', reject);
    let taken = 0;
    const device: Device = {
      socket,
      heard,
      send: (...parts) => parts.forEach((part) => void socket.write(part)),
      async hear() {
        while (heard.length <= taken) await new Promise<void>((next) => (wake = next));
        return heard[taken++]!;
      },
    };
    socket.once('connect', () => resolve(device));
  });
}
const moment = (ms = 30): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe('gbt26875 over TCP', () => {
  afterEach(async () => {
    await Promise.all(open.splice(0).map(({ stop }) => stop()));
  });

  it('confirms after it is settled as stored, not before', async () => {
    const { session, next, dial: ring } = await line();
    const device = await ring();
    device.send(alarm(7));
    const delivery = await next();
    expect(delivery.drafts.map(({ id }) => id)).to.deep.equal([
      'report/fire/5001-1-1-131082.20260612T080000Z',
      'observation/fire/5001-1-1-131082.component-state.20260612T080000Z.7.0',
    ]);
    await moment();
    expect(device.heard).to.have.length(0);
    session.settle(delivery.token, 'stored');
    expect(await device.hear()).to.deep.include({ serial: 7, command: 3, source: 1, destination: 5001, objects: [] });
  });

  it('denies what it refused and a wrong checksum, and says nothing when it was not kept', async () => {
    const { session, next, dial: ring } = await line();
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

  it('a retry has the key of its first, another message has another', async () => {
    const { next, dial: ring } = await line();
    const device = await ring();
    device.send(alarm(1), alarm(1), alarm(2));
    const keys = [(await next()).key, (await next()).key, (await next()).key];
    expect(keys[0]).to.equal(keys[1]);
    expect(keys[0]).not.to.equal(keys[2]);
  });

  it('finds frames in any chunks and after garbage, and says what it passed over', async () => {
    const { next, dial: ring } = await line();
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
    const { session, next, dial: ring } = await line();
    const device = await ring();
    device.send(heartbeat(3));
    const delivery = await next();
    expect(delivery).to.deep.include({ drafts: [], issues: [], outcome: 'good' });
    session.settle(delivery.token, 'stored');
    expect(await device.hear()).to.deep.include({ serial: 3, command: 3 });
  });

  it('stops reading when nobody settles, and goes on when somebody does', async () => {
    const { session, next, dial: ring } = await line();
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

  it('a flooding device does not starve another', async () => {
    const { session, next, dial: ring } = await line();
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
    const { stop, dial: ring, next } = await line();
    const device = await ring();
    const closed = new Promise((resolve) => device.socket.once('close', resolve));
    const ended = next().catch((error: Error) => error.message);
    await stop();
    await closed;
    expect(await ended).to.equal('the session ended');
  });

  it('sets a device’s clock and checks a post, hearing its answer; three tries when it is silent', async () => {
    const clock = createManualClock('2026-06-12T16:00:00+08:00');
    const { session, dial: ring, next } = await line({}, clock);
    const device = await ring();
    device.send(heartbeat(1));
    session.settle((await next()).token, 'stored');
    await device.hear();
    const command = (name: string, input: object): Command => ({
      v: 1,
      id: 'c',
      name,
      actor: 'u',
      at: clock.now(),
      input: input as never,
    });
    const synced = session.execute!(command('sync-clock', { address: 5001 }));
    const order = await device.hear();
    expect(order).to.deep.include({
      command: 1,
      type: 90,
      destination: 5001,
      objects: [{ time: '2026-06-12T16:00:00' }],
    });
    device.send(
      encodeGbt26875({ serial: order.serial, version, time: TIME, source: 5001, destination: 0, command: 3 }),
    );
    expect(await synced).to.deep.equal([]);
    const checked = session.execute!(command('check-post', { address: 5001, minutes: 10 }));
    const post = await device.hear();
    expect(post).to.deep.include({ command: 1, type: 91, objects: [{ minutes: 10 }] });
    device.send(encodeGbt26875({ serial: post.serial, version, time: TIME, source: 5001, destination: 0, command: 6 }));
    expect((await checked)[0]?.code).to.equal('device-denied');
    const silent = session.execute!(command('sync-clock', { address: 5001 }));
    for (let tries = 0; tries < 3; tries += 1) {
      await device.hear();
      await clock.pass(10_000);
    }
    expect((await silent)[0]?.code).to.equal('device-silent');
    expect((await session.execute!(command('sync-clock', { address: 9 })))[0]?.code).to.equal('device-not-connected');
  });

  it('lets only listed transmitters speak', async () => {
    const { dial: ring } = await line({ addresses: [1] });
    const device = await ring();
    const closed = new Promise((resolve) => device.socket.once('close', resolve));
    device.send(alarm(1, 2));
    await closed;
  });

  it('says so when its port is taken', async () => {
    const { session } = await line();
    const again = await line({ port: session.port }).catch((error: { code: string }) => error.code);
    expect(again).to.equal('port-in-use');
  });

  it('encode and decode are each other’s inverse', () => {
    const frame = { serial: 513, version, time: TIME, source: 0xffff_ffff_ffff, destination: 2 ** 33, command: 1 };
    const decoded = decodeGbt26875(encodeGbt26875({ ...frame, unit: clockUnit(TIME) }));
    expect(decoded.frame).to.deep.equal({ ...frame, type: 90, objects: [{ time: TIME }] });
  });
});
