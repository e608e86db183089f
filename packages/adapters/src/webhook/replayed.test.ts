import { expect } from 'chai';
import { createCity, createMemoryStore, systemIds } from '@yingji/core';
import { createManualClock } from '@yingji/core/testing';
import { listens } from '../../test/listens.js';
import { signPush } from '../../test/sign-push.js';
import { webhook } from './index.js';

const secret = 'a secret of sixteen and more';
const NOW = '2026-06-12T16:00:00+08:00';

describe('a signed push that is replayed after a restart', () => {
  const ends: (() => Promise<unknown>)[] = [];
  afterEach(() => Promise.all(ends.splice(0).map((end) => end())));

  /** A door says neither when nor which message it is: each telling is news, so that nothing in it shows a replay. */
  const rules = [
    {
      as: 'observations',
      device: '/door',
      readings: [{ quantity: 'door-state', path: '/is', codes: { open: 'open', closed: 'closed' } }],
    },
  ];

  async function world() {
    const clock = createManualClock(NOW);
    const { store, vault } = createMemoryStore({ clock, ids: systemIds });
    /** The host starts over what it kept. */
    async function start() {
      const { feed, port } = listens(webhook.configure({ from: { port: 0, secret }, rules }));
      const city = await createCity({ store, vault, clock, feeds: [{ feed, source: 'doors' }] });
      const stop = () => city.close();
      ends.push(stop);
      const url = `http://127.0.0.1:${await port}/`;
      const doors = (): unknown[] => city.view.find({ kind: 'observation' }).map(({ value }) => value['value']);
      return { url, doors, stop };
    }
    /** What a source sends, its headers with it; as it stands it can be sent again by anybody. */
    const sent = (is: 'open' | 'closed'): RequestInit =>
      signPush(JSON.stringify({ door: 'd1', is }), { secret, at: Date.parse(clock.now()) });
    return { clock, start, sent };
  }
  const post = async (url: string, request: RequestInit): Promise<number> => (await fetch(url, request)).status;

  it('changes nothing, and is answered as it was', async () => {
    const { clock, start, sent } = await world();
    const opened = sent('open');
    const before = await start();
    expect(await post(before.url, opened)).to.equal(200);
    await clock.pass(60_000);
    expect(await post(before.url, sent('closed'))).to.equal(200);
    await before.stop();
    await clock.pass(60_000);
    const after = await start();
    expect(after.doors()).to.deep.equal([['closed']]);
    expect(await post(after.url, opened), 'within its window').to.equal(200);
    expect(after.doors(), 'the door did not open').to.deep.equal([['closed']]);
    expect(await post(after.url, sent('open')), 'the source itself').to.equal(200);
    expect(after.doors()).to.deep.equal([['open']]);
  });

  it('one that nobody took yet is taken, however old its time within the window', async () => {
    const { clock, start, sent } = await world();
    const lost = sent('open');
    await clock.pass(200_000);
    const { url, doors } = await start();
    expect(await post(url, lost)).to.equal(200);
    expect(doors()).to.deep.equal([['open']]);
  });
});
