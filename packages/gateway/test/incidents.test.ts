import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createPushFeed, entityId, stated, systemClock, type Json } from '@yingji/core';
import { createMemoryLogger } from '@yingji/core/testing';
import type { Down } from '@yingji/core/wire';
import { expect } from 'chai';
import { createToken } from '../src/auth/tokens.js';
import { createGateway, type Gateway } from '../src/gateway.js';
import { makeHouse, type House } from './house.js';
import { postAs } from './post-as.js';
import { openStream } from './stream-reader.js';

const place = entityId('place', 'registry', 'community');
const call = entityId('report', 'calls', 'call-1');
const task = entityId('task', 'registry', '1');

/** A call becomes an incident that a desk opens, a community begins to handle, and a desk closes. */
describe('the life of an incident, over HTTP', () => {
  let house: House;
  let gateway: Gateway;
  const tokens: { [who: string]: string } = {};
  const registry = createPushFeed({ id: 'registry', title: { zh: '登记', en: 'Register' } });
  const calls = createPushFeed({ id: 'calls', title: { zh: '接警', en: 'Calls' } });
  const definition = ({ feed: { id, title }, feed }: typeof registry) => ({
    [id]: { id, title, configure: () => ({ feed }) },
  });
  const audit = (): string => join(house.folder, 'audit.log');

  before(async () => {
    house = makeHouse({ feeds: ['registry', 'calls'].map((use) => ({ use, source: use })) });
    house.config.audit = { file: audit() };
    for (const [id, role] of [
      ['desk', 'duty-desk'],
      ['community', 'community'],
    ] as const)
      tokens[id] = createToken(
        house.config.auth!.tokens!,
        { id, masked: '李*', roles: [role], scope: ['450103001005'] },
        systemClock,
      );
    gateway = await createGateway(house.config, {
      feeds: { ...definition(registry), ...definition(calls) } as never,
      logger: createMemoryLogger(),
    });
    const at = systemClock.now();
    const told = { channel: '119', needs: ['fire'], title: '看见冒烟', place, phone: '13812345678' };
    const drafts = [stated(place, { name: '社区', scheme: 'division', code: '450103001005' }, at)];
    await registry.push({ key: 'all', receivedAt: at, drafts });
    await calls.push({ key: 'call', receivedAt: at, drafts: [stated(call, told, at)] });
  });
  after(async () => {
    await gateway.close();
    house.remove();
  });

  let n = 0;
  async function send(who: string, name: string, input: object): Promise<[number, string[]]> {
    const body = { v: 1, id: `command-${(n += 1)}`, input };
    const answer = await postAs(tokens[who], `${gateway.url}/api/commands/${name}`, body);
    const said = (await answer.json()) as { ids?: string[]; issues?: Json[]; code: string };
    return [answer.status, said.ids ?? [said.code]];
  }

  it('is told to whoever follows it, step by step; what is refused is told why, and every step stands in the audit log', async () => {
    const follow = await openStream(
      { url: gateway.url, token: tokens['community']! },
      { t: 'open', versions: [2, 1], queries: { i: { kind: 'incident' } } },
    );
    await follow.until(({ t }) => t === 'ready');
    expect(await send('community', 'open-incident', { of: call })).to.deep.equal([422, ['not-permitted']]);
    const [opened, [incident]] = await send('desk', 'open-incident', { of: call });
    expect(opened).to.equal(200);
    const go = (who: string, to: string, more = {}): Promise<[number, string[]]> =>
      send(who, 'advance-incident', { incident, to, ...more });
    expect(await go('community', 'confirmed')).to.deep.equal([422, ['not-permitted']]);
    expect(await go('community', 'first-handling'), 'nobody confirmed it').to.deep.equal([422, ['not-allowed-now']]);
    expect(await go('desk', 'confirmed')).to.deep.equal([200, [incident]]);
    expect(await go('community', 'first-handling', { note: '已切断电源' })).to.deep.equal([200, [incident]]);
    const order = { sort: 'order', state: 'issued', title: '现场核实', about: [incident] };
    await registry.push({
      key: 'order',
      receivedAt: systemClock.now(),
      drafts: [stated(task, order, systemClock.now())],
    });
    expect(await go('desk', 'controlled')).to.deep.equal([200, [incident]]);
    expect(await go('desk', 'closed', { reason: '已处置' })).to.deep.equal([422, ['still-open']]);
    const over = { reason: '已处置', override: { reason: '单已转后续' } };
    expect(await go('desk', 'closed', over)).to.deep.equal([200, [incident]]);
    const states: unknown[] = [];
    await follow.until((message: Down) => {
      if (message.t === 'diff') states.push(...(message.delta.put ?? []).map(({ value }) => value?.['state']));
      return states.includes('closed');
    });
    await follow.close();
    expect([...new Set(states)]).to.deep.equal(['open', 'confirmed', 'first-handling', 'controlled', 'closed']);
    const log = readFileSync(audit(), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { what?: string; who?: string; outcome?: string; code?: string });
    const acts = log
      .filter(({ what }) => what?.startsWith('command:'))
      .map(({ what, who, outcome, code }) => [who, what!.slice(8), code ?? outcome].join(' '));
    expect(acts).to.deep.equal([
      'community open-incident not-permitted',
      'desk open-incident done',
      'community advance-incident not-permitted',
      'community advance-incident not-allowed-now',
      'desk advance-incident done',
      'community advance-incident done',
      'desk advance-incident done',
      'desk advance-incident still-open',
      'desk advance-incident done',
    ]);
    expect(readFileSync(audit(), 'utf8')).to.not.include('13812345678');
  });
});
