import { expect } from 'chai';
import { toInstant, type Delivery, type Draft, type JsonObject, type Verdict } from '@yingji/core';
import { closeAll, dial, moment, openFeed, STATION, up } from './station.test.js';

const LEVEL = '00000084';
const BOTH = '0000008c';
const NONE = '00000080';
/** A report of its state at 16:mm in Beijing. */
const state = (minute: number, word: string, more: { readonly serial?: number; readonly station?: string } = {}) => {
  const { serial = minute + 1, station = STATION } = more;
  const mm = String(minute).padStart(2, '0');
  const sentAt = toInstant(Date.parse(`2026-06-12T16:${mm}:00+08:00`));
  return up(`f1f1 ${station} 48 f0f0 26061216${mm} 45 20 ${word}`, { function: 0x33, serial, station, sentAt });
};
const alarms = (drafts: readonly Draft[]): unknown[] =>
  drafts
    .filter(({ kind }) => kind === 'report')
    .map(({ body }) => ((body as { value: JsonObject }).value['extra'] as JsonObject)['sl651:alarm']);

describe('sl651 alarms that go on', () => {
  afterEach(closeAll);

  async function feed() {
    const { session, next, port } = await openFeed({});
    const line = await dial(port);
    const take = async (bytes: Uint8Array): Promise<Delivery> => {
      line.send(bytes);
      return next();
    };
    /** What alarms one message tells. */
    const told = async (bytes: Uint8Array, verdict: Verdict = 'stored'): Promise<unknown[]> => {
      const { token, drafts } = await take(bytes);
      session.settle(token, verdict);
      expect(drafts.some(({ kind }) => kind === 'observation')).to.equal(true);
      return alarms(drafts);
    };
    return { told, take, session, line };
  }

  it('are told once, and again after the state was without them', async () => {
    const { told } = await feed();
    expect(await told(state(0, LEVEL))).to.deep.equal(['water-level-exceeded']);
    expect(await told(state(5, LEVEL))).to.deep.equal([]);
    expect(await told(state(10, BOTH)), 'only what is new').to.deep.equal(['flow-exceeded']);
    expect(await told(state(15, NONE))).to.deep.equal([]);
    expect(await told(state(20, LEVEL))).to.deep.equal(['water-level-exceeded']);
  });

  it('what comes late between two that have it tells nothing; late and between two without it, it does', async () => {
    const { told } = await feed();
    expect(await told(state(30, LEVEL))).to.have.length(1);
    expect(await told(state(20, LEVEL)), 'right before one that has it').to.deep.equal([]);
    expect(await told(state(40, NONE))).to.deep.equal([]);
    expect(await told(state(50, NONE))).to.deep.equal([]);
    expect(await told(state(45, LEVEL))).to.have.length(1);
    expect(await told(state(46, LEVEL))).to.deep.equal([]);
  });

  it('what is not kept is told again, by the same message and by the next', async () => {
    const { told } = await feed();
    expect(await told(state(0, LEVEL), 'retry')).to.have.length(1);
    expect(await told(state(0, LEVEL))).to.have.length(1);
    expect(await told(state(5, LEVEL))).to.deep.equal([]);
  });

  it('what was refused stands nowhere: the next that has it tells it', async () => {
    const { told } = await feed();
    expect(await told(state(0, LEVEL), 'refused')).to.have.length(1);
    expect(await told(state(5, LEVEL))).to.have.length(1);
    expect(await told(state(10, LEVEL))).to.deep.equal([]);
  });

  it('are of their station', async () => {
    const { told } = await feed();
    expect(await told(state(0, LEVEL))).to.have.length(1);
    expect(await told(state(0, LEVEL, { station: '4501030002' }))).to.have.length(1);
  });

  it('are confirmed as before, after the commit alone', async () => {
    const { take, session, line } = await feed();
    session.settle((await take(state(0, LEVEL))).token, 'stored');
    await moment();
    const once = line.heard();
    expect(once).not.to.equal('');
    const { token } = await take(state(5, LEVEL));
    await moment();
    expect(line.heard(), 'nothing before it is settled').to.equal(once);
    session.settle(token, 'stored');
    await moment();
    expect(line.heard().length).to.be.above(once.length);
  });

  it('a new session knows of nothing, and rather tells twice', async () => {
    expect(await (await feed()).told(state(0, LEVEL))).to.have.length(1);
    expect(await (await feed()).told(state(5, LEVEL))).to.have.length(1);
  });
});
