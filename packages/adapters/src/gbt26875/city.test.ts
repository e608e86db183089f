import { createCity, createMemoryStore, createPushFeed, stated, systemIds } from '@yingji/core';
import { createManualClock } from '@yingji/core/testing';
import { expect } from 'chai';
import { listens } from '../../test/listens.js';
import { dial, empty, moment, version, type Device } from './fake-device.test.js';
import { encodeGbt26875, gbt26875 } from './index.js';

const FIRE = 2;
const FAULT = 4;
/** One object of type 2: a smoke detector, its point, its state; the label is 16:00:00 unless told. */
const part = (point: number, status: number, label = [0, 0, 16, 12, 6, 26]): number[] => [
  ...[1, 1, 40, point, 0, 2, 0, status, 0],
  ...new Array<number>(31).fill(0),
  ...label,
];
const frame = (serial: number, unit: readonly number[], time = '2026-06-12T16:00:00'): Uint8Array =>
  encodeGbt26875({ serial, version, time, source: 5001, destination: 1, command: 2, unit: Uint8Array.from(unit) });

describe('gbt26875 in a city', () => {
  let clock = createManualClock();
  const ends: (() => Promise<void>)[] = [];
  afterEach(() => Promise.all(ends.splice(0).map((end) => end())));

  async function city() {
    clock = createManualClock('2026-06-12T16:00:05+08:00');
    const { feed, port } = listens(gbt26875.configure({ port: 0, idleS: 100_000, firstFrameS: 100_000 }));
    const { store, vault } = createMemoryStore({ clock, ids: systemIds });
    const register = createPushFeed({ id: 'register', title: { zh: '名册', en: 'Register' } });
    const opened = await createCity({
      ...{ store, vault, clock },
      feeds: [
        { feed, source: 'fire' },
        { feed: register.feed, source: 'registry' },
      ],
    });
    ends.push(() => opened.close());
    const device = await dial((await port)!);
    const say = async (bytes: Uint8Array, times = 1): Promise<number[]> => {
      const answers: number[] = [];
      for (let n = 0; n < times; n += 1) {
        device.send(bytes);
        answers.push((await device.hear()).command);
      }
      return answers;
    };
    const logged = async (kind: string): Promise<number> => {
      let count = 0;
      for await (const entry of store.read(0 as never, 10_000)) if (entry.kind === kind) count += 1;
      return count;
    };
    const alarms = () =>
      opened.view
        .find({ kind: 'report' })
        .map(({ value }) => String(value['native']))
        .sort();
    return { view: opened.view, send: opened.send, register, device, say, logged, alarms };
  }

  it('an alarm of an address nobody registered is there at once, without a position', async () => {
    const { view, say } = await city();
    await say(frame(1, [2, 1, ...part(9, FIRE)]));
    const [alarm] = view.find({ kind: 'report' });
    expect(alarm!.value).to.deep.include({ native: '5001-1-1-131081', device: 'device/registry/5001-1-1-131081' });
    expect(alarm!.derived['position']).to.equal(undefined);
  });

  it('a post is checked by a Command: sent over its line, and done once the device confirms it', async () => {
    const { view, send, register, device, say } = await city();
    await say(frame(1, [2, 1, ...part(9, FIRE)]));
    const detector = 'device/registry/5001-1-1-131081' as const;
    const value = { type: 'smoke-detector', native: '5001-1-1-131081', contract: { by: 'event' } };
    const [now] = [clock.now()];
    await register.push({ key: 'list', receivedAt: now, drafts: [stated(detector as never, value, now)] });
    const asked = await send(
      { v: 1, id: 'command-1', name: 'check-post', input: { device: detector, minutes: 10 } },
      { id: 'u1', masked: '李*', roles: [], scope: [] },
    );
    expect(asked.ok).to.equal(true);
    const sent = await device.hear();
    expect(sent).to.deep.include({ command: 1, type: 91, destination: 5001, objects: [{ minutes: 10 }] });
    const states = (): unknown[] => view.find({ kind: 'instruction' }).map(({ value: { state } }) => state);
    expect(states()).to.deep.equal(['sent']);
    device.send(empty(sent.serial, 3));
    for (let i = 0; i < 100 && states()[0] === 'sent'; i += 1) await moment();
    expect(states()).to.deep.equal(['done']);
  });

  const counts: readonly [what: string, unit: readonly number[], alarms: number][] = [
    ['more objects announced than are there', [2, 3, ...part(1, FIRE), ...part(2, FIRE)], 2],
    ['fewer objects announced than are there', [2, 1, ...part(1, FAULT), ...part(2, FIRE)], 1],
    ['no object announced, one there', [2, 0, ...part(1, FIRE)], 1],
    ['a byte too many behind the last object', [2, 2, ...part(1, FIRE), ...part(2, FIRE), 0], 2],
    ['the last object cut', [2, 2, ...part(1, FIRE), ...part(2, FIRE).slice(0, 30)], 1],
    [
      'two states of a transmitter, of which the norm allows one',
      [21, 2, 1, 0, 0, 16, 12, 6, 26, 3, 0, 0, 16, 12, 6, 26],
      1,
    ],
  ];
  for (const [what, unit, expected] of counts)
    it(`${what}: denied, and no alarm of it is lost, nor doubled by its retries`, async () => {
      const { say, logged, alarms } = await city();
      expect(await say(frame(1, unit), 3)).to.deep.equal([6, 6, 6]);
      expect(alarms()).to.have.length(expected);
      expect(await logged('report')).to.equal(expected);
    });

  const clocks: readonly [what: string, label: number[], time: string][] = [
    ['never set and always at one instant', [0, 0, 0, 1, 1, 0], '2000-01-01T00:00:00'],
    ['that stands in 2059', [0, 0, 0, 1, 1, 59], '2059-01-01T00:00:00'],
  ];
  for (const [what, label, time] of clocks)
    it(`a detector that starts anew for each alarm, with a clock ${what}, is heard each time`, async () => {
      const { view, say, logged } = await city();
      const same = frame(0, [2, 1, ...part(1, FIRE, label)], time);
      expect(await say(same, 2)).to.deep.equal([3, 3]);
      expect(await logged('report'), 'a retry adds nothing').to.equal(1);
      await clock.pass(3_600_000);
      expect(await say(same)).to.deep.equal([3]);
      const alarms = view.find({ kind: 'report' });
      expect(alarms.map(({ at }) => Date.parse(at)).sort()).to.deep.equal(
        ['2026-06-12T16:00:05+08:00', '2026-06-12T17:00:05+08:00'].map((at) => Date.parse(at)),
      );
      for (const { value } of alarms) expect(value).not.to.have.property('occurredAt');
    });

  it('a state with an impossible old label is the latest all the same', async () => {
    const { view, say } = await city();
    await say(frame(1, [2, 1, ...part(1, FAULT)]));
    await clock.pass(60_000);
    await say(frame(2, [2, 1, ...part(1, 1, [0, 0, 0, 1, 1, 0])], '2026-06-12T16:01:00'));
    expect(view.find({ kind: 'observation' })[0]!.value['value']).to.deep.equal(['normal']);
  });

  it('a label of last week is kept: devices send late what they could not send', async () => {
    const { view, say } = await city();
    await say(frame(1, [2, 1, ...part(1, FIRE, [0, 0, 16, 5, 6, 26])]));
    expect(Date.parse(view.find({ kind: 'report' })[0]!.at)).to.equal(Date.parse('2026-06-05T16:00:00+08:00'));
  });

  it('a device gone before its confirmation can be written takes nothing down, and its retry is confirmed', async () => {
    const { device, say, logged, alarms } = await city();
    const leaves: Device = await dial(device.socket.remotePort!);
    leaves.send(frame(1, [2, 1, ...part(1, FIRE)]));
    leaves.socket.on('error', () => undefined).resetAndDestroy();
    for (let n = 0; n < 50 && alarms().length === 0; n += 1) await moment(10);
    expect(await say(frame(1, [2, 1, ...part(1, FIRE)]))).to.deep.equal([3]);
    expect(await logged('report')).to.equal(1);
  });

  it('two devices of one address: each line hears its own confirmation, and both alarms stand', async () => {
    const { device, say, alarms } = await city();
    const twin = await dial(device.socket.remotePort!);
    expect(await say(frame(1, [2, 1, ...part(1, FIRE)]))).to.deep.equal([3]);
    twin.send(frame(1, [2, 1, ...part(2, FIRE)]));
    expect(await twin.hear()).to.deep.include({ serial: 1, command: 3 });
    expect(device.heard).to.have.length(1);
    expect(alarms()).to.have.length(2);
  });

  it('serial numbers that wrap, and begin again at 0 after a restart, hide no alarm', async () => {
    const { say, alarms } = await city();
    const serials = [65_534, 65_535, 0, 1, 0, 1];
    for (const [point, serial] of serials.entries())
      expect(await say(frame(serial, [2, 1, ...part(point, FIRE)]))).to.deep.equal([3]);
    expect(alarms()).to.have.length(serials.length);
  });

  it('an alarm counts whatever command carries it; an answer to a request alone is not confirmed', async () => {
    const { device, say, alarms } = await city();
    const by = (command: number): Uint8Array => {
      const bytes = frame(command, [2, 1, ...part(command, FIRE)]);
      bytes[bytes.length - 3] = (bytes[bytes.length - 3]! + command - bytes[26]!) & 0xff;
      bytes[26] = command;
      return bytes;
    };
    device.send(by(5));
    for (const command of [1, 4]) expect(await say(by(command))).to.deep.equal([3]);
    expect(device.heard.map(({ serial }) => serial)).to.deep.equal([1, 4]);
    expect(alarms()).to.have.length(3);
    expect(await say(by(130)), 'of the vendor').to.deep.equal([6]);
    expect(alarms()).to.have.length(3);
  });

  it('types of the vendor are confirmed and state nothing', async () => {
    const { say, logged } = await city();
    for (const type of [128, 200, 254, 255, 0])
      expect(await say(frame(type, [type, 1, ...part(1, FIRE)]))).to.deep.equal([3]);
    expect((await logged('report')) + (await logged('observation'))).to.equal(0);
  });

  it('one bad object of many takes no other with it', async () => {
    const { view, say, alarms } = await city();
    const objects = Array.from({ length: 22 }, (_, point) => part(point, FIRE));
    objects[3] = part(3, FIRE, [99, 99, 99, 99, 99, 99]);
    // Neither GB 18030 nor text, from a system and a component that nobody defined.
    objects[7] = [
      255,
      255,
      255,
      ...part(7, FIRE).slice(3, 9),
      ...new Array<number>(31).fill(0xff),
      0,
      0,
      16,
      12,
      6,
      26,
    ];
    expect(await say(frame(1, [2, 22, ...objects.flat()]))).to.deep.equal([3]);
    expect(alarms()).to.have.length(22);
    expect(view.find({ kind: 'observation' })).to.have.length(22);
  });
});
