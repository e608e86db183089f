import { expect } from 'chai';
import { decodeSl651, ENDS, type Sl651Frame } from './index.js';
import {
  closeAll,
  datagrams,
  dial,
  hex,
  clock,
  moment,
  openFeed,
  packets,
  SELF,
  SENT,
  STATION,
  up,
  type Line,
} from './station.test.js';

const report = up(`${SELF} 20 19 000005`);
const heardBy = ({ heard }: Line): Sl651Frame[] => {
  const bytes = hex(heard());
  const frames: Sl651Frame[] = [];
  for (let at = 0; at < bytes.length;) {
    const { frame, length } = decodeSl651(bytes, at);
    frames.push(frame!);
    at += length;
  }
  return frames;
};
const ends = (line: Line): number[] => heardBy(line).map((frame) => frame.ends);

describe('sl651 exchange', () => {
  afterEach(closeAll);
  const ways = [
    ['tcp', dial],
    ['udp', (port: number) => Promise.resolve(datagrams(port))],
  ] as const;

  for (const [over, ring] of ways) {
    const open = async (config: object = {}) => {
      const feed = await openFeed({ over, ...config });
      return { ...feed, line: await ring(feed.port) };
    };

    it(`${over}: a Command asks the station that spoke, with its own password; what it then measures is the answer`, async () => {
      const { session, next, line } = await open({ mode: 'M1' });
      line.send(report);
      session.settle((await next()).token, 'stored');
      const command = (name: string, native: string) =>
        session.execute!({ v: 1, id: 'x', name, actor: 'u1', at: SENT, input: { native } });
      expect((await command('query-device', '4501030009')).map(({ code }) => code)).to.deep.equal([
        'device-not-connected',
      ]);
      const done = command('query-device', `${STATION}-z2`);
      await moment();
      expect(heardBy(line).at(-1)).to.deep.include({
        ...{ direction: 'down', centre: 1, station: STATION, password: '1234', function: 0x37, ends: ENDS.enq },
      });
      line.send(up(`${SELF} 20 19 000006`, { function: 0x37, serial: 8 }));
      const measured = await next();
      expect(measured.drafts.map(({ kind }) => kind)).to.include('observation');
      expect(await done).to.deep.equal([]);
    });

    it(`${over}: M2 confirms what is stored, to the station that said it, and not before`, async () => {
      const { session, next, line } = await open();
      line.send(report);
      const delivery = await next();
      await moment();
      expect(line.heard()).to.equal('');
      session.settle(delivery.token, 'stored');
      await moment();
      const [answer] = heardBy(line);
      expect(answer).to.deep.include({
        direction: 'down',
        centre: 1,
        station: STATION,
        password: '1234',
        function: 0x32,
      });
      expect(answer).to.deep.include({ serial: 7, ends: ENDS.eot, elements: [] });
      expect(Date.parse(`${answer!.sentAt}+08:00`)).to.be.closeTo(Date.parse(clock.now()), 60_000);
    });

    it(`${over}: says nothing of what was not kept, denies what is broken, and answers neither the line's beat nor an answer`, async () => {
      const { session, next, line } = await open();
      const broken = report.map((byte, i) => (i === 35 ? byte ^ 1 : byte));
      const beat = up('', { function: 0x2f });
      const asked = up(`${SELF} 20 19 000005`, { function: 0x37 });
      line.send(report, beat, asked, broken);
      const verdicts = ['retry', 'stored', 'stored', 'refused'] as const;
      for (const verdict of verdicts) session.settle((await next()).token, verdict);
      await moment();
      expect(heardBy(line).map(({ ends: end, serial }) => [end, serial])).to.deep.equal([[ENDS.nak, 7]]);
    });

    it(`${over}: M3 confirms a picture once, by its last packet, and asks for one that is missing`, async () => {
      const { session, next, line } = await open({ confirmWith: 'esc' });
      const thirteen = packets(
        Uint8Array.from({ length: 300 }, (_, i) => i),
        13,
      );
      for (const [i, packet] of thirteen.entries()) {
        if (i !== 6) line.send(packet);
        await moment(1);
      }
      const lacks = await next();
      expect([lacks.outcome, lacks.issues[0]!.code]).to.deep.equal(['undecodable', 'sl651-packet-missing']);
      session.settle(lacks.token, 'refused');
      await moment();
      expect(heardBy(line)[0]).to.deep.include({ ends: ENDS.nak, function: 0x36, packets: { total: 13, here: [7] } });
      line.send(thirteen[6]!);
      const whole = await next();
      expect([whole.outcome, whole.issues[0]!.code]).to.deep.equal(['unmapped', 'sl651-picture']);
      session.settle(whole.token, 'stored');
      await moment();
      expect(heardBy(line)[1]).to.deep.include({ ends: ENDS.esc, packets: { total: 13, here: [13] } });
    });
  }

  it('M1 and M4 confirm nothing; ESC keeps on line, ACK is for those who want it', async () => {
    for (const [config, due] of [
      [{ mode: 'M1' }, []],
      [{ mode: 'M4' }, []],
      [{ confirmWith: 'esc' }, [ENDS.esc]],
      [{ confirmWith: 'ack' }, [ENDS.ack]],
    ] as const) {
      const { session, next, port } = await openFeed(config);
      const line = await dial(port);
      line.send(report);
      session.settle((await next()).token, 'stored');
      await moment();
      expect(ends(line), JSON.stringify(config)).to.deep.equal(due);
    }
  });

  it('ASCII is answered in ASCII, and the time of the message is echoed where that is wanted', async () => {
    const { session, next, port } = await openFeed({ confirmTime: 'echo' });
    const line = await dial(port);
    line.send(up('', { encoding: 'ascii', body: Buffer.from(' TT 2606121600 PJ 0.5') }), report);
    session.settle((await next()).token, 'stored');
    session.settle((await next()).token, 'stored');
    await moment();
    expect(heardBy(line).map(({ encoding, sentAt }) => [encoding, sentAt])).to.deep.equal([
      ['ascii', '2026-06-12T16:00:00'],
      ['hex', '2026-06-12T16:00:00'],
    ]);
  });

  it('a station that has more to say is not sent away', async () => {
    const { session, next, port } = await openFeed();
    const line = await dial(port);
    line.send(up(`${SELF} 20 19 000005`, { ends: ENDS.etb }));
    session.settle((await next()).token, 'stored');
    await moment();
    expect(ends(line)).to.deep.equal([ENDS.ack]);
  });

  it('a retry has the key of its first, another message has another', async () => {
    const { next, port } = await openFeed();
    (await dial(port)).send(report, report, up(`${SELF} 20 19 000005`, { serial: 8 }), up(`${SELF} 20 19 000006`));
    const keys = [(await next()).key, (await next()).key, (await next()).key, (await next()).key];
    expect(keys[0]).to.equal(keys[1]);
    expect(new Set(keys).size).to.equal(3);
    expect(keys[0]).to.match(new RegExp(`^${STATION}\\.32\\.7\\.`));
    expect(SENT).to.equal('2026-06-12T08:00:00.000Z');
  });
});
