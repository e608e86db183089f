import { sendKeys } from '@web/test-runner-commands';
import { expect } from 'chai';
import type { Position, Row } from '@yingji/core';
import { createFakeView, type FakeView } from '../testing/fake-view.js';
import { accessible, cleanUp, textOf, until } from '../testing/fixture.js';
import { openRoster, type RosterReading } from '../testing/roster-harness.js';
import { afternoon, callup, city } from '../testing/rosters.js';
import { NOW, warning } from '../testing/rows.js';

const CALLED = 2_000;
const COUNTS = { called: CALLED, confirmed: 400, answered: 400, delivered: 400, sent: 0, silent: 800, rate: 0.2 };
/** How far the message came with every fifth of them, and whose turn it is. */
const COMES: readonly (readonly [outcome: string, derived: object])[] = [
  ['no-answer', { chain: 'exhausted' }],
  ['no-answer', { chain: 'next', next: 'responder/registry/p7' }],
  ['delivered', { chain: 'waiting' }],
  ['answered', { chain: 'waiting' }],
  ['confirmed', { chain: 'confirmed' }],
];
const callOf = (i: number): Row => {
  const [outcome, derived] = COMES[i % COMES.length]!;
  return callup(`c${i}`, `p${i}`, outcome, { derived });
};
let people: Row[] | undefined;
/** A register of 36,000, of whom 2,000 were called about one warning. */
const cityView = (): FakeView => {
  people ??= [...city(36_000, 300), warning('w1', { derived: { callups: COUNTS } })];
  return createFakeView({ now: NOW, rows: [...people, ...Array.from({ length: CALLED }, (_, i) => callOf(i))] });
};

const keyOf = ({ focused }: RosterReading): string => focused()?.dataset['key']?.split('/').at(-1) ?? '';
const named = ({ focused }: RosterReading): string => focused()?.getAttribute('aria-label') ?? textOf(focused());

/** In the tree, by keys alone from the page before it. */
async function tree(reading: RosterReading): Promise<(...keys: string[]) => Promise<void>> {
  const keys = async (...pressed: string[]): Promise<void> => {
    for (const key of pressed) {
      await sendKeys({ press: key });
      await reading.settled();
    }
  };
  await keys('Tab', '3');
  for (let i = 0; i < 9 && reading.focused()?.className !== 'name'; i += 1) await keys('Tab');
  expect(reading.focused()?.className, 'the tree has one tab stop').to.equal('name');
  return keys;
}

/** What came of an attempt, as a host tells it: the post is confirmed, and the attempt before it is no longer the last. */
function confirmed(view: FakeView, i: number): void {
  view.put(
    { ...callup(`d${i}`, `p${i}`, 'confirmed', { derived: { chain: 'confirmed' } }), position: 50_000 as Position },
    { ...callOf(i), derived: {} },
  );
}

describe('yj-roster: the tree of calls by keys alone, in a register of 36,000', function () {
  this.timeout(60_000);
  afterEach(cleanUp);

  it('says of each line in its name how far the message came and whose turn it is, and of what was called about the counts', async () => {
    const reading = await openRoster({ view: cityView() });
    const keys = await tree(reading);
    expect(named(reading)).to.equal(
      '南宁市气象台发布暴雨橙色预警信号，叫应 2,000 岗，叫应率 20 %，确认 400，接听 400，送达 400，无应答 800',
    );
    await keys('ArrowDown');
    expect(named(reading)).to.match(/^[李覃黄韦卢]\*+，无应答，叫应链已叫完，上门通知$/);
    await keys('End');
    expect(named(reading)).to.match(/^[李覃黄韦卢]\*+，✓ 已复述确认$/);
    const row = reading.focused()!.closest('[role="row"]')!;
    expect(row.getAttribute('aria-rowindex')).to.equal(String(CALLED + 2));
    expect(reading.find('[role="table"]')!.getAttribute('aria-rowcount')).to.equal(String(CALLED + 2));
    await accessible(reading.roster);
  });

  it('what was recorded of one leaves the place to whoever stands there then: nobody begins anew from the first', async () => {
    const reading = await openRoster({ view: cityView() });
    const keys = await tree(reading);
    await keys('PageDown', 'ArrowDown', 'ArrowDown');
    const before = keyOf(reading);
    await keys('ArrowDown');
    const after = keyOf(reading);
    await keys('ArrowUp');
    expect(keyOf(reading)).to.equal(before);
    await keys('a');
    await until(() => reading.focused()?.getAttribute('name') === 'outcome', 'the form has the focus');
    await reading.fill('outcome', 'confirmed');
    await keys('Tab', 'Enter');
    expect(reading.view.sent.at(-1)!.input).to.deep.include({ outcome: 'confirmed' });
    await until(() => keyOf(reading) === before, 'back at the line');
    confirmed(reading.view, Number(before.slice(1)));
    await reading.settled();
    expect(keyOf(reading)).to.equal(after);
    await keys('ArrowUp');
    expect(keyOf(reading)).to.not.equal(before);
  });

  it('a line that moves within sight keeps the focus', async () => {
    const reading = await openRoster();
    const keys = await tree(reading);
    await keys('ArrowDown', 'ArrowDown');
    expect(keyOf(reading)).to.equal('huang');
    reading.view.put(
      { ...callup('c9', 'huang', 'confirmed', { derived: { chain: 'confirmed' } }), position: 50_000 as Position },
      { ...afternoon().find(({ id }) => id === 'callup/city/c3')!, derived: {} },
    );
    await reading.settled();
    expect(reading.lines().at(-2) + reading.lines().at(-1)!).to.include('黄**');
    expect(keyOf(reading)).to.equal('huang');
  });

  it('Enter in the search goes to the first that was found, Esc back to the line; who is masked is found by number and by grid', async () => {
    const reading = await openRoster({ view: cityView() });
    const keys = await tree(reading);
    await keys('ArrowDown', '/');
    expect(reading.focused()?.className).to.equal('find');
    await sendKeys({ type: 'p1004' });
    await reading.settled();
    await keys('Enter');
    expect(keyOf(reading)).to.equal('p1004');
    expect(reading.find('.sheet'), 'and presses nothing').to.equal(null);
    await keys('/');
    await keys('Escape');
    expect(keyOf(reading)).to.equal('p1004');
    const field = reading.find<HTMLInputElement>('.find')!;
    field.value = '第 104 网格';
    field.dispatchEvent(new Event('input'));
    await reading.settled();
    expect(reading.find('[data-key$="/p404"]')).to.not.equal(null);
    expect(reading.lines().length).to.be.below(30);
  });
});
