import { createCity, createMemoryStore, systemClock, systemIds, type Json } from '@yingji/core';
import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { listens } from '../../test/listens.js';
import { signPush } from '../../test/sign-push.js';
import { webhook } from './index.js';

const { config } = JSON.parse(readFileSync(new URL('check.json', import.meta.url), 'utf8')) as {
  readonly config: Json;
};
const secret = 'sixteen characters';
const alarm = { type: 'fire_smoke', alarmId: 'A-7', alarmTime: '2026-06-12 15:58:00', remark: '王某家 13800138000' };

describe('a webhook in a city', () => {
  let close: (() => Promise<unknown>) | undefined;
  afterEach(() => close?.());

  async function open() {
    const { feed, port } = listens(webhook.configure(config));
    const { store, vault } = createMemoryStore({ clock: systemClock, ids: systemIds });
    const city = await createCity({ store, vault, clock: systemClock, feeds: [{ feed, source: 'video' }] });
    close = () => city.close();
    return { view: city.view, store, port: await port };
  }

  async function post(port: number | undefined, body: string, key = secret): Promise<number> {
    return (await fetch(`http://127.0.0.1:${port}/`, signPush(body, { secret: key }))).status;
  }

  it('answers when an alarm is committed, takes a retry for one, and a stranger for none', async () => {
    const { view, port } = await open();
    const body = JSON.stringify({ alarms: [alarm] });
    expect(await post(port, body, 'another of sixteen')).to.equal(401);
    expect(view.find({ kind: 'report' })).to.have.lengthOf(0);
    expect([await post(port, body), await post(port, body)]).to.deep.equal([200, 200]);
    expect(view.find({ kind: 'report' }).map(({ id, value }) => [id, value['title']])).to.deep.equal([
      ['report/video/A-7', '视频识别：烟火'],
    ]);
  });

  it('refuses what cannot be read, stores what can be in part, and logs nothing of a person', async () => {
    const { view, port, store } = await open();
    expect(await post(port, '{"alarms":[')).to.equal(422);
    expect(await post(port, JSON.stringify({ alarms: [{ type: 'crowd' }, alarm] }))).to.equal(200);
    expect(view.find({ kind: 'report' })).to.have.lengthOf(1);
    let log = '';
    for await (const entry of store.read(0 as never, 1_000)) log += JSON.stringify(entry);
    expect(log)
      .to.include('A-7')
      .and.not.to.match(/王某|13800138000/);
  });
});
