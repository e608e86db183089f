import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createCity,
  createPushFeed,
  peerCalls,
  stated,
  systemClock,
  type City,
  type EntityId,
  type JsonObject,
  type Row,
} from '@yingji/core';
import { createMemoryLogger } from '@yingji/core/testing';
import { expect } from 'chai';
import { createSqliteStore, type SqliteStore } from '../stores/sqlite/index.js';
import { listens } from '../../test/listens.js';
import { signPush } from '../../test/sign-push.js';
import { calls110 } from './index.js';

const secret = 'sixteen characters';
const NUMBER = '4501032606120200194';
const REPORT = `report/calls/${NUMBER}` as EntityId;
const TASK = 'task/calls/P1' as EntityId;

/** So many minutes after the call, as the centre writes it: Beijing time without an offset. */
const began = Date.now() - 3_600_000;
const minute = (count: number): string =>
  new Date(began + 8 * 3_600_000 + count * 60_000).toISOString().slice(0, 19).replace('T', ' ');

const call = { JJDBH: NUMBER, BJSJ: minute(0), BJDH: '13800000110', BJRMC: '欧阳某', BJNR: '有烟', GXSJ: minute(1) };
const order = { PJDBH: 'P1', JJDBH: NUMBER, CJDWDM: '450103010000', PJSJ: minute(2), GXSJ: minute(2) };
const back = { FKDBH: 'F1', PJDBH: 'P1', JJDBH: NUMBER, FKSJ: minute(20), CDRS: 4, CJQK: '欧阳某已送医' };

describe('calls in a city on SQLite', function () {
  this.timeout(60_000);
  let folder: string;
  let city: City;
  let stored: SqliteStore;
  let port: number | undefined;
  let fire: ReturnType<typeof createPushFeed>;

  async function open(more: JsonObject = {}): Promise<void> {
    const { feed, port: listening } = listens(
      calls110.configure({ from: { way: 'http-push', port: 0, secret }, ...more }),
    );
    stored = await createSqliteStore({
      file: join(folder, 'city.db'),
      keyFile: join(folder, 'vault.key'),
      clock: systemClock,
    });
    fire = createPushFeed({ id: 'fire', title: { zh: '119', en: '119' } });
    city = await createCity({
      store: stored.store,
      vault: stored.vault,
      clock: systemClock,
      logger: createMemoryLogger(),
      analysts: [peerCalls],
      feeds: [
        { feed, source: 'calls' },
        { feed: fire.feed, source: 'calls-119' },
      ],
    });
    port = await listening;
  }
  const close = (): Promise<void> => city.close().then(() => stored.close());

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'yingji-calls-'));
    await open();
  });
  afterEach(async () => {
    await close();
    rmSync(folder, { recursive: true });
  });

  /** A request as it is signed at this moment; sent again as it is, it is a replay. */
  const sign = (body: unknown, more: Partial<Parameters<typeof signPush>[1]> = {}) =>
    signPush(JSON.stringify(body), { secret, ...more });
  const send = async (request: ReturnType<typeof sign>): Promise<number> =>
    (await fetch(`http://127.0.0.1:${port}/`, request)).status;
  const push = (body: unknown, options?: Parameters<typeof sign>[1]): Promise<number> => send(sign(body, options));
  const rows = (kind: string): readonly Row[] => city.view.find({ kind });
  /** Everything in the picture that came from the centre, without the health of its feed. */
  const picture = (): unknown =>
    ['report', 'task', 'feedback', 'link'].map((kind) => rows(kind).map(({ id, value, at }) => ({ id, value, at })));
  const changes = (): number => city.view.at;

  it('an order before its call, its 反馈单 before both: each is there, joined, and over a restart', async () => {
    for (const record of [back, order, call]) expect(await push(record)).to.equal(200);
    const [feedback] = rows('feedback');
    expect(feedback!.value).to.deep.include({ of: TASK, about: [REPORT], native: 'F1', people: 4 });
    expect(feedback!.value['narrative']).to.have.keys('$vault', 'pseudonym');
    expect(city.view.get(TASK)!.value).to.deep.include({
      about: [REPORT],
      assignee: 'organization/units/450103010000',
    });
    expect(city.view.get(TASK)!.derived['feedback']).to.equal(feedback!.id);
    expect(city.view.get(REPORT)!.value['phone']).to.deep.include({ masked: '138****0110' });
    const { $vault } = feedback!.value['narrative'] as { $vault: string };
    expect(await stored.vault.reveal($vault)).to.equal('欧阳某已送医');
    const before = picture();
    await close();
    await open();
    expect(picture()).to.deep.equal(before);
  });

  it('退单 with its reason, a merged call with its link, and its end', async () => {
    await push([call, order]);
    await push({ ...order, TDSJ: minute(4), QXYY: '非本辖区', GXSJ: minute(4) });
    expect(city.view.get(TASK)!.value).to.include({ state: 'returned', reason: '非本辖区' });
    const repeat = { ...call, JJDBH: '7', GLZJJDBH: NUMBER, HBBS: '1', GXSJ: minute(5) };
    await push(repeat);
    expect(rows('link').map(({ value }) => value)).to.deep.equal([
      { from: 'report/calls/7', to: REPORT, role: 'same-as', score: 1, reasons: ['merged-at-source'] },
    ]);
    await push({ ...repeat, HBBS: '0', GXSJ: minute(6) });
    expect(rows('link').map(({ value }) => value['undoes'])).to.include(rows('link')[0]!.id);
    expect(await stored.quarantine.list({ feed: 'calls', limit: 9 })).to.deep.equal([]);
  });

  it('a call that 110 hands to 119 is linked with it by the city, once both have told of it', async () => {
    await close();
    await open({ peers: { '119': 'calls-119' } });
    expect(await push({ ...call, ZQBH: 'Z1' })).to.equal(200);
    const theirs = 'report/calls-119/Z1' as EntityId;
    expect(city.view.get(REPORT)!.value['peers']).to.deep.equal([theirs]);
    expect([rows('link'), await stored.quarantine.list({ feed: 'calls', limit: 9 })]).to.deep.equal([[], []]);
    const now = systemClock.now();
    await fire.push({ key: '1', receivedAt: now, drafts: [stated(theirs, { channel: '119', title: '火警' }, now)] });
    for (let i = 0; i < 200 && rows('link').length === 0; i += 1) await new Promise((next) => setTimeout(next, 10));
    expect(rows('link').map(({ source, value }) => [source, value['from'], value['to'], value['role']])).to.deep.equal([
      ['city', REPORT, theirs, 'same-as'],
    ]);
  });

  it('what is deleted at its source is gone, and does not come back by an older edition', async () => {
    await push([call, order, back]);
    await push({ ...back, SCBS: '1', GXSJ: minute(30) });
    expect(city.view.get(TASK)!.derived).to.not.have.property('feedback');
    await push([
      { ...order, SCBS: '1', GXSJ: minute(31) },
      { JJDBH: NUMBER, SCBS: '1', GXSJ: minute(31) },
    ]);
    expect([city.view.get(TASK), city.view.get(REPORT)]).to.deep.equal([undefined, undefined]);
    await push([{ ...call, GXSJ: minute(8) }, order]);
    expect([city.view.get(TASK), city.view.get(REPORT)]).to.deep.equal([undefined, undefined]);
  });

  it('a retry changes nothing: as the same message, and as part of another as a poll asks again', async () => {
    await push([call, order, back]);
    const [before, at] = [picture(), changes()];
    await push([call, order, back]);
    await push([back, call, order]);
    expect(picture()).to.deep.equal(before);
    expect(changes()).to.equal(at);
  });

  it('a replay is answered as before and changes nothing; what is forged or old is refused', async () => {
    const request = sign(call);
    expect(await send(request)).to.equal(200);
    const at = changes();
    expect(await send(request)).to.equal(200);
    expect(await push({ ...call, BJNR: 'x', GXSJ: minute(9) }, { nonce: request.headers['x-yingji-nonce'] })).to.equal(
      409,
    );
    expect(await push({ ...call, GXSJ: minute(9) }, { at: Date.now() - 600_000 })).to.equal(401);
    expect(await push({ ...call, GXSJ: minute(9) }, { secret: 'another key of it' })).to.equal(401);
    expect(await send({ ...request, body: new TextEncoder().encode('{}') as never })).to.equal(401);
    expect(changes()).to.equal(at);
  });
});
