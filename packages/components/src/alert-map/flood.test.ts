// A bad hour over core's own view: the way from a feed to what a reader sees and a screen reader says, in the map's list and the banner.
import { expect } from 'chai';
import {
  createCity,
  createMemoryStore,
  createPushFeed,
  entityId,
  stated,
  systemClock,
  systemIds,
  type City,
} from '@yingji/core';
import { define } from '../define-elements.js';
import type { YjElement } from '../frame/element.js';
import type { YjProvider } from '../provider/provider.js';
import { accessible, cleanUp, fixture, textOf, until } from '../testing/fixture.js';

/** The page's clock runs this much faster, so that half a minute need not be waited for. */
const FASTER = 25;
/** By that clock. */
const WAIT_MS = 150_000;

function fastClock(): () => void {
  const { setTimeout: slow, performance: watch } = globalThis;
  const [now, begun] = [watch.now.bind(watch), watch.now()];
  watch.now = () => begun + (now() - begun) * FASTER;
  globalThis.setTimeout = ((act: () => void, ms = 0) => slow(act, ms / FASTER)) as typeof setTimeout;
  return () => {
    globalThis.setTimeout = slow;
    watch.now = now;
  };
}

interface Town {
  readonly city: City;
  warn(n: number, level: string, place?: string): Promise<unknown>;
}

async function openTown(): Promise<Town> {
  const weather = createPushFeed({ id: 'weather', title: { zh: '气象预警', en: 'Warnings' } });
  const city = await createCity({
    ...createMemoryStore({ clock: systemClock, ids: systemIds }),
    feeds: [{ feed: weather.feed, source: 'weather' }],
    actor: { id: 'duty', masked: '李*', roles: [], scope: [] },
  });
  const now = (): ReturnType<typeof systemClock.now> => systemClock.now();
  return {
    city,
    warn(n, level, place = '青秀区') {
      const value = {
        ...{ scheme: 'signal-colour', grade: level, eventType: '11B03', title: '预警信号', verb: 'issue' },
        ...{ issuer: 'drill@example.org', native: `w${n}`, sent: now(), references: [] },
        tellings: [{ language: 'zh-CN', event: '暴雨', areas: [{ name: place }] }],
      };
      const draft = stated(entityId('warning', 'weather', `w${n}`), value, now());
      return weather.push({ key: `w${n}`, receivedAt: now(), drafts: [draft] });
    },
  };
}

describe('a flood of warnings over a real view', function () {
  this.timeout(60_000);
  let city: City;
  let slow = (): void => undefined;
  afterEach(async () => {
    slow();
    cleanUp();
    await city.close();
  });

  it('is said as such, in one polite sentence each half minute, and a red at once, once on the page', async () => {
    define();
    const town = await openTown();
    ({ city } = town);
    slow = fastClock();
    const provider = await fixture<YjProvider>('yj-provider', (each) => {
      each.view = city.view;
      each.innerHTML = `<yj-warning-banner style="display: block; width: 900px"></yj-warning-banner>
        <yj-alert-map style="display: block; width: 900px; height: 500px"></yj-alert-map>`;
    });
    const [banner, map] = [...provider.children] as YjElement[];
    const find = (element: YjElement | undefined, selector: string): Element | null =>
      element!.renderRoot.querySelector(selector);
    await until(() => textOf(find(map, '.counts')) === '现无警情', 'the picture has come', WAIT_MS);
    await until(() => find(banner, '[role="status"]'), 'the banner waits', WAIT_MS);
    const quiet: { readonly at: number; readonly text: string }[] = [];
    const cries: string[] = [];
    const watch = new MutationObserver(() => {
      // As it stands, spaces and all: what differs in nothing is not read out.
      const text = find(banner, '[role="status"]')!.textContent ?? '';
      if (text !== '' && text !== quiet.at(-1)?.text) quiet.push({ at: performance.now(), text });
      for (const each of [banner, map]) {
        const cry = textOf(find(each, '[role="alert"]'));
        if (cry !== '') cries.push(cry);
      }
    });
    for (const each of [banner, map])
      watch.observe(each!.renderRoot, { subtree: true, childList: true, characterData: true });

    for (let i = 0; i < 12; i += 1) await town.warn(i, i % 2 ? 'orange' : 'yellow', `第 ${i % 3} 区`);
    await town.warn(12, 'red', '兴宁区');
    await until(
      () => textOf(find(banner, '.strip.flood')) === '预警集中：10 分钟 13 条，归为 4 组',
      'the banner says so',
      WAIT_MS,
    );
    expect(textOf(find(map, '.strip.flood'))).to.equal('告警集中：10 分钟 13 条，归为 4 组');
    expect(textOf(find(banner, '#name')), 'a red is never behind a flood').to.equal('暴雨红色预警');
    for (let i = 13; i < 33; i += 1) {
      await town.warn(i, 'blue', '江南区');
      await new Promise((resolve) => setTimeout(resolve, 1500));
    }
    const DIGEST = /^(告警集中，)?新增 (\d+) 项：/;
    const told = (): number => quiet.reduce((sum, { text }) => sum + Number(DIGEST.exec(text)?.[2]), 0);
    await until(() => told() === 32, 'each but the red is in one digest', WAIT_MS);
    watch.disconnect();
    const floods = quiet.filter(({ text }) => DIGEST.exec(text)?.[1]);
    expect(floods.length, 'while it lasts').to.be.at.least(2);
    for (const [i, { at, text }] of floods.entries())
      expect(at - (floods[i - 1]?.at ?? -Infinity), text).to.be.at.least(29_000);
    expect(floods.at(-1)!.text.trim()).to.match(/^告警集中，新增 \d+ 项：蓝色 \d+ 项。$/);
    expect([...new Set(cries)]).to.deep.equal(['新的红色预警：暴雨红色预警。']);
    const regions = [...banner!.renderRoot.querySelectorAll('[aria-live]')];
    expect(regions.map((each) => [each.getAttribute('role'), each.getAttribute('aria-live')])).to.deep.equal([
      ['status', 'polite'],
      ['alert', 'assertive'],
    ]);
    await accessible(banner!);
  });

  it('in one place is one row in the list, opened and closed by keys; nothing else moves', async () => {
    define();
    const town = await openTown();
    ({ city } = town);
    const map = await fixture<YjElement>('yj-alert-map', (each) => {
      each.view = city.view;
      each.style.cssText = 'display: block; width: 900px; height: 500px';
    });
    const rows = (): string[] => [...map.renderRoot.querySelectorAll('.row')].map(textOf);
    await until(() => map.renderRoot.querySelector('.list'), 'the list is there');
    for (let i = 0; i < 12; i += 1) await town.warn(i, 'yellow');
    await town.warn(12, 'red');
    await until(() => rows().length === 2, 'the red, and all others in one row');
    expect(rows()[0]).to.include('暴雨红色预警');
    expect(rows()[1]).to.match(/暴雨黄色预警等 12 项，青秀区，最早 \d\d:\d\d，最新 \d\d:\d\d。 ▸展开$/);
    const list = map.renderRoot.querySelector<HTMLElement>('.list')!;
    list.focus();
    const press = async (key: string): Promise<void> => {
      list.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true }));
      await map.updateComplete;
      await map.updateComplete;
    };
    await press('End');
    expect(map.renderRoot.querySelector('[aria-selected="true"]')!.className).to.include('group');
    expect(list.getAttribute('aria-activedescendant')).to.equal(
      map.renderRoot.querySelector('[aria-selected="true"]')!.id,
    );
    await accessible(map);
    await press('Enter');
    await until(() => rows().length === 14, 'its members have rows');
    await press('ArrowDown');
    expect(textOf(map.renderRoot.querySelector('[aria-selected="true"]'))).to.include('暴雨黄色预警覆盖青秀区');
    await press('ArrowUp');
    await press('Enter');
    await until(() => rows().length === 2, 'it is closed');
    await accessible(map);
  });
});
