import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCity, createMemoryStore, systemClock, systemIds, type Json } from '@yingji/core';
import { expect } from 'chai';
import { listens } from '../../test/listens.js';
import { signPush } from '../../test/sign-push.js';
import { calls110, calls119 } from './index.js';

const secret = 'sixteen characters';
const NUMBER = '4501032606120200194';
const call = {
  JJDBH: NUMBER,
  BJSJ: '2026-06-12 09:45:00',
  BJDH: '13800000110',
  BJRMC: '欧阳某',
  BJNR: '欧阳某说有烟',
  GXSJ: '2026-06-12 09:46:00',
};

describe('calls in a city', () => {
  const ends: (() => unknown)[] = [];
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end();
  });

  async function city(definition: typeof calls110, config: Json, wrap: (store: object) => object = (store) => store) {
    const { feed, port } = listens(definition.configure(config));
    const { store, vault } = createMemoryStore({ clock: systemClock, ids: systemIds });
    const opened = await createCity({
      store: wrap(store) as never,
      vault,
      clock: systemClock,
      feeds: [{ feed, source: 'calls' }],
    });
    ends.push(() => opened.close());
    const log = async (): Promise<string> => {
      let text = '';
      for await (const entry of store.read(0 as never, 10_000)) text += JSON.stringify(entry);
      return text;
    };
    return { view: opened.view, port: await port, log };
  }

  async function post(port: number | undefined, body: string | Uint8Array): Promise<number> {
    return (await fetch(`http://127.0.0.1:${port}/`, signPush(body, { secret }))).status;
  }
  const push = { from: { way: 'http-push', port: 0, secret } };

  it('a call that is pushed is committed before it is answered, and its caller stands nowhere in the log', async () => {
    const { view, port, log } = await city(calls110, push);
    expect(await post(port, JSON.stringify(call))).to.equal(200);
    const [report] = view.find({ kind: 'report' });
    expect(report!.value).to.deep.include({ native: NUMBER, channel: '110' });
    expect(report!.value['phone']).to.deep.include({ masked: '138****0110' });
    const text = await log();
    expect(text).to.include(NUMBER);
    for (const person of ['欧阳某', '13800000110', '有烟']) expect(text).to.not.include(person);
  });

  it('an older edition that comes late changes nothing back, and a repeat is one', async () => {
    const { view, port } = await city(calls110, push);
    const newer = { ...call, JQDJDM: '1', GXSJ: '2026-06-12 09:50:00' };
    for (const body of [newer, call, newer, call]) expect(await post(port, JSON.stringify(body))).to.equal(200);
    expect(view.find({ kind: 'report' }).map(({ value }) => value['grades'])).to.deep.equal([{ police: '1' }]);
  });

  it('what is said last of one time stands: 退单 and a deletion of records that do not say when they changed', async () => {
    const { view, port } = await city(calls110, push);
    const order = { PJDBH: 'P1', JJDBH: NUMBER, CJDWDM: '450103010000', PJSJ: '2026-06-12 09:47:00' };
    const returned = { ...order, QXYY: '重复派警', JQCLZTDM: '退单' };
    for (const body of [order, returned]) expect(await post(port, JSON.stringify(body))).to.equal(200);
    expect(view.find({ kind: 'task' }).map(({ value }) => value['state'])).to.deep.equal(['returned']);
    for (const body of [
      { ...order, JQCLZTDM: '已签收' },
      { ...order, JQCLZTDM: '处置中' },
    ])
      expect(await post(port, JSON.stringify(body))).to.equal(200);
    expect(view.find({ kind: 'task' }).map(({ value }) => value['state'])).to.deep.equal(['handling']);
    expect(await post(port, JSON.stringify({ ...order, SCBS: '1' }))).to.equal(200);
    expect(view.find({ kind: 'task' })).to.deep.equal([]);
  });

  it('what cannot be read is refused and kept, what can be in part is stored', async () => {
    const { view, port } = await city(calls110, push);
    expect(await post(port, '{"JJDBH":')).to.equal(422);
    expect(await post(port, JSON.stringify([call, { BJSJ: call.BJSJ, BJNR: 'x', JQDZ: 'y' }]))).to.equal(200);
    expect(view.find({ kind: 'report' })).to.have.lengthOf(1);
  });

  it('orders and merged calls are kept with the call; that a call is another agency’s too is the city’s to say', async () => {
    const { view, port } = await city(calls110, { ...push, peers: { 119: 'fire' } });
    const order = { PJDBH: 'P1', JJDBH: NUMBER, CJDWDM: '450103010000', PJSJ: '2026-06-12 09:47:00' };
    const repeat = { ...call, JJDBH: `${NUMBER}9`, GLZJJDBH: NUMBER, HBBS: '1' };
    const elsewhere = { ...call, JJDBH: `${NUMBER}8`, ZQBH: 'Z1' };
    for (const body of [call, order, repeat, elsewhere]) expect(await post(port, JSON.stringify(body))).to.equal(200);
    expect(view.find({ kind: 'task' }).map(({ id, value }) => [id, value['about']])).to.deep.equal([
      ['task/calls/P1', [`report/calls/${NUMBER}`]],
    ]);
    expect(view.find({ kind: 'link' }).map(({ value }) => value['to'])).to.deep.equal([`report/calls/${NUMBER}`]);
    expect(view.find({ kind: 'report' })).to.have.lengthOf(3);
  });

  it('a call is not confirmed while the store cannot commit', async () => {
    let fails = true;
    const failing = (store: object): object =>
      new Proxy(store, {
        get: (target, name) =>
          name === 'commit' && fails
            ? () => Promise.reject(new Error('disk full'))
            : (Reflect.get(target, name) as (() => unknown) | undefined)?.bind?.(target),
      });
    const { view, port } = await city(calls110, push, failing).catch(() => expect.fail('opens'));
    const first = await Promise.race([
      post(port, JSON.stringify(call)),
      new Promise((r) => setTimeout(r, 700, 'waits')),
    ]);
    expect(first).to.be.oneOf([503, 'waits']);
    expect(view.find({ kind: 'report' })).to.deep.equal([]);
    fails = false;
  });

  it('files in GB18030 are read as they are dropped', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'yingji-calls-'));
    ends.push(() => rmSync(folder, { recursive: true }));
    const { view } = await city(calls119, { from: { way: 'files', folder, everyS: 0.05 } });
    const smoke = [0xd3, 0xd0, 0xd1, 0xcc];
    const xml = [
      '<?xml version="1.0" encoding="GB2312"?><data><ZQBH>Z1</ZQBH><HRSJ>2026-06-12 09:45:00</HRSJ><HZLX>',
      '</HZLX></data>',
    ];
    const bytes = Buffer.concat([Buffer.from(xml[0]!), Buffer.from(smoke), Buffer.from(xml[1]!)]);
    writeFileSync(join(folder, '1.part'), bytes);
    renameSync(join(folder, '1.part'), join(folder, '1.xml'));
    for (let i = 0; i < 300 && view.find({ kind: 'report' }).length === 0; i += 1)
      await systemClock.sleep(10, new AbortController().signal);
    expect(view.find({ kind: 'report' }).map(({ value }) => [value['native'], value['title']])).to.deep.equal([
      ['Z1', '有烟'],
    ]);
  });
});
