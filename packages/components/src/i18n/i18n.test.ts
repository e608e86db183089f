import { expect } from 'chai';
import type { Instant } from '@yingji/core';
import { acknowledgeSentences } from '../alert-map/acknowledge-words.js';
import { keySentences } from '../alert-map/key-help.js';
import { newsSentences } from '../alert-map/news-words.js';
import { factSentences } from '../alert-map/fact-words.js';
import { en as mapEn } from '../alert-map/map-en.js';
import { zh as mapZh } from '../alert-map/map-zh.js';
import { clearSentences } from '../all-clear/words.js';
import { emptySentences } from '../frame/empty.js';
import { feedSentences } from '../feed-status/words.js';
import { en } from './en.js';
import { format, grouped, slots } from './format.js';
import { SENTENCES as warnings } from '../warning/words.js';
import { fromBeijing } from './time.js';
import { SHARED, wordsFor } from './words.js';
import { zh, type Key } from './zh.js';
import { SENTENCES as rosterHand } from '../roster/hand-words.js';
import { WAYS } from '../roster/ways-words.js';
import { en as rosterEn } from '../roster/roster-en.js';
import { zh as rosterZh } from '../roster/roster-zh.js';
import { formSentences } from '../supply-panel/form-words.js';
import { cameraSentences } from '../supply-panel/camera-view.js';
import { LOTS } from '../supply-panel/lots-words.js';
import { measureSentences } from '../map-measure/words.js';
import { replaySentences } from '../map-replay/words.js';
import { registerSentences } from '../map-layers/words.js';
import { importSentences } from '../supply-panel/import-words.js';
import { en as suppliesEn } from '../supply-panel/supplies-en.js';
import { zh as suppliesZh } from '../supply-panel/supplies-zh.js';

await Promise.all([SHARED.learn('zh'), SHARED.learn('en')]);

const at = (text: string): Instant => text as Instant;
const keys = Object.keys(zh) as Key[];

describe('what a sentence takes in', () => {
  it('turns none of our words round', () => {
    expect(format('{name}缺岗', { name: '\u202e李*\u2067' })).to.equal('李*缺岗');
  });
});

describe('sentences', () => {
  it('are all there in both languages, and none is empty', () => {
    expect(Object.keys(en).sort()).to.deep.equal([...keys].sort());
    for (const key of keys)
      expect(
        [zh[key], en[key]].every((text) => text.length > 0),
        key,
      ).to.equal(true);
  });

  it('take the same values in both languages', () => {
    for (const key of keys) expect(slots(en[key]), key).to.deep.equal(slots(zh[key]));
  });

  it('beg and shout nowhere', () => {
    for (const key of keys) expect(`${zh[key]}${en[key]}`, key).to.not.match(/请|您|哦|温馨|[!！]/);
  });

  it('buttons are 2 to 6 characters', () => {
    const all = { ...zh, ...mapZh, ...acknowledgeSentences.zh, ...factSentences.zh };
    const buttons: (keyof typeof all)[] = [
      'acknowledge',
      'acknowledge.again',
      'layers',
      'show.list',
      'search',
      'retry',
      'close',
      'details',
      'empty.clear',
    ];
    for (const key of buttons) expect(all[key].length, key).to.be.within(2, 6);
  });

  it('no letter on a symbol reads as a level: I is one, and an incident has II beside it', () => {
    const letters = Object.entries({ ...mapEn, ...registerSentences.en }).filter(([key]) => key.startsWith('glyph.'));
    expect(letters).to.have.length.above(10);
    for (const [key, letter] of letters) expect(letter, key).to.not.match(/[IVil1]/);
  });

  it('fill in values as they are, and choose the form of a number', () => {
    expect(format('{a}与{a}', { a: '$& <b>{c}' })).to.equal('$& <b>{c}与$& <b>{c}');
    expect(format('{n#1 item|# items}', { n: 1 })).to.equal('1 item');
    expect(format('{n#1 item|# items}', { n: 12 })).to.equal('12 items');
    expect(format('{missing}', {})).to.equal('{missing}');
  });
});

const OWN = {
  'alert-map': { zh: mapZh, en: mapEn },
  'alert-map, replay': replaySentences,
  'alert-map, registers': registerSentences,
  acknowledging: acknowledgeSentences,
  'alert-map, facts': factSentences,
  news: newsSentences,
  'alert-map, keys': keySentences,
  'alert-map, measuring': measureSentences,
  warnings,
  'feed-status': feedSentences,
  nothing: emptySentences,
  'all-clear': clearSentences,
  'supply-panel': { zh: suppliesZh, en: suppliesEn },
  roster: { zh: rosterZh, en: rosterEn },
  'roster at work': rosterHand,
  'roster, other ways of looking': WAYS,
  'supply-panel, lots': LOTS,
  'supply-panel, the camera': cameraSentences,
  'supply-panel, a form': formSentences,
  'supply-panel, a sheet': importSentences,
};
for (const [element, sentences] of Object.entries(OWN))
  describe(`sentences of ${element}`, () => {
    const own: { readonly [lang: string]: { readonly [key: string]: string } } = sentences;
    const names = Object.keys(sentences.zh);

    it('are all there in both languages, take the same values, and none is empty, begs or shouts', () => {
      expect(Object.keys(sentences.en).sort()).to.deep.equal([...names].sort());
      for (const key of names) {
        const [chinese, english] = [own['zh']![key]!, own['en']![key]!];
        expect(chinese.length * english.length, key).to.be.greaterThan(0);
        expect(slots(english), key).to.deep.equal(slots(chinese));
        expect(`${chinese}${english}`, key).to.not.match(/请|您|哦|温馨|[!！]|平安|安全/);
      }
    });
  });

describe('times', () => {
  const { clock, ago, both, span } = wordsFor('zh-CN');
  const now = at('2026-06-12T14:32:00+08:00');

  it('are Beijing time, whatever the zone they were written in', () => {
    expect(clock(at('2026-06-12T06:05:00Z'), now)).to.equal('14:05');
    expect(clock(at('2026-06-11T18:20:00+08:00'), now)).to.equal('昨日 18:20');
    expect(clock(at('2026-06-11T15:59:00Z'), now)).to.equal('昨日 23:59');
    expect(clock(at('2026-06-11T16:00:00Z'), now)).to.equal('00:00');
    expect(clock(at('2026-01-31T09:05:00+08:00'), now)).to.equal('01-31 09:05');
    expect(clock(at('2025-07-31T09:05:00+08:00'), now)).to.equal('2025-07-31 09:05');
    expect(clock(at('2026-06-12T14:05:00+08:00'), undefined)).to.equal('06-12 14:05');
  });

  it('are written as they are read, in Beijing time; a short one is of today, or of this year', () => {
    const written = (text: string): string | undefined => fromBeijing(text, now);
    expect(written('2025-07-31 09:05')).to.equal('2025-07-31T01:05:00.000Z');
    expect(written('2025/7/31 9:05')).to.equal('2025-07-31T01:05:00.000Z');
    expect(written(' 06-11  18：20 ')).to.equal('2026-06-11T10:20:00.000Z');
    expect(written('00:10')).to.equal('2026-06-11T16:10:00.000Z');
    for (const none of [
      '',
      '14',
      '24:00',
      '14:60',
      '06-31 10:00',
      '2026-13-01 10:00',
      '06-12',
      '12/06/2026 10:00',
      '1432',
    ])
      expect(written(none), none).to.equal(undefined);
  });

  it('under an hour are told from now, later by the clock', () => {
    expect(ago(at('2026-06-12T14:31:40+08:00'), now)).to.equal('刚刚');
    expect(ago(at('2026-06-12T14:28:00+08:00'), now)).to.equal('4 分钟前');
    expect(ago(at('2026-06-12T13:31:59+08:00'), now)).to.equal('13:31');
    expect(ago(at('2026-06-12T14:40:00+08:00'), now), 'ahead of the host').to.equal('14:40');
    expect(both(at('2026-06-12T14:28:00+08:00'), now)).to.equal('4 分钟前（14:28）');
  });

  it('spans are minutes, then hours, then days', () => {
    const since = (text: string): string => span(at(text), now);
    expect(since('2026-06-12T14:05:00+08:00')).to.equal('27 分钟');
    expect(span(now, now)).to.equal('不到 1 分钟');
    expect(span(now, now, 'short')).to.equal('0 分');
    expect(span(at('2026-06-12T14:30:00+08:00'), now, 'short')).to.equal('2 分');
    expect(since('2026-06-12T12:04:00+08:00')).to.equal('2 小时 28 分');
    expect(since('2026-06-10T12:32:00+08:00')).to.equal('2 天 2 小时');
  });
});

describe('numbers', () => {
  it('have marks at thousands; a glance shortens', () => {
    expect(grouped(22700)).to.equal('22,700');
    expect(grouped(128)).to.equal('128');
    expect(wordsFor('zh').glance(36_040)).to.equal('3.6 万');
    expect(wordsFor('en-GB').glance(36_040)).to.equal('36k');
    expect(wordsFor('zh').glance(9_860)).to.equal('9,860');
  });
});
