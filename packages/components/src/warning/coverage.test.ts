import { expect } from 'chai';
import type { Row } from '@yingji/core';
import { define } from '../define-elements.js';
import { createFakeView } from '../testing/fake-view.js';
import { accessible, cleanUp, fixture, textOf, until } from '../testing/fixture.js';
import { openMap } from '../testing/map-harness.js';
import { feed, NOW, place, warning } from '../testing/rows.js';
import type { YjWarningCard } from '../warning-card/warning-card.js';

define();

const COVERAGE = {
  period: 'night',
  coverage: { population: 42_000, atLeast: 36_120, atMost: 40_300, rate: 0.86 },
  reach: { population: 42_000, atLeast: 0, atMost: 0, rate: 0 },
  uncovered: 5,
  worst: [
    { place: 'place/division/450103', missed: 4_200 },
    { place: 'place/registry/unseen' },
    ...['a', 'b', 'c'].map((name) => ({ place: `place/registry/${name}`, missed: 10 })),
  ],
};
const CALLUPS = { called: 4, confirmed: 1, answered: 1, delivered: 0, sent: 0, silent: 2, rate: 0.25 };
const rows = (derived: object): Row[] => [
  place('450103', '青秀区'),
  feed('weather', '气象预警'),
  warning('w', { derived }),
];

async function facts(derived: object, lang = 'zh-CN'): Promise<{ card: YjWarningCard; told: string }> {
  const card = await fixture<YjWarningCard>('yj-warning-card', (each) => {
    each.style.width = '320px';
    each.lang = lang;
    each.view = createFakeView({ now: NOW, rows: rows(derived) });
  });
  return { card, told: textOf(card.renderRoot.querySelector('.coverage')) };
}

describe('whom a warning reached', () => {
  afterEach(cleanUp);

  it('stands in its card: how many it came to, who confirmed, where it did not come, and who was called by name', async () => {
    const { card, told } = await facts({ coverage: COVERAGE, callups: CALLUPS });
    expect(told).to.equal(
      '通知 送达 36,120–40,300 人，应达 42,000 人（夜间人口），至少 86 %；确认 0 人；未全部触达 5 处：青秀区差 4,200 人、unseen人数不明、a差 10 人等' +
        ' 叫应 已叫 4 岗，确认 1（25 %），接听未确认 1，无应答 2',
    );
    await accessible(card);
    expect(card.renderRoot.querySelector('.box')!.scrollWidth).to.be.at.most(320);
  });

  it('tells what is not known from nought', async () => {
    expect((await facts({})).told).to.equal('通知 未见通知记录，送达不明 叫应 未见叫应记录');
    const bare = { period: 'day', coverage: { atLeast: 0, atMost: 0 }, uncovered: 0, worst: [] };
    expect((await facts({ coverage: bare, callups: { ...CALLUPS, confirmed: 0, rate: 0 } })).told).to.equal(
      '通知 送达 0 人，应达人数不明；确认人数不明 叫应 已叫 4 岗，确认 0（0 %），接听未确认 1，无应答 2',
    );
  });

  it('is rounded down: not all is never 100 %', async () => {
    const nearly = { ...COVERAGE.coverage, atLeast: 41_999, atMost: 41_999, rate: 0.99998 };
    expect((await facts({ coverage: { ...COVERAGE, coverage: nearly } })).told)
      .to.include('41,999 人')
      .and.include('99 %');
  });

  it('speaks English', async () => {
    const { told } = await facts({ coverage: COVERAGE, callups: CALLUPS }, 'en');
    expect(told.replace(/青秀区/g, '')).to.not.match(/\p{Script=Han}/u);
    expect(told).to.include('36,120–40,300 of 42,000 people (by night)').and.include('at least 86 %');
  });

  it('stands in the popup of the map as well', async () => {
    const { find, text } = await openMap({
      view: createFakeView({ now: NOW, rows: rows({ coverage: COVERAGE }) }),
    });
    find('.row')!.click();
    await until(() => text('.popup').includes('通知'), 'what is known of it is there');
    expect(text('.popup')).to.include('通知 送达 36,120–40,300 人').and.include('叫应 未见叫应记录');
  });
});
