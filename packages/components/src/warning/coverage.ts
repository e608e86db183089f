import type { Callups } from '@yingji/core/people';
import type { NoticeCoverage, Row } from '@yingji/core';
import type { Rows } from '../controllers/observe.js';
import { nativeOf } from '../frame/native.js';
import { sayOf, type Say, type Sentences } from '../frame/own-words.js';
import { grouped } from '../i18n/format.js';
import type { Words } from '../i18n/words.js';

const zh = {
  notices: '通知',
  'notices.none': '未见通知记录，送达不明',
  reached: '送达 {n} 人',
  of: '应达 {n} 人（{period}）',
  'of.unknown': '应达人数不明',
  day: '日间人口',
  night: '夜间人口',
  rate: '至少 {n} %',
  confirmed: '确认 {n} 人',
  'confirmed.unknown': '确认人数不明',
  missed: '未全部触达 {n} 处：{places}',
  'missed.people': '{place}差 {n} 人',
  'missed.unknown': '{place}人数不明',
  'missed.more': '{places}等',
  comma: '，',
  part: '；',
  callups: '叫应',
  'callups.none': '未见叫应记录',
  'callups.told': '已叫 {n} 岗，确认 {confirmed}（{rate} %）',
  'callups.answered': '接听未确认 {n}',
  'callups.delivered': '已送达未接听 {n}',
  'callups.sent': '已发出 {n}',
  'callups.silent': '无应答 {n}',
} as const;

type Key = keyof typeof zh;

const en: { readonly [K in Key]: string } = {
  notices: 'Notices',
  'notices.none': 'no notice is seen, whom they reached is unknown',
  reached: 'reached {n}',
  of: 'of {n} people ({period})',
  'of.unknown': 'people, of how many is unknown',
  day: 'by day',
  night: 'by night',
  rate: 'at least {n} %',
  confirmed: 'confirmed by {n}',
  'confirmed.unknown': 'by how many confirmed is unknown',
  missed: '{n#1 place|# places} not fully reached: {places}',
  'missed.people': '{place} {n} missed',
  'missed.unknown': '{place} unknown',
  'missed.more': '{places} and others',
  comma: ', ',
  part: '; ',
  callups: 'Called',
  'callups.none': 'no call is seen',
  'callups.told': '{n#1 post|# posts} called, {confirmed} confirmed ({rate} %)',
  'callups.answered': '{n} answered, not confirmed',
  'callups.delivered': '{n} delivered, not answered',
  'callups.sent': '{n} sent',
  'callups.silent': '{n} silent',
};

const SENTENCES: Sentences<Key> = { zh, en };

/** Of the places where it did not come, those that are named. */
const NAMED = 3;

export interface CoverageContext {
  readonly words: Words;
  readonly places: Rows;
}

/** Whom notices of something reached, and who of those who were called by name confirmed, as core counts: name and words of each. What nobody knows is said to be unknown, and is never 0. */
export function coverageRows({ derived }: Row, context: CoverageContext): readonly (readonly [string, string])[] {
  const say = sayOf(SENTENCES, context.words.lang);
  const coverage = derived['coverage'] as unknown as NoticeCoverage | undefined;
  const callups = derived['callups'] as Callups | undefined;
  return [
    [say('notices'), coverage ? noticesWords(coverage, say, context) : say('notices.none')],
    [say('callups'), callups ? callupsWords(callups, say) : say('callups.none')],
  ];
}

function noticesWords(
  { period, coverage, reach, uncovered, worst }: NoticeCoverage,
  say: Say<Key>,
  { words, places }: CoverageContext,
): string {
  const { population, rate } = coverage;
  const reached = [
    say('reached', { n: range(coverage) }),
    population === undefined ? say('of.unknown') : say('of', { n: grouped(population), period: say(period) }),
  ].join(words.lang === 'zh' ? say('comma') : ' ');
  const named = worst.slice(0, NAMED).map(({ place, missed }) => {
    const name = String(places.get(place)?.value['name'] ?? nativeOf(place));
    return missed === undefined
      ? say('missed.unknown', { place: name })
      : say('missed.people', { place: name, n: grouped(missed) });
  });
  const list = named.join(words.say('list'));
  const missing = uncovered > named.length ? say('missed.more', { places: list }) : list;
  return [
    // Rounded down: where one is missed it is not all.
    [reached, ...(rate === undefined ? [] : [say('rate', { n: Math.floor(rate * 100) })])].join(say('comma')),
    reach ? say('confirmed', { n: range(reach) }) : say('confirmed.unknown'),
    ...(uncovered > 0 ? [say('missed', { n: grouped(uncovered), places: missing })] : []),
  ].join(say('part'));
}

/** Two channels may have reached the same people. */
const range = ({ atLeast, atMost }: NoticeCoverage['coverage']): string =>
  atLeast === atMost ? grouped(atLeast) : `${grouped(atLeast)}–${grouped(atMost)}`;

function callupsWords(callups: Callups, say: Say<Key>): string {
  const { called, confirmed, rate } = callups;
  const others = (['answered', 'delivered', 'sent', 'silent'] as const).filter((each) => callups[each] > 0);
  return [
    say('callups.told', { n: grouped(called), confirmed: grouped(confirmed), rate: Math.floor(rate * 100) }),
    ...others.map((each) => say(`callups.${each}`, { n: grouped(callups[each]) })),
  ].join(say('comma'));
}
