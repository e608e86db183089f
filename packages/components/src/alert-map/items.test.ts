import { expect } from 'chai';
import type { Instant, Row } from '@yingji/core';
import { itemsOf } from '../testing/items.js';
import { ago, alarm, call, incident, NOW, place, warning } from '../testing/rows.js';
import { countItems, gravestWord } from './counts.js';
import { filteredWords, filterItems } from './filter.js';
import { frameOf, type Sources } from '../frame/frame.js';
import type { Item } from './item.js';
import { digestOf, newsOf } from './news.js';
import { sentence } from './sentence.js';
import { SHARED } from '../i18n/words.js';
import { mapWordsFor, SENTENCES, type MapWords } from './words.js';

const now = NOW as Instant;
await Promise.all([SHARED, SENTENCES].flatMap((each) => [each.learn('zh'), each.learn('en')]));
const zh = mapWordsFor('zh');
const en = mapWordsFor('en');

const said = (item: Item, rows: readonly Row[] = [], words: MapWords = zh): string => {
  const places = new Map(rows.filter((row) => row.kind === 'place').map((row) => [row.id, row]));
  const { title, rest } = sentence(item, { words, places, now });
  return title + rest;
};

describe('what the map knows of a row', () => {
  it('orders: alarms nobody can place, then the worst, then the unconfirmed, then the newest; drills and ended last', () => {
    const done = { acknowledged: { at: ago(1), masked: '李*' } };
    const rows = [
      call('blue', { level: 'blue', position: [1, 1] }),
      warning('lifted', { level: 'red', derived: { state: 'lifted', endedBy: 'warning/weather/end' } }),
      warning('end', { value: { verb: 'lift' }, derived: { state: 'lifted' }, at: ago(3) }),
      { ...incident('drill', { level: 'red' }), exercise: 'x' },
      call('yellow', { level: 'yellow', position: [1, 1] }),
      alarm('none', { position: [1, 1] }),
      warning('orange', { level: 'orange' }),
      incident('red-old', { level: 'red', position: [1, 1], at: ago(50) }),
      incident('red-done', { level: 'red', position: [1, 1], at: ago(1), derived: done }),
      incident('red-new', { level: 'red', position: [1, 1], at: ago(5) }),
      alarm('lost'),
      alarm('lost-done', { derived: done }),
    ];
    expect(itemsOf(rows).map(({ id }) => id.split('/')[2])).to.deep.equal([
      'lost',
      'red-new',
      'red-old',
      'red-done',
      'orange',
      'none',
      'lost-done',
      'yellow',
      'blue',
      'lifted',
      'drill',
    ]);
  });

  it('three scales keep their words: a warning its colour, an incident its numeral, a number its number', () => {
    const rows = [
      warning('w', { level: 'orange' }),
      incident('i', { level: 'orange', position: [1, 1] }),
      incident('b', { position: [1, 1], derived: { rank: 5 } }),
      alarm('a', { position: [1, 1] }),
      warning('n', { level: 'ungraded', value: { grade: '4', scheme: 'numbered-level' }, derived: { rank: 4 } }),
    ];
    const words = itemsOf(rows).map(({ word, numbered }) => `${word}${numbered ? ' *' : ''}`);
    expect(words).to.have.members(['橙色', 'Ⅱ级', '未达级 *', '未定级', '四级 *']);
    const { warnings, alarms } = countItems(itemsOf(rows));
    const none = { red: 0, yellow: 0, blue: 0 };
    expect(warnings).to.deep.equal({ ...none, orange: 1, ungraded: 0, others: new Map([['四级', 1]]) });
    expect(alarms).to.deep.equal({ ...none, orange: 1, ungraded: 1, others: new Map([['未达级', 1]]) });
  });

  it('the worst is told by rank: a first grade without colour is not milder than blue', () => {
    const rows = [
      warning('b', { level: 'blue' }),
      warning('n', { level: 'ungraded', value: { grade: '1', scheme: 'numbered-level' }, derived: { rank: 0 } }),
      incident('below', { position: [1, 1], derived: { rank: 5 } }),
    ];
    const items = itemsOf(rows);
    expect(gravestWord(items, zh)).to.equal('一级');
    expect(gravestWord(items.slice(1), zh)).to.equal('蓝色');
    expect(gravestWord(items.slice(2), zh)).to.equal('未达级');
    expect(gravestWord([], zh)).to.equal('');
  });

  it('a warning is called by its event and its stated colour, else by its own title', () => {
    const title = (row: Row): string => itemsOf([row])[0]!.title;
    expect(title(warning('w', { level: 'red' }))).to.equal('暴雨红色预警');
    expect(title(warning('w', { level: 'ungraded' }))).to.equal('南宁市气象台发布暴雨橙色预警信号');
    expect(title({ ...warning('w', { level: 'red' }), exercise: 'x' })).to.equal('演练 暴雨红色预警');
  });

  it('an end that nobody here ends is nothing to see, and so is an old one', () => {
    const end = warning('end', { value: { verb: 'lift' }, derived: { state: 'lifted' }, at: ago(16) });
    expect(itemsOf([end])).to.deep.equal([]);
    expect(itemsOf([end, warning('w', { derived: { state: 'lifted', endedBy: end.id } })])).to.deep.equal([]);
  });

  it('one that ran out says so for a quarter of an hour, last in the list and out of the count', () => {
    const expired = (native: string, minutes: number): Row =>
      warning(native, { level: 'red', value: { expires: ago(minutes) }, derived: { state: 'expired' }, at: ago(600) });
    const items = itemsOf([expired('long-since', 16), expired('just-now', 2), warning('w', { level: 'blue' })]);
    expect(items.map(({ id }) => id.split('/')[2])).to.deep.equal(['w', 'just-now']);
    expect(said(items[1]!)).to.equal('暴雨红色预警已到期（2 分钟前）。');
    expect(said(items[1]!, [], en)).to.equal('暴雨红色预警 expired (2 min ago).');
    expect(countItems(items).warnings.red).to.equal(0);
  });

  it('in English, chips begin with a capital and sentences go on without one', () => {
    const [orange, red] = [warning('w'), incident('r', { level: 'red', position: [1, 1] })];
    const [first, second] = itemsOf([orange, red], { words: en });
    expect([first!.word, second!.word, second!.title]).to.deep.equal(['Level I', 'Orange', '暴雨 orange warning']);
    expect(said(first!, [], en)).to.include('min ago, not acknowledged, 4 min.');
  });

  it('says places, people and ends as far as they are known', () => {
    const places = [
      place('1', '青秀区', undefined, { population: { night: 42_000 } }),
      place('2', '兴宁区', undefined, { population: { day: 1000 } }),
    ];
    const of = (codes: readonly string[], more: object = {}, words: MapWords = zh): string => {
      const row = warning('w', { value: more, derived: { places: codes.map((code) => `place/division/${code}`) } });
      const [item] = itemsOf([row, ...places], { words });
      return said(item!, places, words);
    };
    expect(of(['1', '2'])).to.equal('暴雨橙色预警覆盖青秀区、兴宁区，约 4.3 万人，至 17:00。');
    expect(of(['1', '3'])).to.equal('暴雨橙色预警覆盖青秀区，至 17:00。');
    expect(of([])).to.equal('暴雨橙色预警覆盖青秀区，至 17:00。');
    expect(of(['2'], { expires: undefined })).to.equal(
      '暴雨橙色预警覆盖兴宁区，约 1,000人，生效中（已发布 30 分钟，无截止时间）。',
    );
    expect(of(['1'], {}, en)).to.equal('暴雨 orange warning covers 青秀区, about 42k people, until 17:00.');
  });
});

describe('filters', () => {
  const items = itemsOf([
    incident('i', { level: 'red', position: [1, 1] }),
    call('c', { level: 'blue', value: { title: '树木倒伏' } }),
    warning('w'),
  ]);

  it('are the whole when nothing is filtered, and tell the worst of what they hide', () => {
    expect(filterItems(items, { hidden: new Set(), text: ' ' })).to.equal(items);
    const shown = filterItems(items, { hidden: new Set(['warnings']), text: '' });
    expect(shown).to.have.length(2);
    expect(filteredWords(items, shown, zh)).to.equal('已筛去 1，其中橙色 1');
    expect(filteredWords(items, items, zh)).to.equal('');
    expect(filterItems(items, { hidden: new Set(), text: '树木' }).map(({ title }) => title)).to.deep.equal([
      '树木倒伏',
      '燃气泄漏',
    ]);
  });

  it('hide no red, whatever they are', () => {
    const hidden = new Set(['warnings', 'incidents', 'reports'] as const);
    expect(filterItems(items, { hidden, text: '没有的' }).map(({ level }) => level)).to.deep.equal(['red']);
  });
});

describe('news', () => {
  const [red, orange] = [incident('r', { level: 'red' }), incident('o', { level: 'orange' })];

  it('of a first look there is none', () => {
    const { urgent, fresh } = newsOf(itemsOf([red, orange]), undefined, zh);
    expect([...urgent, ...fresh]).to.deep.equal([]);
  });

  it('a new red is urgent, another new thing is not, an update of neither level is none', () => {
    const first = newsOf([], undefined, zh);
    const { urgent, fresh, heard } = newsOf(itemsOf([red, orange]), first.heard, zh);
    expect(urgent.map(({ text }) => text)).to.deep.equal(['新的红色事件：燃气泄漏。']);
    expect(fresh.map(({ id }) => id)).to.deep.equal([orange.id]);
    const again = newsOf(itemsOf([red, incident('o', { level: 'orange', derived: { reports: 3 } })]), heard, zh);
    expect([...again.urgent, ...again.fresh]).to.deep.equal([]);
  });

  it('what becomes red, and the end of a red warning, are urgent', () => {
    const w = warning('w', { level: 'red' });
    const before = newsOf(itemsOf([orange, w]), undefined, zh).heard;
    const out = itemsOf([
      orange,
      warning('w', { level: 'red', value: { expires: ago(0) }, derived: { state: 'expired' } }),
    ]);
    expect(newsOf(out, before, zh).urgent, 'that it ran out is seen').to.deep.equal([]);
    const end = warning('end', { value: { verb: 'lift' }, derived: { state: 'lifted' }, at: ago(0) });
    const after = itemsOf([
      incident('o', { level: 'red' }),
      warning('w', { level: 'red', derived: { state: 'lifted', endedBy: end.id } }),
      end,
    ]);
    expect(newsOf(after, before, zh).urgent.map(({ text }) => text)).to.deep.equal([
      '红色事件更新：燃气泄漏。',
      '红色预警已解除：暴雨红色预警。',
    ]);
  });

  it('the rest is one sentence, drills apart', () => {
    const items = itemsOf([orange, alarm('a'), alarm('b'), { ...alarm('c'), exercise: 'x' }]);
    expect(digestOf(items, zh)).to.equal('新增 3 项：橙色 1 项、未定级 2 项。演练：新增 1 项：未定级 1 项。');
    expect(digestOf(items.slice(0, 1), en)).to.equal('1 new: 1 orange.');
    const flood = { n: 12, groups: 2 };
    expect(digestOf(items, zh, { flood })).to.equal(
      '告警集中，新增 3 项：橙色 1 项、未定级 2 项。演练：新增 1 项：未定级 1 项。',
    );
    expect(digestOf([], zh)).to.equal('');
  });
});

describe('what a frame shows', () => {
  const sources = (more: Partial<Sources> = {}): Sources => ({
    link: { state: 'live' },
    now,
    total: 2,
    silent: [],
    ...more,
  });
  const frame = (more: Partial<Parameters<typeof frameOf>[0]> = {}) =>
    frameOf({ hasView: true, ready: true, sources: sources(), total: 0, shown: 0, ...more });

  it('no view, not read yet, cannot be read, and zero are four different things', () => {
    expect(frame({ hasView: false }).show).to.equal('no-view');
    expect(frame({ ready: false, sources: sources({ link: { state: 'unknown' } }) }).show).to.equal('loading');
    expect(frame({ ready: false, sources: sources({ code: 'http-502' }) })).to.deep.equal({
      show: 'failed',
      code: 'http-502',
    });
    expect(frame()).to.deep.include({ show: 'content', empty: 'empty' });
  });

  it('zero is said only when every source is live', () => {
    const row = alarm('any');
    expect(frame({ sources: sources({ silent: [row] }) })).to.deep.include({ partial: true, empty: 'partial' });
    expect(frame({ sources: sources({ total: 0 }) })).to.deep.include({ empty: 'no-feeds' });
    expect(frame({ sources: sources({ link: { state: 'stale' } }) })).to.deep.include({
      stale: true,
      empty: 'stopped',
    });
    expect(frame({ total: 3 })).to.deep.include({ empty: 'filter' });
    expect(frame({ total: 3, shown: 1 })).to.not.have.property('empty');
  });
});
