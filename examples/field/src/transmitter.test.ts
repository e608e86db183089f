import { expect } from 'chai';
import { sendAlarm } from './fleet.js';
import { connectTransmitter } from './transmitter.js';
import { encodeUnit } from './unit.js';
import { WRONGS } from './wrong.js';
import { createTown } from './town.js';
import { readPart, startCentre, until, type Reply, type Heard } from './testing/centre.js';

const ADDRESS = 450_103_000_123;
const QUIET = [60_000, 60_000] as const;
/** Where nothing is to be sent again, and where something is: a machine under load answers late, and must not look like a lost frame. */
const [PATIENT_MS, AGAIN_MS] = [60_000, 500];

describe('field: a transmission device', () => {
  const open: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const close of open.splice(0).reverse()) await close();
  });
  type Options = Partial<Parameters<typeof connectTransmitter>[0]>;
  async function pair(reply?: (heard: Heard, nth: number) => Reply, options: Options = {}) {
    const centre = await startCentre(reply);
    open.push(() => centre.close());
    const fast = { heartbeatMs: QUIET, timeoutMs: PATIENT_MS, backoffMs: [10, 40] as const };
    const device = await connectTransmitter({
      host: '127.0.0.1',
      port: centre.port,
      address: ADDRESS,
      ...fast,
      ...options,
    });
    open.push(() => device.close());
    return { centre, device };
  }

  it('sends an alarm that reads as sent', async () => {
    const { centre, device } = await pair();
    const result = await sendAlarm(device, { address: 7 * 65_536 + 3, component: 42, text: '演练3栋配电房感烟' });
    expect(result).to.deep.equal({ outcome: 'confirmed', tries: 1 });
    expect(centre.heard).to.have.length(1);
    expect(centre.heard[0]).to.include({ source: BigInt(ADDRESS), destination: 1n, command: 2 });
    expect(centre.heard[0]!.wrong).to.equal(undefined);
    expect(readPart(centre.heard[0]!.unit)).to.include({
      type: 2,
      objects: 1,
      component: 42,
      address: 458_755,
      status: 2,
      text: '演练3栋配电房感烟',
    });
  });

  it('counts its serial up, and says heartbeats as empty units', async () => {
    const { centre } = await pair(undefined, { heartbeatMs: [15, 20] });
    await until('four heartbeats', () => centre.heard.length >= 4);
    expect(centre.heard.slice(0, 4).map(({ serial }) => serial)).to.deep.equal([1, 2, 3, 4]);
    expect(centre.heard[0]!.unit).to.have.length(0);
    expect(centre.heard[0]!.command).to.equal(2);
  });

  it('sends again, byte for byte, until it is confirmed', async () => {
    const { centre, device } = await pair((_, nth) => (nth < 3 ? 'ignore' : 'confirm'), { timeoutMs: AGAIN_MS });
    const result = await sendAlarm(device, { address: 1 });
    expect(result).to.deep.equal({ outcome: 'confirmed', tries: 3 });
    expect(new Set(centre.heard.map(({ raw }) => raw))).to.have.property('size', 1);
    expect(centre.count.connections).to.equal(1);
  });

  it('after three tries takes the link as failed, connects anew and sends the same frame first', async () => {
    const { centre, device } = await pair((_, nth) => (nth <= 3 ? 'ignore' : 'confirm'), { timeoutMs: AGAIN_MS });
    const first = sendAlarm(device, { address: 1 });
    const second = sendAlarm(device, { address: 2 });
    expect((await first).outcome).to.equal('confirmed');
    expect((await second).outcome).to.equal('confirmed');
    expect(centre.count.connections).to.equal(2);
    expect(centre.heard.map(({ unit }) => readPart(unit).address)).to.deep.equal([1, 1, 1, 1, 2]);
    expect(new Set(centre.heard.slice(0, 4).map(({ raw }) => raw))).to.have.property('size', 1);
  });

  it('gives up what is denied three times, and goes on', async () => {
    const { centre, device } = await pair((heard) => (heard.serial === 1 ? 'deny' : 'confirm'));
    const [first, second] = await Promise.all([sendAlarm(device, { address: 1 }), sendAlarm(device, { address: 2 })]);
    expect(first).to.deep.equal({ outcome: 'denied', tries: 3 });
    expect(second.outcome).to.equal('confirmed');
    expect(centre.heard).to.have.length(4);
  });

  it('puts alarms before what waits', async () => {
    const { centre, device } = await pair((_, nth) => (nth === 1 ? 'ignore' : 'confirm'), { timeoutMs: AGAIN_MS });
    const sent = [
      device.send(encodeUnit(28, [{ time: Date.now() }])),
      device.send(encodeUnit(25, [{ major: 1, minor: 0 }])),
      sendAlarm(device, { address: 9 }),
    ];
    await Promise.all(sent);
    expect(centre.heard.map(({ unit }) => unit[0])).to.deep.equal([28, 28, 2, 25]);
  });

  it('keeps a bounded queue and drops no alarm for a lesser word', async () => {
    const { device } = await pair(() => 'ignore', { queueLimit: 3 });
    const first = device.send(Buffer.alloc(0));
    const alarm = sendAlarm(device, { address: 9 });
    const rest = Array.from({ length: 5 }, () => device.send(encodeUnit(28, [{ time: Date.now() }])));
    expect((await rest[0]!).outcome).to.equal('dropped');
    expect(device.pending).to.equal(4);
    await device.close();
    expect((await Promise.all([first, alarm])).map(({ outcome }) => outcome)).to.deep.equal(['stopped', 'stopped']);
    expect(device.pending).to.equal(0);
  });

  for (const wrong of WRONGS) {
    it(`wrong by the norm, once (${wrong}): a centre that keeps the norm gets the right frame in the end`, async () => {
      const { centre, device } = await pair(undefined, { timeoutMs: AGAIN_MS });
      const result = await device.send(encodeUnit(25, [{ major: 1, minor: 4 }]), { wrong });
      expect(result.outcome).to.equal('confirmed');
      const good = centre.heard.filter((heard) => !heard.wrong);
      expect(good.map(({ unit }) => unit[0])).to.include(wrong === 'vendor-type' ? 128 : 25);
      if (wrong === 'bad-checksum')
        expect(centre.heard.map((heard) => heard.wrong)).to.deep.equal(['checksum', undefined]);
      if (wrong === 'garbage') expect(centre.skipped.bytes).to.be.greaterThan(0);
      if (wrong === 'lure') expect([centre.skipped.bytes, result.tries]).to.deep.equal([27, 2]);
      if (wrong === 'split') expect(centre.heard).to.have.length(1);
      if (wrong === 'merge') expect(centre.heard.map(({ unit }) => unit.length)).to.deep.equal([0, 4]);
      if (wrong === 'cut') expect(centre.count.connections).to.equal(2);
      if (wrong === 'month-13') expect(good[0]!.label[4]).to.equal(13);
      if (wrong === 'repeat' || wrong === 'repeat-later') {
        await until('the repeat', () => centre.heard.length === 2);
        expect(centre.heard[0]!.raw).to.equal(centre.heard[1]!.raw);
      }
    }).timeout(60_000);
  }

  it('takes the time from the centre (90), also out of the year 2059', async () => {
    const { centre, device } = await pair();
    device.setClock(Date.parse('2059-01-01T00:00:00+08:00'));
    await device.send(Buffer.alloc(0));
    expect(centre.heard[0]!.label[5]).to.equal(59);
    centre.say(1, [90, 1, 30, 20, 8, 12, 6, 26]);
    await until('the clock is set', () => centre.heard.length === 2);
    expect(centre.heard[1]).to.include({ command: 3, serial: 500 });
    expect(Math.abs(device.clock() - Date.parse('2026-06-12T08:20:30+08:00'))).to.be.lessThan(2_000);
  });

  it('answers a post check (91), with confirm first and an operator later', async () => {
    const { centre } = await pair();
    centre.say(1, [91, 1, 10]);
    await until('the operator answers', () => centre.heard.some(({ unit }) => unit[0] === 24), 10_000);
    expect(centre.heard[0]).to.include({ command: 3, serial: 500 });
    const answer = centre.heard.find(({ unit }) => unit[0] === 24)!;
    expect(answer.unit[2]! & 0x20).to.equal(0x20);
  }).timeout(60_000);

  it('answers reads of itself, its system and its parts, and denies the rest', async () => {
    const site = createTown({ seed: 1, devices: 25 }).sites[0]!;
    const part = site.detectors[0]!;
    const { centre } = await pair(undefined, { site });
    const le = [0, 8, 16, 24].map((shift) => (part.address >>> shift) & 0xff);
    const asks = [
      [81, 1, 0],
      [85, 1, 0],
      [86, 1, 0],
      [88, 1, 0],
      [61, 1, 1, 1],
      [65, 1, 1, 1],
      [66, 1, 1, 1],
      [68, 1, 1, 1],
      [62, 1, 1, 1, ...le],
      [67, 1, 1, 1, ...le],
    ];
    for (const [i, ask] of asks.entries()) {
      centre.say(4, ask, 600 + i);
      await until(`an answer to ${ask[0]}`, () => centre.heard.length === i + 1);
    }
    expect(centre.heard.map(({ unit }) => unit[0])).to.deep.equal([21, 25, 26, 28, 1, 5, 6, 8, 2, 7]);
    expect(centre.heard.every(({ command, serial }, i) => command === 5 && serial === 600 + i)).to.equal(true);
    expect(readPart(centre.heard[8]!.unit)).to.include({ address: part.address, text: part.text, status: 1 });
    for (const [i, ask] of [
      [62, 1, 1, 1, 0xff, 0xff, 0, 0],
      [84, 1, 1],
      [200, 1],
    ].entries()) {
      centre.say(4, ask, 700 + i);
      await until(`a deny of ${ask[0]}`, () => centre.heard.length === asks.length + i + 1);
      expect(centre.heard.at(-1)).to.include({ command: 6, serial: 700 + i });
    }
  });

  it('waits longer after each failed connection, with jitter, and comes back', async () => {
    const { centre, device } = await pair();
    const pauses: number[] = [];
    const gone = await connectTransmitter({
      host: '127.0.0.1',
      port: centre.port,
      address: 5,
      heartbeatMs: QUIET,
      backoffMs: [20, 1_000],
      onEvent: ({ what, detail }) => what === 'disconnected' && pauses.push(Number(/\d+/.exec(detail ?? '')?.[0])),
    });
    open.push(() => gone.close());
    await centre.close();
    await until('five failures', () => pauses.length >= 5);
    expect(pauses[4]!).to.be.greaterThan(pauses[0]!);
    expect(pauses.every((pause, i) => pause <= 20 * 2 ** i && pause >= 10 * 2 ** i - 1)).to.equal(true);
    expect(device.connected).to.equal(false);
  });

  it('stops by the signal, whatever it is doing', async () => {
    const stop = new AbortController();
    const { centre, device } = await pair(() => 'ignore', { signal: stop.signal });
    const result = sendAlarm(device, { address: 1 });
    stop.abort();
    await device.closed;
    expect((await result).outcome).to.equal('stopped');
    await until('the socket is gone', () => centre.sockets.size === 0);
    expect((await sendAlarm(device, { address: 2 })).outcome).to.equal('stopped');
  });
});
