import { expect } from 'chai';
import type { EntityId, Instant, Row } from '@yingji/core';
import { OnDemand } from '../controllers/on-demand.js';
import { itemsOf } from '../testing/items.js';
import { ago, alarm, call, incident, NOW, warning } from '../testing/rows.js';
import { Arrivals, floodOf } from './flood.js';
import { Groups, isGroup, itemsIn, type Group, type Grouping, type ListRow } from './groups.js';
import type { Item } from './item.js';
import { groupSentence } from './group-row.js';
import { SHARED } from '../i18n/words.js';
import { mapWordsFor, SENTENCES } from './words.js';

await Promise.all([SHARED, SENTENCES].flatMap((each) => [each.learn('zh'), each.learn('en')]));
const now = NOW as Instant;
const host = {
  ...{ addController() {}, removeController() {}, requestUpdate() {}, updateComplete: Promise.resolve(true) },
  wear() {},
};
const grouping: Grouping = { now, arrived: (item) => item.recordedAt, flood: true, drillFlood: false };

async function createGroups(): Promise<Groups> {
  const groups = new Groups(host);
  await groups.grouping.get();
  return groups;
}

/** Rows as `a` for a thing, `[a b]` for a closed group of two, `[a b]+` for an open one, `i[a]` for what tells of an incident. */
const told = (rows: readonly ListRow[]): string[] => {
  const name = ({ id }: Item): string => id.split('/')[2]!;
  const group = ({ members, head, opened }: Group): string => {
    const others = members.filter((each) => each !== head);
    return `${head ? name(head) : ''}[${others.map(name).join(' ')}]${opened ? '+' : ''}`;
  };
  return rows.map((row) => (isGroup(row) ? group(row) : name(row)));
};

/** A pond of water at the same crossing, called in again and again. */
const water = (native: string, minutes: number, more: object = {}): Row =>
  call(native, {
    level: 'yellow',
    position: [1, 1],
    at: ago(minutes),
    value: { title: '道路积水', eventType: '11A01' },
    derived: { placeName: '新竹社区' },
    ...more,
  });

const attached = (native: string, minutes: number, more: object = {}): Row =>
  alarm(native, {
    position: [1, 1],
    at: ago(minutes),
    derived: { incident: 'incident/city/i', state: 'attached' },
    ...more,
  });

describe('what tells of an incident', () => {
  const calm = { ...grouping, flood: false };
  const fire = incident('i', { level: 'yellow', position: [1, 1] });

  it('stands in its row at any time, however old, and opens below it', async () => {
    const groups = await createGroups();
    const items = itemsOf([fire, attached('a', 300), attached('b', 2), water('w', 1)]);
    const found = groups.rows(items, calm, false);
    expect(told(found)).to.deep.equal(['i[a b]', 'w']);
    expect(found[0]!.id).to.equal(fire.id);
    expect(itemsIn(found)).to.have.members([...items]);
    groups.toggle(fire.id);
    const open = groups.rows(items, calm, false);
    expect(told(open)).to.deep.equal(['i[a b]+', 'a', 'b', 'w']);
    expect(itemsIn(open)).to.have.members([...items]);
  });

  it('is as grave as that; a red one stands by itself, and what has no incident here', async () => {
    const red = attached('r', 1, { level: 'red' });
    const other = attached('o', 1, { derived: { incident: 'incident/city/none' } });
    const items = itemsOf([fire, attached('a', 3), red]);
    const found = (await createGroups()).rows(items, calm, false);
    expect(told(found)).to.deep.equal(['r', 'i[a]']);
    expect((found[1] as Group).worst.word).to.equal('Ⅲ级');
    expect(told((await createGroups()).rows(itemsOf([other]), calm, false))).to.deep.equal([]);
    const drill = { ...attached('d', 1), exercise: 'x' };
    expect(told((await createGroups()).rows(itemsOf([fire, drill]), calm, false))).to.deep.equal(['i', 'd']);
  });

  it('is found: who asks for one of them has the row opened, who asks for the incident has not', async () => {
    const groups = await createGroups();
    const items = itemsOf([fire, attached('a', 3)]);
    const look = (): string[] => told(groups.rows(items, calm, false));
    expect(look()).to.deep.equal(['i[a]']);
    groups.reveal(items.find(({ id }) => id === fire.id)!);
    expect(look()).to.deep.equal(['i[a]']);
    groups.reveal(items.find(({ id }) => id !== fire.id)!);
    expect(look()).to.deep.equal(['i[a]+', 'a']);
  });
});

describe('a flood', () => {
  const fresh = (n: number): Item[] => itemsOf(Array.from({ length: n }, (_, i) => alarm(`f${i}`, { at: ago(i % 9) })));

  it('begins at ten alarms in ten minutes and ends below five', () => {
    expect(floodOf(fresh(9), now, { before: false })).to.equal(undefined);
    expect(floodOf(fresh(10), now, { before: false })?.n).to.equal(10);
    expect(floodOf(fresh(5), now, { before: true })?.n).to.equal(5);
    expect(floodOf(fresh(4), now, { before: true })).to.equal(undefined);
    const old = itemsOf(Array.from({ length: 20 }, (_, i) => alarm(`f${i}`, { at: ago(10) })));
    expect(floodOf(old, now, { before: true })).to.equal(undefined);
  });

  it('counts warnings too, but not those that are over', () => {
    const storm = (i: number, more: object = {}): Row =>
      warning(`w${i}`, { recordedAt: ago(1), value: { eventType: '11B03' }, ...more });
    const all = Array.from({ length: 10 }, (_, i) => storm(i));
    expect(floodOf(itemsOf(all), now, { before: false })).to.deep.equal({ n: 10, groups: 1 });
    const end = warning('end', { at: ago(1), value: { verb: 'lift' }, derived: { state: 'lifted' } });
    const lifted = storm(0, { derived: { state: 'lifted', endedBy: end.id } });
    expect(floodOf(itemsOf([...all.slice(1), lifted, end]), now, { before: false })).to.equal(undefined);
  });

  it('is not made by changes of what is known', () => {
    const arrivals = new Arrivals();
    const known = Array.from({ length: 12 }, (_, i) => incident(`i${i}`, { at: ago(40) }));
    arrivals.take(itemsOf(known));
    const changed = itemsOf(known.map((row) => ({ ...row, recordedAt: ago(1) })));
    arrivals.take(changed);
    expect(floodOf(changed, now, { before: false, arrived: arrivals.of })).to.equal(undefined);
    expect(floodOf(changed, now, { before: false })?.n).to.equal(12);
  });

  it('is grouped by incident, else by sort and place', () => {
    const rows = Array.from({ length: 12 }, (_, i) =>
      alarm(`f${i}`, {
        derived: i < 4 ? { incident: 'incident/city/i' } : { placeName: i % 2 ? '新竹社区' : '凤岭北' },
      }),
    );
    expect(floodOf(itemsOf([...rows, incident('i')]), now, { before: false })).to.deep.equal({ n: 13, groups: 3 });
  });
});

describe('rows of a flood', () => {
  it('of one sort in one place are one, below what is red or not graded; what came first is told first', async () => {
    const rows = [
      water('b', 3),
      water('a', 8),
      water('c', 1, { level: 'orange' }),
      water('elsewhere', 2, { derived: { placeName: '凤岭北' } }),
      water('red', 2, { level: 'red' }),
      alarm('none', { position: [1, 1], value: { device: undefined } }),
      water('old', 12),
    ];
    const groups = await createGroups();
    const found = groups.rows(itemsOf(rows), grouping, false);
    expect(told(found)).to.deep.equal(['red', 'none', '[a b c]', 'elsewhere', 'old']);
    const group = found.find(isGroup)!;
    const { title, rest } = groupSentence(group, { words: mapWordsFor('zh'), now });
    expect([group.worst.word, title, rest]).to.deep.equal([
      '橙色',
      '道路积水等 3 项',
      '，新竹社区，未确认 3 项，最早 14:24，最新 14:31。',
    ]);
    expect(itemsIn(found)).to.have.length(7);
    groups.toggle(group.id);
    expect(told(groups.rows(itemsOf(rows), grouping, false))).to.deep.equal([
      ...['red', 'none', '[a b c]+', 'a', 'b', 'c', 'elsewhere', 'old'],
    ]);
    expect(itemsIn(groups.rows(itemsOf(rows), grouping, false))).to.have.length(7);
  });

  it('of one incident stand in its row, singly above the groups where that is red', async () => {
    const rows = [incident('i', { level: 'red', position: [1, 1] }), attached('a', 3), attached('b', 2), alarm('c')];
    const floods = [water('x', 3), water('y', 2)];
    const found = (await createGroups()).rows(itemsOf([...rows, ...floods]), grouping, false);
    expect(told(found)).to.deep.equal(['c', 'i[a b]', '[x y]']);
    expect(itemsIn(found)).to.have.length(6);
  });

  it('stay single where there is no flood, and in a drill that has none', async () => {
    const rows = [water('a', 3), water('b', 2)];
    expect(told((await createGroups()).rows(itemsOf(rows), { ...grouping, flood: false }, false))).to.have.members([
      'a',
      'b',
    ]);
    const drill = rows.map((row) => ({ ...row, exercise: 'exercise/city/1' as EntityId }));
    expect(told((await createGroups()).rows(itemsOf(drill), grouping, false))).to.have.members(['a', 'b']);
  });

  it('what one device repeats is one row at any time, unless it is red', async () => {
    const again = (native: string, level?: 'red'): Row =>
      alarm(native, {
        position: [1, 1],
        ...(level && { level }),
        at: ago(Number(native)),
        value: { device: 'device/registry/d', title: '感烟火灾探测器火警' },
      });
    const calm = { ...grouping, flood: false };
    const rows = ['1', '2', '3'].map((native) => again(native));
    const found = (await createGroups()).rows(itemsOf([...rows, again('4', 'red'), again('5', 'red')]), calm, false);
    expect(told(found)).to.deep.equal(['4', '5', '[3 2 1]']);
    expect(groupSentence(found.find(isGroup)!, { words: mapWordsFor('en'), now }).title).to.equal(
      '感烟火灾探测器火警 ×3',
    );
  });

  it('are not grouped anew under a hand, and what comes then has a row of its own', async () => {
    const groups = await createGroups();
    const two = [water('a', 3), water('b', 2)];
    expect(told(groups.rows(itemsOf(two), { ...grouping, flood: false }, false))).to.deep.equal(['b', 'a']);
    expect(told(groups.rows(itemsOf([...two, water('c', 1)]), grouping, true))).to.deep.equal(['c', 'b', 'a']);
    expect(told(groups.rows(itemsOf([...two, water('c', 1)]), grouping, false))).to.deep.equal(['[a b c]']);
  });

  it('have a row each until what groups them is fetched, which waits for a flood or for a device that repeats', async () => {
    const calm = { ...grouping, flood: false };
    const [one, two] = ['1', '2'].map((native) =>
      alarm(native, { at: ago(Number(native)), value: { device: 'device/registry/d', title: '感烟火灾探测器火警' } }),
    ) as [Row, Row];
    for (const [rows, how, after] of [
      [[water('a', 3), water('b', 2)], grouping, ['[a b]']],
      [[one, two], calm, ['[2 1]']],
      [[one, water('a', 3), water('b', 2)], calm, undefined],
    ] as const) {
      const groups = new Groups(host);
      const items = itemsOf(rows);
      expect(groups.rows(items, how, false)).to.equal(items);
      // Asked for before, it is there before what is asked for now.
      await new Groups(host).grouping.get();
      expect(groups.grouping.part !== undefined).to.equal(after !== undefined);
      if (after) expect(told(groups.rows(items, how, false))).to.deep.equal(after);
    }
  });

  it('have a row each where what groups them cannot be fetched: nothing is lost', async () => {
    const groups = new Groups(host);
    let asked = 0;
    Object.assign(groups, {
      grouping: new OnDemand(host, () => ((asked += 1), Promise.reject(new TypeError('network')))),
    });
    const rows = Array.from({ length: 12 }, (_, i) => water(`w${i}`, i % 8));
    for (let i = 0; i < 3; i += 1) {
      expect(groups.rows(itemsOf(rows), grouping, false)).to.have.length(12);
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
    expect([asked, groups.grouping.failed]).to.deep.equal([1, true]);
  });

  it('are all there on paper', async () => {
    const groups = await createGroups();
    groups.hostConnected();
    const rows = itemsOf([water('a', 3), water('b', 2)]);
    expect(told(groups.rows(rows, grouping, false))).to.deep.equal(['[a b]']);
    dispatchEvent(new Event('beforeprint'));
    expect(told(groups.rows(rows, grouping, false))).to.deep.equal(['[a b]+', 'a', 'b']);
    dispatchEvent(new Event('afterprint'));
    expect(told(groups.rows(rows, grouping, false))).to.deep.equal(['[a b]']);
    groups.hostDisconnected();
  });
});
