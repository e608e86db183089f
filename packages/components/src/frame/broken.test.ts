import { expect } from 'chai';
import { NEVER, Observable, Subject, throwError } from 'rxjs';
import type { Delta, Health, Query, View } from '@yingji/core';
import { define, ELEMENTS } from '../define-elements.js';
import { createFakeView } from '../testing/fake-view.js';
import { accessible, cleanUp, fixture, textOf, until } from '../testing/fixture.js';
import { heardErrors } from '../testing/heard-errors.js';
import { takePageClock } from '../testing/page-clock.js';
import { ago, feed, NOW, warning } from '../testing/rows.js';
import type { YjElement } from './element.js';

define();

const said = (element: YjElement): string => textOf(element.renderRoot.querySelector('.broken'));
const TAGS = ELEMENTS.map(([name]) => `yj-${name}`).filter((tag) => tag !== 'yj-provider');
const open = (tag: string, view: View): Promise<YjElement> =>
  fixture<YjElement>(tag, (each) => {
    each.view = view;
    each.style.width = '900px';
    Object.assign(each, { place: '450103', eventTypes: ['12G00'] });
  });

const rows = [feed('weather', '气象预警'), feed('fire', '消防物联'), warning('o')];
const live = (): View => createFakeView({ now: NOW, rows });

describe('an element whose view or whose drawing fails', () => {
  const reported = heardErrors();
  afterEach(cleanUp);

  for (const tag of TAGS) {
    it(`${tag}: a view that throws when it is asked`, async () => {
      const view = live();
      const broken: View = {
        ...view,
        select: () => {
          throw new Error('no such kind');
        },
      };
      const element = await open(tag, broken);
      await until(() => said(element) !== '', 'that it is broken');
      expect(said(element)).to.include('render-failed');
      expect(reported.join(), 'the page hears of it').to.include('no such kind');
    });

    for (const what of ['an answer', 'its word on how the way stands'])
      it(`${tag}: a view of which ${what} ends without an error is not taken for one in which nothing happens`, async () => {
        const view = live();
        const end = new Subject<never>();
        const until$ = <T>(told: Observable<T>): Observable<T> =>
          new Observable((to) => {
            const subscription = told.subscribe(to);
            subscription.add(end.subscribe({ complete: () => to.complete() }));
            return subscription;
          });
        const ending: View =
          what === 'an answer'
            ? { ...view, select: ((query: Query) => until$(view.select(query))) as View['select'] }
            : { ...view, health$: until$(view.health$) };
        const element = await open(tag, ending);
        const box = (): string => textOf(element.renderRoot.querySelector('.box'));
        await until(() => box().includes('14:32'), 'the picture');
        expect(box()).to.not.include('view-closed');
        end.complete();
        await until(() => box().includes('数据来源已关闭，不再更新'), 'that nothing comes any more');
        expect(element.renderRoot.querySelector('.fresh .live')).to.equal(null);
        expect(box()).to.include('停于 14:32').and.include('view-closed');
        element.view = live();
        await until(() => !box().includes('view-closed'), 'another view is another picture');
      });

    it(`${tag}: a view whose answer breaks off says so, and is asked again`, async () => {
      const view = live();
      const cut = new Subject<never>();
      let asked = 0;
      let isCut = true;
      const broken: View = {
        ...view,
        select: ((query: Query) =>
          new Observable<Delta>((to) => {
            asked += 1;
            const subscription = view.select(query).subscribe(to);
            if (isCut) subscription.add(cut.subscribe(to));
            return subscription;
          })) as View['select'],
      };
      const element = await open(tag, broken);
      await element.updateComplete;
      const before = asked;
      await element.updateComplete;
      // What is fetched when it is needed is there before anything breaks.
      if (tag === 'yj-alert-map') await until(() => element.renderRoot.querySelector('.legend'), 'its legend');
      // A clock goes on.
      const shown = (): string => textOf(element.renderRoot.querySelector('.box')).replace(/\d+/g, '');
      const was = shown();
      const clock = takePageClock();
      try {
        cut.error(new Error('torn'));
        await clock.pass(100);
        expect(said(element), 'what stands here may be old').to.include('render-failed');
        isCut = false;
        expect(shown().slice(said(element).length).trim(), 'what was known stands').to.equal(was);
        await clock.pass(4_800);
        expect(said(element)).to.include('render-failed');
        await clock.pass(200);
        expect(said(element), 'it is whole again').to.equal('');
        expect(asked, 'each was asked again, once').to.equal(2 * before);
        expect(reported.join()).to.include('torn');
      } finally {
        clock.restore();
      }
    });

    it(`${tag}: health that breaks off is no health`, async () => {
      const view = live();
      const health$ = new Subject<Health>();
      const element = await open(tag, { ...view, health$ });
      health$.next({ link: { state: 'live', since: ago(0) }, now: ago(0) });
      await element.updateComplete;
      health$.error(new Error('beat lost'));
      await until(
        () => /render-failed|不明|不能判定/.test(textOf(element.renderRoot as unknown as Element)),
        'a doubt',
      );
      expect(element.renderRoot.querySelector('.tag.live'), 'nothing is said to be live').to.equal(null);
    });
  }

  it('an answer that never comes, or comes broken at once, is not taken for nothing', async () => {
    const view = live();
    const never = await open('yj-warning-banner', { ...view, select: () => NEVER });
    await until(() => textOf(never.renderRoot.querySelector('.box')).includes('正在读取'), 'that it reads');
    const broken = await open('yj-warning-banner', { ...view, select: () => throwError(() => new Error('at once')) });
    await until(() => said(broken).includes('render-failed'), 'that it is broken');
    await accessible(broken);
  });

  it('a row on which the drawing fails is told, and when it goes all is well again', async () => {
    const view = createFakeView({ now: NOW, rows });
    const element = await open('yj-warning-banner', view);
    const poison = Object.defineProperty(warning('p'), 'value', {
      get: () => {
        throw new Error('poison');
      },
    });
    view.put(poison);
    await until(() => said(element).includes('render-failed'), 'it is told');
    expect(said(element)).to.include('以下可能是旧画面');
    view.remove('warning/weather/p');
    await until(() => said(element) === '', 'it is well');
    expect(textOf(element.renderRoot.querySelector('#name'))).to.equal('暴雨橙色预警');
  });

  it('is tried again once for all that failed meanwhile, however often that was', async () => {
    const element = await open('yj-feed-status', live());
    const { setTimeout: set, clearTimeout: clear } = window;
    const waiting = new Set<unknown>();
    Object.assign(window, {
      setTimeout: (what: () => void, ms: number) => {
        const timer: unknown = set(what, ms);
        if (ms === 5_000) waiting.add(timer);
        return timer;
      },
      clearTimeout: (timer: number) => {
        waiting.delete(timer);
        clear(timer);
      },
    });
    try {
      Object.assign(element, {
        render: () => {
          throw new Error('no drawing');
        },
      });
      for (let turn = 0; turn < 20; turn += 1) {
        element.requestUpdate();
        await element.updateComplete;
      }
      expect(waiting).to.have.length(1);
      element.remove();
      expect(waiting, 'who has gone is not drawn').to.have.length(0);
    } finally {
      Object.assign(window, { setTimeout: set, clearTimeout: clear });
    }
  });
});
