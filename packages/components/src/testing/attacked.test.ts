import { expect } from 'chai';
import { Observable } from 'rxjs';
import type { Delta, Instant, Position, Query, Row, View } from '@yingji/core';
import { define } from '../define-elements.js';
import type { YjElement } from '../frame/element.js';
import { createFakeView } from './fake-view.js';
import { cleanUp, fixture, textOf, until } from './fixture.js';
import { heardErrors } from './heard-errors.js';
import { afternoon, COVER, person, shift } from './rosters.js';
import { ago, alarm, feed, incident, NOW, place, row, warning } from './rows.js';
import { NORMS, store } from './supplies.js';
import { late } from './tasks.js';

define();

const LONG = '某某街道'.repeat(1250);
/** What a message may say in any field of text. */
const TEXTS = {
  long: LONG,
  'turned round': '\u202e红色预警\u2067解除',
  unseen: '\u200b\u2060\ufeff\u00ad',
  markup: '<img src=x onerror="window.hit = 1"><script>window.hit = 1</script>',
  marks: `预警${'\u0301\u0336\u20dd'.repeat(200)}`,
  rare: '𰻞\u{2ebf0}\u{30edd}',
  torn: '\ud83d',
  percent: '%E0%A4%A',
  nothing: '',
};
/** Times that a schema lets through. */
const TIMES = ['0001-01-01T00:00:00Z', '9999-12-31T23:59:59+00:00', '2016-12-31T23:59:60Z'];
const NUMBERS = [1e308, -1e308, 5e-324, -0, 2 ** 53];
/** What no schema lets through, from a View that a page made. */
const NONSENSE: readonly unknown[] = [
  NaN,
  Infinity,
  null,
  undefined,
  {},
  [],
  [null],
  0,
  true,
  'not a time',
  '',
  Symbol,
];

interface Seen {
  readonly tag: string;
  /** What is open of it, and how a person comes there. */
  readonly open?: readonly [what: string, come: (element: YjElement) => Promise<unknown>];
  readonly set?: object;
  readonly rows: () => Row[];
  /** The rows that are attacked. */
  readonly kinds: readonly string[];
  /** What is read of a row that nobody touched. */
  readonly sound: string;
  readonly good: () => Row[];
}

const SEEN: readonly Seen[] = [
  {
    tag: 'yj-warning-banner',
    rows: () => [
      warning('o', { value: { eventType: '11B01' } }),
      row('response/city/1', {
        value: { state: 'raised', title: '…', level: '3', hazard: '城市内涝', issuer: '示例指挥部', area: '青秀区' },
      }),
    ],
    kinds: ['warning', 'response', 'feed', 'place'],
    good: () => [warning('sound', { level: 'red' })],
    sound: '暴雨红色预警',
  },
  {
    tag: 'yj-warning-card',
    set: { warning: 'warning/weather/o' },
    rows: () => [
      warning('o', {
        derived: {
          acknowledged: { at: ago(2), masked: '李*' },
          callups: { called: 4, confirmed: 1, answered: 1, delivered: 0, sent: 0, silent: 2, rate: 0.25 },
          coverage: {
            period: 'night',
            coverage: { population: 42_000, atLeast: 36_120, atMost: 40_300, rate: 0.86 },
            reach: { atLeast: 1, atMost: 1 },
            uncovered: 2,
            worst: [{ place: 'place/division/450103', missed: 20 }, { place: 'place/registry/unseen' }],
          },
        },
      }),
    ],
    kinds: ['warning', 'feed', 'place'],
    good: () => [],
    sound: '数据截至',
  },
  {
    tag: 'yj-feed-status',
    rows: () => [
      {
        ...feed('fire', '消防物联', { at: ago(5), fresh: { state: 'stale', since: ago(27) } }),
        value: {
          ...{ title: { zh: '消防物联', en: 'Fire' }, state: 'failed', code: 'connect-failed', message: 'no line' },
          ...{ issues: 3, quarantined: 1, lastEvent: ago(27) },
        },
      },
    ],
    kinds: ['feed'],
    good: () => [feed('sound', '完好来源')],
    sound: '完好来源',
  },
  {
    tag: 'yj-supply-panel',
    set: { persons: 126, days: 3, norms: NORMS },
    rows: store,
    kinds: ['stock', 'movement', 'facility', 'warning', 'feed'],
    good: () => [],
    sound: '应急物资',
  },
  {
    tag: 'yj-roster',
    set: { cover: COVER },
    rows: afternoon,
    kinds: ['shift', 'responder', 'callup', 'place', 'warning', 'feed'],
    good: () => [],
    sound: '值班',
  },
  {
    tag: 'yj-roster',
    open: ['a hand-over', pressed('/g1', 'h', '.handing .group')],
    set: { briefingRules: [{ stage: 'first', by: 'phone', withinS: 1800, rule: '首报电话', verified: true }] },
    rows: () => [
      incident('s', {
        level: 'yellow',
        value: { steps: [{ to: 'confirmed', at: ago(9), by: 'a-1' }] },
        derived: { shelved: { until: ago(-28), at: ago(20), masked: '李*', reason: '施工' } },
      }),
      alarm('r', { derived: { incident: 'incident/city/s', state: 'attached' } }),
      late('l'),
      row('finding/city/f', { value: { title: '通道堵塞', due: ago(90) }, derived: { overdue: true } }),
      row('briefing/city/b', { value: { about: ['incident/city/s'], stage: 'first', by: 'writing' }, derived: {} }),
    ],
    kinds: ['incident', 'report', 'task', 'finding', 'briefing'],
    good: () => [...afternoon(), shift('relief', 'wei', { from: -0.5, in: -0.4 })],
    sound: '未了事项',
  },
  {
    tag: 'yj-roster',
    open: ['a card', pressed('/g1', 'Enter', '.teams')],
    rows: () => [
      row('team/registry/t', {
        value: { name: '竹园小区分队', sort: 'squad' },
        derived: { strength: { members: 12, available: 8, standBy: 2, skills: [] } },
      }),
    ],
    kinds: ['team'],
    good: () => [
      ...afternoon().filter(({ id }) => id !== 'responder/registry/qin'),
      person('qin', '覃*', { teams: ['team/registry/t'] }),
    ],
    sound: '138****1234',
  },
];

/** A key on the line of this shift, until what it opens is there. */
function pressed(line: string, key: string, opens: string): (element: YjElement) => Promise<unknown> {
  return async ({ renderRoot }) => {
    await until(() => renderRoot.querySelector(`[data-key$="${line}"]`), 'the line is there');
    const name = renderRoot.querySelector<HTMLElement>(`[data-key$="${line}"]`)!;
    name.focus();
    if (key === 'Enter') name.click();
    else name.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true }));
    await until(() => renderRoot.querySelector(opens), `${opens} is there`);
  };
}

/** The row with one leaf of it replaced, for each leaf that `of` has something for. */
function mutants(whole: Row, of: (leaf: unknown) => readonly unknown[]): Row[] {
  const found: Row[] = [];
  const walk = (at: unknown, put: (value: unknown) => Row): void => {
    for (const bad of of(at)) found.push(put(bad));
    if (typeof at !== 'object' || at === null) return;
    for (const [key, value] of Object.entries(at).filter(([key]) => key !== 'rank'))
      walk(value, (next) =>
        put(Array.isArray(at) ? at.map((each, i) => (String(i) === key ? next : each)) : { ...at, [key]: next }),
      );
  };
  for (const key of ['value', 'derived', 'at', 'fresh'] as const)
    walk(whole[key], (next) => ({ ...whole, [key]: next }) as Row);
  return found;
}

const isTime = (leaf: unknown): boolean => typeof leaf === 'string' && /^\d{4}-\d\d-\d\dT/.test(leaf);

describe('elements under attack', () => {
  const failed = heardErrors();
  afterEach(cleanUp);

  async function attack({ tag, open, set, rows, kinds, good, sound }: Seen, of: (leaf: unknown) => readonly unknown[]) {
    const whole = [place('450103', '青秀区'), feed('weather', '气象预警'), ...rows(), ...good()];
    const view = createFakeView({ now: NOW, rows: whole });
    const element = await fixture<YjElement>(tag, (each) => {
      each.view = view;
      each.style.width = '900px';
      Object.assign(each, set);
    });
    await open?.[1](element);
    const text = (): string => textOf(element.renderRoot.querySelector('.box'));
    const broken: string[] = [];
    let n = 0;
    for (const row of rows().filter(({ kind }) => kinds.includes(kind)))
      for (const bad of mutants(row, of)) {
        n += 1;
        view.put(bad);
        await element.updateComplete;
        const told = element.renderRoot.querySelector('.broken') !== null;
        const fault = failed.splice(0).join(' | ');
        if (fault !== '' || told || !text().includes(sound))
          broken.push(`${told ? 'told' : 'SILENT'} ${row.id} ${difference(row, bad)}: ${fault}`);
        view.put(row);
        await element.updateComplete;
        await element.updateComplete;
      }
    return { broken, n, element };
  }
  const difference = (row: Row, bad: Row): string => {
    const flat = (at: unknown, path: string): [string, unknown][] =>
      typeof at === 'object' && at !== null
        ? [[path, at], ...Object.entries(at).flatMap(([key, value]) => flat(value, `${path}.${key}`))]
        : [[path, at]];
    const before = new Map(flat(row, ''));
    const [path, value] = flat(bad, '').filter(
      ([path, value]) => typeof value !== 'object' && before.get(path) !== value,
    )[0] ?? ['?', ''];
    return `${path}=${String(value).slice(0, 20)}`;
  };

  for (const seen of SEEN) {
    const what = seen.open ? `${seen.tag}, ${seen.open[0]}` : seen.tag;
    it(`${what}: any text, time and number that a message may hold is shown, and nothing of it runs`, async () => {
      const { broken, n, element } = await attack(seen, (leaf) =>
        isTime(leaf)
          ? TIMES
          : typeof leaf === 'string'
            ? Object.values(TEXTS)
            : typeof leaf === 'number'
              ? NUMBERS
              : [],
      );
      expect(n).to.be.greaterThan(20);
      expect(broken.join('\n')).to.equal('');
      expect((window as { hit?: number }).hit).to.equal(undefined);
      expect(element.renderRoot.querySelectorAll('img, script')).to.have.length(0);
    }).timeout(120_000);

    it(`${what}: nonsense is survived or told`, async () => {
      const { broken, n } = await attack(seen, () => NONSENSE);
      expect(n).to.be.greaterThan(20);
      expect(broken.filter((each) => each.startsWith('SILENT')).join('\n')).to.equal('');
    }).timeout(240_000);
  }

  it('yj-all-clear: no answer that is no answer is taken for one that nothing was seen', async () => {
    const answer = {
      ...{ state: 'nothing-seen', since: ago(1), share: 1, doubts: [], open: [] },
      ...{ watched: [{ eventType: '12G00', live: 1, silent: 0 }], hazards: { all: 1, watched: 1 } },
    };
    const sound = row('all-clear/city/1', { value: answer });
    const plain = createFakeView({ now: NOW, rows: [place('450103', '青秀区'), feed('weather', '气象预警')] });
    let told: (answered: Row) => void = () => undefined;
    const view: View = {
      ...plain,
      select: ((query: Query) =>
        query.kind !== 'all-clear'
          ? plain.select(query)
          : new Observable<Delta>((to) => {
              told = (answered) =>
                to.next({
                  reset: true,
                  gap: false,
                  put: [answered],
                  removed: [],
                  at: 1 as Position,
                  now: NOW as Instant,
                });
              told(sound);
            })) as View['select'],
    };
    const element = await fixture<YjElement>('yj-all-clear', (each) => {
      each.view = view;
      Object.assign(each, { place: 'place/division/450103', eventTypes: ['12G00'] });
    });
    const text = (): string => textOf(element.renderRoot.querySelector('.box'));
    expect(text()).to.include('未见险情');
    const wrong: string[] = [];
    for (const bad of mutants(sound, () => NONSENSE)) {
      told(bad);
      await element.updateComplete;
      const state: unknown = (bad.value as { state?: unknown } | null | undefined)?.state;
      const isTold = element.renderRoot.querySelector('.broken') !== null;
      if (state !== 'nothing-seen' && text().includes('未见险情') && !isTold) wrong.push(difference(sound, bad));
      if (failed.splice(0).length > 0 && !isTold) wrong.push(`silent ${difference(sound, bad)}`);
      told(sound);
      await element.updateComplete;
    }
    expect(wrong).to.deep.equal([]);
  });
});
