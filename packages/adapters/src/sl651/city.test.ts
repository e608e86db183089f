import { createHash } from 'node:crypto';
import { createCity, createMemoryStore, systemIds } from '@yingji/core';
import { createManualClock } from '@yingji/core/testing';
import { expect } from 'chai';
import { listens } from '../../test/listens.js';
import { decodeSl651, sl651 } from './index.js';
import { closeAll, datagrams, moment, packets, STATION, up } from './station.test.js';

const DEVICE = `device/registry/${STATION}`;

describe('sl651 in a city', () => {
  const ends: (() => Promise<void>)[] = [];
  afterEach(() => Promise.all(ends.splice(0).map((end) => end())));
  afterEach(closeAll);

  async function city() {
    const clock = createManualClock('2026-06-12T16:00:05+08:00');
    const { feed, port } = listens(sl651.configure({ over: 'udp', verticalDatum: '珠江基面' }));
    const { store, vault, quarantine } = createMemoryStore({ clock, ids: systemIds });
    const opened = await createCity({ store, vault, clock, feeds: [{ feed, source: 'hydro' }] });
    ends.push(() => opened.close());
    const line = datagrams((await port)!);
    const say = async (...frames: readonly Uint8Array[]): Promise<void> => {
      for (const frame of frames) {
        const before = line.heard();
        line.send(frame);
        for (let i = 0; line.heard() === before; i += 1) {
          if (i > 200) throw new Error('nothing was confirmed');
          await moment(5);
        }
      }
    };
    const level = () =>
      opened.view
        .find({ kind: 'observation' })
        .find(({ value }) => value['quantity'] === 'water-level' && value['device'] === DEVICE)!;
    const logged = async (): Promise<string[]> => {
      const ids: string[] = [];
      for await (const { id, kind } of store.read(0 as never, 10_000)) if (kind === 'observation') ids.push(id);
      return ids;
    };
    return { say, level, logged, view: opened.view, quarantine, vault };
  }
  const at = (minute: string, metres: string, serial: number): Uint8Array =>
    up(`f1f1 ${STATION} 48 f0f0 26061216${minute} 39 23 ${metres}`, { serial });
  /** 15:mm, which came late. */
  const late = (minute: string, metres: string, serial: number): Uint8Array =>
    up(`f1f1 ${STATION} 48 f0f0 26061215${minute} 39 23 ${metres}`, { serial });

  it('backfill and what a datagram overtook are kept, and replace nothing newer', async () => {
    const { say, level, logged } = await city();
    await say(at('00', '00010490', 10), late('40', '00010100', 11), late('20', '00009900', 5));
    expect(level().value).to.deep.include({ value: 10.49, verticalDatum: '珠江基面', quality: 'good' });
    expect(await logged()).to.have.length(3);
  });

  it('of two reports of one minute the later serial number stands, whichever comes first; over its wrap too', async () => {
    const { say, level } = await city();
    await say(at('00', '00010490', 65_534), at('00', '00010700', 1), at('00', '00010600', 65_535));
    expect(level().value['value']).to.equal(10.7);
  });

  it('a retry is confirmed again and changes nothing; a fault takes the place of the number before it', async () => {
    const { say, level, logged } = await city();
    await say(late('59', '00010490', 10), late('59', '00010490', 10));
    expect(await logged()).to.have.length(1);
    await say(at('00', '99999999', 11));
    expect(level().value).to.deep.include({ value: null, quality: 'fault', fault: '99999999' });
  });

  it('an alarm told again and again is one report, and a state that is good again ends the state alone', async () => {
    const { say, view } = await city();
    const word = (minute: string, bits: string, serial: number): Uint8Array =>
      up(`f1f1 ${STATION} 48 f0f0 26061216${minute} 45 20 ${bits}`, { function: 0x33, serial });
    await say(word('00', '00000085', 1), word('00', '00000085', 1), word('01', '00000085', 2));
    const state = (): unknown => view.find({ kind: 'observation' })[0]!.value['value'];
    expect(state()).to.deep.equal(['mains-fault', 'water-level-exceeded']);
    expect(view.find({ kind: 'report' }).map(({ value }) => value['eventType'])).to.deep.equal(['11A00']);
    await say(word('02', '00000080', 3));
    expect(state()).to.deep.equal(['normal']);
    expect(view.find({ kind: 'report' })).to.have.length(1);
  });

  it('of a picture the log has a reference, and quarantine the bytes, sealed, under the key that it names', async () => {
    const { say, view, quarantine, vault } = await city();
    const jpeg = Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, ...Array.from({ length: 40 }, (_, i) => i), 0xff, 0xd9]);
    // Confirmed once, by its last packet.
    await say(Uint8Array.from(Buffer.concat(packets(jpeg, 3))));
    const { value } = view.find({ kind: 'observation' })[0]!;
    const { message, bytes } = (value['extra'] as { 'sl651:picture': { message: string; bytes: number } })[
      'sl651:picture'
    ];
    const [held] = quarantine;
    expect([held!.key, held!.about]).to.deep.equal([message, [view.find({ kind: 'observation' })[0]!.id]]);
    const kept = decodeSl651(vault.unseal(held!.sealed)).frame!.picture!;
    expect(kept.length).to.equal(bytes);
    expect(value['value']).to.equal(`sha256:${createHash('sha256').update(kept).digest('hex')}`);
  });

  it('a series told again by another message is there once', async () => {
    const { say, logged } = await city();
    const rain = (serial: number, fn: number): Uint8Array =>
      up(`f1f1 ${STATION} 50 f0f0 2606121505 f460 ${'05'.repeat(12)}`, { serial, function: fn });
    await say(rain(20, 0x34), rain(21, 0x31));
    expect(new Set(await logged()).size).to.equal(12);
  });
});
