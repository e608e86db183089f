import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { entityId, stated, systemClock } from '@yingji/core';
import type { Down } from '@yingji/core/wire';
import { expect } from 'chai';
import { community, startCommunity, type Community } from './community.js';
import { openStream } from './stream-reader.js';

const call = entityId('report', 'calls', 'call-1');
const task = entityId('task', 'registry', '1');

/** A call becomes an incident that a desk opens, a community begins to handle, and a desk closes. */
describe('the life of an incident, over HTTP', () => {
  let at: Community;
  let audit: string;

  before(async () => {
    at = await startCommunity('calls', ({ folder, config }) => {
      audit = join(folder, 'audit.log');
      config.audit = { file: audit };
    });
    const told = { channel: '119', needs: ['fire'], title: '看见冒烟', place: community, phone: '13812345678' };
    await at.push('calls', [stated(call, told, systemClock.now())]);
  });
  after(() => at.close());

  async function send(who: 'desk' | 'community', name: string, input: object): Promise<[number, string[]]> {
    const [status, { ids, code }] = await at.send(who, name, input);
    return [status, ids ?? [code!]];
  }

  it('is told to whoever follows it, step by step; what is refused is told why, and every step stands in the audit log', async () => {
    const follow = await openStream(
      { url: at.gateway.url, token: at.tokens.community },
      { t: 'open', versions: [2, 1], queries: { i: { kind: 'incident' } } },
    );
    await follow.until(({ t }) => t === 'ready');
    expect(await send('community', 'open-incident', { of: call })).to.deep.equal([422, ['not-permitted']]);
    const [opened, [incident]] = await send('desk', 'open-incident', { of: call });
    expect(opened).to.equal(200);
    const go = (who: 'desk' | 'community', to: string, more = {}): Promise<[number, string[]]> =>
      send(who, 'advance-incident', { incident, to, ...more });
    expect(await go('community', 'confirmed')).to.deep.equal([422, ['not-permitted']]);
    expect(await go('community', 'first-handling'), 'nobody confirmed it').to.deep.equal([422, ['not-allowed-now']]);
    expect(await go('desk', 'confirmed')).to.deep.equal([200, [incident]]);
    expect(await go('community', 'first-handling', { note: '已切断电源' })).to.deep.equal([200, [incident]]);
    const order = { sort: 'order', state: 'issued', title: '现场核实', about: [incident] };
    await at.push('registry', [stated(task, order, systemClock.now())]);
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
    const log = readFileSync(audit, 'utf8')
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
    expect(readFileSync(audit, 'utf8')).to.not.include('13812345678');
  });
});
