import { expect } from 'chai';
import { of, NEVER, concat } from 'rxjs';
import type { Delta, Group, Position, Query, Scalar } from '@yingji/core';
import { createFakeView, type FakeView } from '../testing/fake-view.js';
import { accessible, cleanUp, textOf, until } from '../testing/fixture.js';
import { openMap, type Reading } from '../testing/map-harness.js';
import { ago, evening, NOW } from '../testing/rows.js';

const HOUR_MS = 3_600_000;
const hour = (hoursAgo: number): number => Math.floor(Date.parse(NOW) / HOUR_MS) - hoursAgo;

/** So many of one level, so many hours ago. */
type Told = readonly [hoursAgo: number, level: Scalar, count: number, exercise?: string];

async function opened(told: { readonly [kind: string]: readonly Told[] }): Promise<Reading & { asked: Query[] }> {
  const fake = createFakeView({ now: NOW, rows: evening() });
  const asked: Query[] = [];
  const view = {
    ...fake,
    select(query: Query) {
      if (!query.group) return fake.select(query);
      asked.push(query);
      const groups = (told[query.kind] ?? []).map(([ago, level, count, exercise = null]): Group => ({
        key: [hour(ago), level, exercise],
        count,
      }));
      const delta: Delta = {
        ...{ reset: true, gap: false, put: [], removed: [], groups, at: 1 as Position },
        now: ago(0),
      };
      return concat(of(delta), NEVER);
    },
  } as FakeView;
  const reading = await openMap({
    view,
    setUp: (map) => (map.past = () => Promise.resolve({ ...fake, close: () => undefined })),
  });
  reading.find('[data-replay-button]')!.click();
  await until(() => reading.find('.replay input:not([disabled])'), 'the bar');
  await reading.settled();
  return { ...reading, asked };
}
const slider = ({ find }: Reading): HTMLInputElement => find('.replay input') as HTMLInputElement;
const strips = ({ map }: Reading): string[] =>
  [...map.renderRoot.querySelectorAll('.density')].map(
    (each) => `${textOf(each.querySelector('.meta'))} ${each.querySelector('svg')!.getAttribute('aria-label')}`,
  );

describe('what began in which hour', () => {
  afterEach(cleanUp);

  it('stands above the slider, the newest first, by level, alarms and warnings apart', async () => {
    const reading = await opened({
      report: [
        [1, 'yellow', 3],
        [9, 'orange', 1],
      ],
      incident: [[1, 'red', 1]],
      warning: [[3, 'orange', 2]],
    });
    expect(strips(reading)).to.deep.equal([
      '警情 每小时新发警情，按现存记录：13:00 起 红 1、黄 3；05:00 起 橙 1',
      '预警 每小时新发预警，按现存记录：11:00 起 橙 2',
    ]);
    await accessible(reading.map);
  });

  it('red stands highest, more is larger, what nobody graded is there', async () => {
    const { map } = await opened({
      report: [
        [2, 'yellow', 12],
        [2, 'red', 1],
        [2, null, 2],
      ],
    });
    const marks = [...map.renderRoot.querySelectorAll('.density .mark')];
    expect(marks.map((each) => each.getAttribute('class'))).to.deep.equal(['mark red', 'mark ungraded', 'mark yellow']);
    const tops = marks.map((each) => each.getBoundingClientRect().top);
    expect(tops).to.deep.equal([...tops].sort((a, b) => a - b));
    expect(marks.map((each) => Number(each.parentElement!.getAttribute('width')))).to.deep.equal([14, 13, 16]);
  });

  it('is told of the hour that is chosen by keys', async () => {
    const reading = await opened({ report: [[2, 'yellow', 3]], warning: [[2, 'orange', 1]] });
    const each = slider(reading);
    each.value = '-100';
    each.dispatchEvent(new Event('input'));
    await reading.settled();
    expect(each.getAttribute('aria-valuetext')).to.equal('12:52，回放，该小时新发警情黄 3，该小时新发预警橙 1');
    each.value = '-300';
    each.dispatchEvent(new Event('input'));
    await reading.settled();
    expect(each.getAttribute('aria-valuetext')).to.equal('09:32，回放');
  });

  it('of drills it is told as such, apart from and below what is real, all drills as one', async () => {
    const reading = await opened({
      report: [
        [1, 'yellow', 3],
        [1, 'red', 1, 'spring'],
        [1, 'red', 2, 'autumn'],
      ],
      warning: [[3, 'orange', 2, 'spring']],
    });
    expect(strips(reading)).to.deep.equal([
      '警情 每小时新发警情，按现存记录：13:00 起 黄 3',
      '演练 警情 演练 每小时新发警情，按现存记录：13:00 起 红 3',
      '演练 预警 演练 每小时新发预警，按现存记录：11:00 起 橙 2',
    ]);
    const each = slider(reading);
    each.value = '-60';
    each.dispatchEvent(new Event('input'));
    await reading.settled();
    expect(each.getAttribute('aria-valuetext')).to.equal('13:32，回放，该小时新发警情黄 3，演练 该小时新发警情红 3');
    await accessible(reading.map);
  });

  it('is asked for by the hour, of the last day, when the bar is opened, drills by their name', async () => {
    const { asked, find, settled } = await opened({});
    expect(asked.map(({ kind }) => kind).sort()).to.deep.equal(['incident', 'report', 'warning']);
    for (const { group, since, where } of asked) {
      expect(group).to.deep.equal({ by: ['at.hour', 'derived.level', 'exercise'] });
      expect(Date.parse(since!)).to.equal(hour(24) * HOUR_MS);
      expect(where).to.equal(undefined);
    }
    expect(find('.density')).to.equal(null);
    find('[data-replay-button]')!.click();
    await settled();
    expect(find('.replay')).to.equal(null);
  });
});
