import { expect } from 'chai';
import { issue } from '../error.js';
import { entityId } from '../model/id.js';
import type { Delivery } from '../ports/feed.js';
import { createManualClock, detector, fireAlarm } from '../testing/index.js';
import { stated } from './push.js';
import { DRAFTS_MOST, ISSUES_MOST, soundDelivery, type Sound } from './sound-delivery.js';

const clock = createManualClock();
const [id, value] = fireAlarm('1');
const alarm = stated(id, value, clock.now());
const good: Delivery = {
  ...{ token: 7, key: 'k', receivedAt: clock.now(), drafts: [alarm], issues: [issue('odd', 'Odd.')], outcome: 'good' },
};
const sound = (given: object): Sound => soundDelivery(given, { source: 'fire', now: clock.now })!;
const list = { kind: 'report', within: 'report/fire/', ids: [id] };

describe('a delivery, whatever its mapping made of it', () => {
  it('is handed on as it is where nothing is amiss', () => {
    for (const given of [good, { ...good, complete: list, raw: new Uint8Array(1) }]) {
      expect(sound(given).delivery).to.equal(given);
      expect(sound(given).amiss).to.have.length(0);
    }
  });

  const odd: readonly (readonly [name: string, part: object, path: string])[] = [
    ['a hole among its Issues', { issues: [null, good.issues[0]] }, '/issues'],
    ['a gap where an Issue should be', { issues: [, good.issues[0]] }, '/issues'],
    ['a gap in a full list', { complete: { ...list, ids: [id, ,] } }, '/complete'],
    ['an Issue without a path', { issues: [{ code: 'x', level: 'error', message: 'x' }, good.issues[0]] }, '/issues'],
    ['no list of Issues', { issues: 7 }, '/issues'],
    ['no list of ids', { complete: { ...list, ids: 7 } }, '/complete'],
    ['a full list that is null', { complete: null }, '/complete'],
    ['one odd id in a full list', { complete: { ...list, ids: [id, null] } }, '/complete'],
    ['a full list of what others own', { complete: { ...list, within: 'report/' } }, '/complete'],
    ['a time that is none', { receivedAt: 'yesterday' }, '/receivedAt'],
    ['a time in the year 275760', { receivedAt: '+275760-09-13T00:00:00.000Z' }, '/receivedAt'],
    ['no time', { receivedAt: undefined }, '/receivedAt'],
    ['no key', { key: null }, '/key'],
    ['an outcome nobody knows', { outcome: 'splendid' }, '/outcome'],
    ['bytes that are none', { raw: 'AAAA' }, '/raw'],
  ];
  for (const [name, part, path] of odd)
    it(`with ${name}: the alarm beside it is kept, and what was left out is told and kept for people`, () => {
      const { delivery, amiss, odd: left } = sound({ ...good, ...part });
      expect(delivery.drafts).to.deep.equal([alarm]);
      expect(delivery.token).to.equal(7);
      expect(amiss.map((each) => [each.code, each.path])).to.deep.equal([['delivery-malformed', path]]);
      expect(left).to.have.property(path.slice(1));
      const again = sound(delivery);
      expect(again.amiss, 'and is whole then').to.have.length(0);
      expect(delivery.issues).to.deep.equal(name === 'no list of Issues' ? [] : good.issues);
    });

  it('without a list of drafts tells of nothing, and is settled all the same', () => {
    const { delivery, amiss } = sound({ ...good, drafts: undefined });
    expect([delivery.token, delivery.drafts, amiss.length]).to.deep.equal([7, [], 1]);
  });

  it('without a key is known again when it is sent again, and is no other', () => {
    const key = (drafts: readonly unknown[]): string => sound({ ...good, key: 7, drafts }).delivery.key;
    expect(key([alarm])).to.equal(key([{ ...alarm }]));
    expect(key([alarm])).not.to.equal(key([]));
  });

  it('that throws when it is read goes aside whole', () => {
    const given = new Proxy(good, {
      get: (of, name) => {
        if (name === 'drafts') throw new Error('no');
        return of[name as keyof Delivery];
      },
    });
    const { delivery, amiss } = sound(given);
    expect([delivery.token, delivery.drafts, amiss.map(({ code }) => code)]).to.deep.equal([
      ...[7, []],
      ['delivery-malformed'],
    ]);
  });

  it('that is no object cannot be settled', () => {
    for (const given of [null, undefined, 'text', 7])
      expect(soundDelivery(given, { source: 'fire', now: clock.now })).to.equal(undefined);
  });

  it('with more drafts than the longest table keeps the first of them, and removes by its full list as before', () => {
    const [device, registered] = detector('1');
    const draft = stated(device, registered, clock.now());
    const drafts = Array.from({ length: DRAFTS_MOST + 2 }, () => draft);
    const complete = { kind: 'device', within: entityId('device', 'fire', ''), ids: [device] };
    const { delivery, amiss, odd: left } = sound({ ...good, drafts, complete });
    expect(delivery.drafts).to.have.length(DRAFTS_MOST);
    expect(delivery.complete).to.equal(complete);
    expect(amiss.map(({ code }) => code)).to.deep.equal(['too-many-drafts']);
    expect((left as { drafts: unknown[] }).drafts).to.have.length(2);
  });

  it('with a million Issues tells the first thousand and how many there were', () => {
    const issues = Array.from({ length: 1_000_000 }, () => good.issues[0]!);
    const { delivery, amiss } = sound({ ...good, issues });
    expect(delivery.issues).to.have.length(ISSUES_MOST + 1);
    expect(delivery.issues.at(-1)!.message).to.include('1000000');
    expect(amiss).to.have.length(0);
  });
});
