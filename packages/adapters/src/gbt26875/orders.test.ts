import { expect } from 'chai';
import { createManualClock } from '@yingji/core/testing';
import { closeLines, command, empty, moment, openLine, within, type Device, type Line } from './fake-device.test.js';

/** A line with one device on it that has been heard. */
async function ready(clock = createManualClock('2026-06-12T16:00:00+08:00')) {
  const line = await openLine({}, clock);
  const device = await line.dial();
  device.send(empty(1));
  line.session.settle((await line.next()).token, 'stored');
  await device.hear();
  const order = (name: string, input: object) => line.session.execute!(command(name, input));
  return { line, device, clock, order };
}
const codes = (issues: readonly { code: string }[]): string[] => issues.map(({ code }) => code);
/** Answers the next order of the centre. */
async function answer(device: Device, by: number): Promise<void> {
  device.send(empty((await device.hear()).serial, by));
}
const keepReading = (line: Line): void => void line.drain();

describe('gbt26875 commands to devices', () => {
  afterEach(closeLines);

  it('sync-clock sends the centre’s time in the devices’ offset, from the address the device calls us by', async () => {
    const { device, order } = await ready();
    const done = order('sync-clock', { native: '5001' });
    const sent = await device.hear();
    expect(sent).to.deep.include({
      command: 1,
      type: 90,
      source: 1,
      destination: 5001,
      version: { major: 1, user: 0 },
    });
    expect(sent.objects).to.deep.equal([{ time: '2026-06-12T16:00:00' }]);
    device.send(empty(sent.serial, 3));
    expect(await done).to.deep.equal([]);
  });

  it('check-post sends the minutes', async () => {
    const { device, order } = await ready();
    const done = order('check-post', { native: '5001', minutes: 10 });
    const sent = await device.hear();
    expect(sent).to.deep.include({ command: 1, type: 91, objects: [{ minutes: 10 }] });
    device.send(empty(sent.serial, 3));
    expect(await done).to.deep.equal([]);
  });

  it('a deny is answered by sending again, and a later confirm counts', async () => {
    const { device, order } = await ready();
    const done = order('check-post', { native: '5001', minutes: 1 });
    await answer(device, 6);
    await answer(device, 3);
    expect(await done).to.deep.equal([]);
  });

  it('three denies refuse the command', async () => {
    const { device, order } = await ready();
    const done = order('check-post', { native: '5001', minutes: 1 });
    for (let n = 0; n < 3; n += 1) await answer(device, 6);
    expect(codes(await done)).to.deep.equal(['device-denied']);
  });

  it('a silent device is asked three times, 10 s apart, with one serial number', async () => {
    const { device, order, clock } = await ready();
    const done = order('sync-clock', { native: '5001' });
    const serials: number[] = [];
    for (let n = 0; n < 3; n += 1) {
      serials.push((await device.hear()).serial);
      await clock.pass(9999);
      await moment();
      expect(device.heard).to.have.length(n + 2);
      await clock.pass(1);
    }
    expect(codes(await done)).to.deep.equal(['device-silent']);
    expect(new Set(serials).size).to.equal(1);
  });

  it('a frame of the device’s own with the same serial number is no answer', async () => {
    const { line, device, order } = await ready();
    keepReading(line);
    const done = order('sync-clock', { native: '5001' });
    const { serial } = await device.hear();
    device.send(empty(serial));
    expect(await device.hear()).to.deep.include({ serial, command: 3 });
    await moment();
    expect(device.heard.filter((frame) => frame.command === 1)).to.have.length(1);
    device.send(empty(serial, 3));
    expect(await done).to.deep.equal([]);
  });

  it('ends at once when the feed stops', async () => {
    const { line, device, order } = await ready();
    const done = order('sync-clock', { native: '5001' });
    await device.hear();
    await line.stop();
    expect(codes((await within(done, 500)) ?? [])).to.deep.equal(['feed-stopped']);
  });

  it('says what it cannot do', async () => {
    const { line, device, order } = await ready();
    expect(codes(await order('sync-clock', { native: '9' }))).to.deep.equal(['device-not-connected']);
    expect(codes(await order('sync-clock', { native: 'x' }))).to.deep.equal(['invalid-input']);
    expect(codes(await order('check-post', { native: '5001', minutes: 0 }))).to.deep.equal(['invalid-input']);
    expect(codes(await order('dance', { native: '5001' }))).to.deep.equal(['cannot-execute']);
    device.socket.destroy();
    await moment();
    expect(codes(await order('sync-clock', { native: '5001' }))).to.deep.equal(['device-not-connected']);
    await line.stop();
  });
});
