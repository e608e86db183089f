import { expect } from 'chai';
import type { Draft } from '../model/change.js';
import { entityId, type EntityId } from '../model/id.js';
import { kinds } from '../model/kinds.js';
import { schemas } from '../model/schemas.js';
import type { Instant } from '../model/time.js';
import { createSeededIds } from '../testing/index.js';
import { ITEMS_MOST, MEMBERS_MOST } from './door-text.js';
import { checkDraft, mask, splitAtDoor } from './door.js';

const draft = (value: object, kind = 'report'): Draft => ({
  v: 1,
  kind,
  id: entityId(kind, 'calls', '1'),
  at: '2026-06-12T16:00:00+08:00' as Instant,
  basis: 'stated',
  body: { value: value as never },
});
const call = {
  channel: '110',
  title: '车辆被淹',
  caller: '李小明',
  phone: '13800000110',
  narrative: '我在桥洞里',
  home: '3 栋 2 单元 501',
};

describe('door', () => {
  it('moves every marked field into the vault and leaves a reference', () => {
    const { draft: split, rows } = splitAtDoor(draft(call), {
      kind: kinds['report']!,
      vault: { pseudonym: (field, text) => `p(${field},${text.length})` },
      ids: createSeededIds(),
    });
    expect(rows.map(({ field, secret }) => [field, secret])).to.deep.equal([
      ['report/caller', '李小明'],
      ['report/phone', '13800000110'],
      ['report/home', '3 栋 2 单元 501'],
      ['report/narrative', '我在桥洞里'],
    ]);
    const text = JSON.stringify(split);
    for (const { secret } of rows) expect(text).not.to.include(secret);
    expect(text).to.include('李**').and.include('138****0110').and.include('p(report/phone,11)');
    expect(schemas.report.schema.safeParse('value' in split.body && split.body.value).success).to.equal(true);
  });

  it('masks names and numbers, and shows nothing of anything longer', () => {
    expect(
      ['李明', '欧阳小明', '138 0000 0119', '0771-1234567', '民族大道88号', '李', 'Li Ming'].map(mask),
    ).to.deep.equal(['李*', '欧***', '138****0119', '077****4567', undefined, undefined, undefined]);
  });

  it('shows nothing of a number so short that seven of its digits are all of it, or nearly', () => {
    expect(['2812345', '5812 3456', '581-234567', '+86 0771 5812345'].map(mask)).to.deep.equal([
      undefined,
      undefined,
      undefined,
      '860****2345',
    ]);
  });

  it('names what does not fit, with a pointer', () => {
    const odd = checkDraft(draft({ channel: 'telepathy', title: '火' }));
    expect(odd.issues[0]).to.deep.include({ code: 'invalid-value', path: '/body/value/channel' });
    expect(odd.draft).to.equal(undefined);
    expect(checkDraft(draft({}, 'memory')).issues[0]?.code).to.equal('unknown-kind');
  });

  it('refuses an id that nobody can decode, and says so', () => {
    for (const id of ['report/calls/%zz', 'report/%E6%B0/1', 'report/calls/50%', 'report/1', '']) {
      const { draft: kept, issues } = checkDraft({ ...draft(call), id: id as EntityId });
      expect(kept, id).to.equal(undefined);
      expect(issues, id).to.have.length(1);
      expect(issues[0], id).to.deep.include({ code: 'bad-id', path: '/id', level: 'error' });
      expect(issues[0]!.message).to.include('entityId()');
    }
    expect(checkDraft({ ...draft(call), id: entityId('report', 'calls', '50%/%zz') }).issues).to.deep.equal([]);
  });

  it('takes off a reference that nobody can decode, and keeps the alarm; what cannot do without it is refused', () => {
    const odd = checkDraft(draft({ ...call, place: 'place/registry/%zz' }));
    expect(odd.issues.map(({ code, path }) => [code, path])).to.deep.equal([['invalid-value', '/body/value/place']]);
    expect(odd.issues[0]!.message).to.include('percent-encoded');
    expect(odd.draft && 'value' in odd.draft.body && odd.draft.body.value).to.deep.equal(call);
    const seen = { device: 'device/r/%zz', quantity: 'water-depth', value: 1, unit: 'm', quality: 'good' };
    expect(checkDraft(draft(seen, 'observation'))).to.not.have.property('draft');
  });

  it('keeps an alarm whose text has no end or is no text, without that', () => {
    const endless = 'x'.repeat(10_000_000);
    const odd = checkDraft(draft({ ...call, narrative: endless, address: '民族大道\ud83d' }));
    expect(odd.issues.map(({ code, path }) => [code, path])).to.deep.equal([
      ['text-too-long', '/body/value/narrative'],
      ['not-unicode', '/body/value/address'],
    ]);
    const { narrative: _, ...kept } = call;
    expect(odd.draft?.body).to.deep.equal({ value: { ...kept, address: '民族大道\ufffd' } });
    for (const { message } of odd.issues) expect(message.length).to.be.below(300);
    const keyed = checkDraft(draft({ ...call, extra: { 'v:\ud83d': 1, 'v:in': [{ '\ud83d': '\ud83d' }] } }));
    expect(keyed.issues.map(({ code, path }) => [code, path])).to.deep.equal([['not-unicode', '/body/value/extra']]);
    expect(keyed.draft?.body).to.deep.equal({
      value: { ...call, extra: { 'v:\ufffd': 1, 'v:in': [{ '\ufffd': '\ufffd' }] } },
    });
    // No encoding tells two such ids apart: after a restart one alarm would stand in the place of the other.
    const halves = checkDraft({ ...draft(call), id: 'report/110/\ud83d' as never });
    expect(halves.issues.map(({ code, path }) => [code, path])).to.deep.equal([['invalid-value', '/id']]);
    expect(halves.draft).to.equal(undefined);
    const untitled = checkDraft(draft({ ...call, title: endless }));
    expect(untitled.draft, 'no alarm without a title').to.equal(undefined);
    expect(untitled.issues[0]?.code).to.equal('text-too-long');
    const named = checkDraft({ ...draft(call), id: `report/calls/${endless}` as never });
    expect(named.draft).to.equal(undefined);
    expect(named.issues[0]?.message.length).to.be.below(300);
  });

  it('refuses numbers that are none, times that are none, nesting without end and circles, and touches no prototype', () => {
    const circle: Record<string, unknown> = { ...call };
    circle['extra'] = { 'v:a': circle, 'v:b': circle };
    let deep: unknown = 1;
    for (let i = 0; i < 100_000; i += 1) deep = [deep];
    for (const value of [
      { ...call, accuracyM: NaN },
      { ...call, position: [Infinity, 0] },
      { ...call, extra: { 'v:deep': deep } },
      circle,
    ]) {
      const began = performance.now();
      expect(checkDraft(draft(value)).issues.length).to.be.above(0);
      expect(performance.now() - began).to.be.below(2000);
    }
    const late = checkDraft({ ...draft(call), at: '+275760-09-13T00:00:00.000Z' as Instant });
    expect([late.draft, late.issues[0]?.code]).to.deep.equal([undefined, 'invalid-value']);
    const evil = JSON.parse(
      '{"channel":"110","title":"x","__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}',
    );
    expect(checkDraft(draft(evil as object)).issues.length).to.be.above(0);
    expect(({} as { polluted?: number }).polluted).to.equal(undefined);
  });

  it('keeps what the bounds allow, and takes off what goes beyond, whichever member comes first', () => {
    const many = (n: number): object => Object.fromEntries(Array.from({ length: n }, (_, i) => [`k${i}`, i]));
    const points = Array.from({ length: ITEMS_MOST / 3 - 10 }, (_, i) => [108 + i / 1e6, 22]);
    const place = { name: '南宁', scheme: 'zone', boundary: [[points]] };
    expect(checkDraft(draft(place, 'place')).issues).to.deep.equal([]);
    const longer = { boundary: [[[...points, ...points]]], name: '南宁', scheme: 'zone' };
    const cut = checkDraft(draft(longer, 'place'));
    expect(cut.issues.map(({ code, path }) => [code, path])).to.deep.equal([
      ['too-many-members', '/body/value/boundary'],
    ]);
    expect(cut.draft?.body).to.deep.equal({ value: { name: '南宁', scheme: 'zone' } });
    const full = { extra: { 'v:a': many(MEMBERS_MOST - 10) }, ...call };
    expect(checkDraft(draft(full)).issues).to.deep.equal([]);
    const over = checkDraft(draft({ ...full, extra: { 'v:a': many(MEMBERS_MOST) } }));
    expect(over.draft?.body).to.deep.equal({ value: call });
    // Each of them would be counted to the bound: after four, none is.
    const crowds = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`k${i}`, { a: many(MEMBERS_MOST) }]));
    const began = checkDraft(draft({ ...crowds, ...call }));
    expect(began.draft?.body).to.deep.equal({ value: call });
  }).timeout(60_000);

  it('keeps 0 for −0, as any text of it says, and says nothing of it', () => {
    const { draft: kept, issues } = checkDraft(draft({ ...call, position: [-0, 22], extra: { 'v:a': [{ b: -0 }] } }));
    expect(issues).to.deep.equal([]);
    expect(kept).to.deep.equal(draft({ ...call, position: [0, 22], extra: { 'v:a': [{ b: 0 }] } }));
  });

  it('takes off what it does not know, at any depth, and keeps the rest', () => {
    const given = {
      ...draft({ ...call, callerName: '李小明' }),
      operator: '李小明',
    };
    const { draft: kept, issues } = checkDraft(given);
    expect(issues.map(({ code, path }) => [code, path])).to.have.deep.members([
      ['unknown-member', '/operator'],
      ['unknown-member', '/body/value/callerName'],
    ]);
    expect(kept).to.deep.equal(draft(call));
    const warning = JSON.parse(JSON.stringify(schemas.warning.example)) as { tellings: { areas: object[] }[] };
    Object.assign(warning.tellings[0]!.areas[0]!, { officer: '李小明', '13800000110': '李小明' });
    const deep = checkDraft(draft(warning, 'warning'));
    expect(deep.issues.map(({ path }) => path)).to.have.members([
      '/body/value/tellings/0/areas/0/officer',
      '/body/value/tellings/0/areas/0',
    ]);
    expect(deep.draft).to.deep.equal(draft(schemas.warning.example, 'warning'));
    const gone = { removed: true, reason: 'moved', officer: '李小明' } as never;
    expect(checkDraft({ ...draft(call), body: gone }).draft?.body).to.deep.equal({ removed: true, reason: 'moved' });
  });

  it('takes off vendor data that names no vendor, and keeps the rest of it', () => {
    const { draft: kept, issues } = checkDraft(draft({ ...call, extra: { 'acme:floor': 3, floor: 3, ':x': 1 } }));
    expect(kept).to.deep.equal(draft({ ...call, extra: { 'acme:floor': 3 } }));
    expect(issues.map(({ code, path }) => [code, path])).to.have.deep.members([
      ['unknown-member', '/body/value/extra/floor'],
      ['unknown-member', '/body/value/extra'],
    ]);
  });

  it('takes off what is called as the way to a prototype, wherever it stands', () => {
    const hostile = (text: string): ReturnType<typeof checkDraft> =>
      checkDraft(draft({ ...call, ...(JSON.parse(text) as object), title: '火' }));
    const asValue = checkDraft(
      draft(JSON.parse(`{"channel":"110","title":"火","__proto__":{"polluted":1}}`) as object),
    );
    expect(asValue.draft).to.deep.equal(draft({ channel: '110', title: '火' }));
    const beside = hostile('{"extra":{"__proto__":{"polluted":1},"acme:a":1}}');
    expect(JSON.stringify(beside.draft)).to.include('acme:a').and.not.include('__proto__');
    expect(beside.issues.map(({ code }) => code)).to.deep.equal(['unknown-member']);
    const deep = hostile('{"extra":{"acme:a":{"__proto__":{"polluted":1}}}}');
    expect(JSON.stringify(deep.draft)).to.include('火').and.not.include('__proto__');
    expect(deep.issues.map(({ code }) => code)).to.deep.equal(['invalid-value']);
    expect(({} as { polluted?: number }).polluted).to.equal(undefined);
  });

  it('keeps nothing of a later version, and says both numbers', () => {
    const { draft: kept, issues } = checkDraft({ ...draft(call), v: 2 as never });
    expect(kept).to.equal(undefined);
    expect(issues.map(({ code, path }) => [code, path])).to.deep.equal([['unknown-version', '/v']]);
    expect(issues[0]?.message).to.include('version 2').and.include('version 1');
    expect(checkDraft(draft({}, 'constructor')).issues[0]?.code).to.equal('unknown-kind');
  });

  it('leaves out what is wrong where it may be absent, and sets aside what cannot do without', () => {
    const { draft: kept, issues } = checkDraft(
      draft({ ...call, accuracyM: -1, position: [1080, 22], eventType: null }),
    );
    expect(kept).to.deep.equal(draft(call));
    expect(issues.map(({ code, path }) => [code, path])).to.have.deep.members([
      ['invalid-value', '/body/value/accuracyM'],
      ['invalid-value', '/body/value/position/0'],
      ['invalid-value', '/body/value/eventType'],
    ]);
    expect(checkDraft(draft({ ...call, accuracyM: -1, title: 7 })).draft).to.equal(undefined);
    expect(checkDraft({ ...draft(call), basis: 'guess' as never }).draft).to.equal(undefined);
  });

  it('takes no reference from outside: whatever stands in a marked field is text for the vault', () => {
    const forged = { ...call, caller: { $vault: 'x', masked: '李小明' }, phone: 13800000110, home: null };
    const { draft: kept, issues } = checkDraft(draft(forged));
    expect(issues.map(({ code, path }) => [code, path])).to.deep.equal([
      ['not-plain-text', '/body/value/caller'],
      ['not-plain-text', '/body/value/phone'],
    ]);
    const { draft: split, rows } = splitAtDoor(kept!, {
      kind: kinds['report']!,
      vault: { pseudonym: () => 'p' },
      ids: createSeededIds(),
    });
    expect(JSON.stringify(split)).to.not.include('李小明').and.not.include('13800000110');
    expect(rows.map(({ secret }) => secret))
      .to.include('{"$vault":"x","masked":"李小明"}')
      .and.include('13800000110');
  });
});
