import { emulateMedia } from '@web/test-runner-commands';
import { expect } from 'chai';
import type { LitElement } from 'lit';
import type { Health, Instant } from '@yingji/core';
import { define, ELEMENTS } from '../define-elements.js';
import { createFakeView, type FakeView } from '../testing/fake-view.js';
import { accessible, cleanUp, fixture, textOf, until } from '../testing/fixture.js';
import { openMap } from '../testing/map-harness.js';
import { openPanel } from '../testing/panel-harness.js';
import { openRoster } from '../testing/roster-harness.js';
import { afternoon, callup, COVER } from '../testing/rosters.js';
import { ago, evening, feed, incident, NOW, warning } from '../testing/rows.js';
import { lot, store } from '../testing/supplies.js';
import { Speaker } from '../controllers/speaker.js';
import { HostClock } from '../warning/clock.js';
import type { YjElement } from './element.js';

define();

interface Reading {
  readonly element: YjElement & LitElement;
  readonly view: FakeView;
  text(selector: string): string;
  has(selector: string): boolean;
  says(health: Partial<Health>): Promise<void>;
}

/** An element over a view that says of who acts what it likes; English where asked. */
async function shown(name: string, health: Partial<Health> = {}, lang = 'zh-CN'): Promise<Reading> {
  const view = createFakeView({ now: NOW, rows: [...evening(), feed('weather', '气象'), warning('w1')] });
  view.health(health);
  const element = await fixture<YjElement & LitElement>(`yj-${name}`, (each) => {
    each.style.blockSize = '640px';
    Object.assign(each, { view, lang });
  });
  const text = (selector: string): string => textOf(element.renderRoot.querySelector(selector));
  const settled = async (): Promise<void> => {
    for (let i = 0; i < 4; i += 1) {
      await new Promise((resolve) => setTimeout(resolve, 0));
      await element.updateComplete;
    }
  };
  await until(() => text('.fresh') !== '', 'how fresh it is');
  await settled();
  return {
    ...{ element, view, text },
    has: (selector) => element.renderRoot.querySelector(selector) !== null,
    async says(next) {
      view.health(next);
      await settled();
    },
  };
}

const NAMES = ELEMENTS.slice(1).map(([name]) => name);
/** Those in which something can be done. */
const ACT = ['alert-map', 'warning-card', 'supply-panel', 'roster'];

describe('who acts', () => {
  afterEach(cleanUp);

  for (const name of NAMES) {
    it(`yj-${name} on paper names who printed it, masked, or has a line to sign`, async () => {
      const { text, says } = await shown(name);
      expect(text('.printed')).to.match(/数据截至 2026-06-12 14:32 · 打印时间 2026-06-12 14:32 · 打印人：＿{6}$/);
      await says({ actor: '李*' });
      expect(text('.printed')).to.match(/ · 打印人：李\*$/);
      const english = await shown(name, { actor: '李*' }, 'en');
      expect(english.text('.printed')).to.match(/ · Printed by: 李\*$/);
    });

    it(`yj-${name} on paper is not live but of an instant, and what is old or of the past says so there too`, async () => {
      const { element, says, text } = await shown(name);
      const seen = (selector: string): string =>
        element.renderRoot.querySelector<HTMLElement>(selector)!.innerText.replace(/\s+/g, ' ').trim();
      expect(seen('.fresh')).to.include('实时 14:32').and.not.include('截至');
      try {
        await emulateMedia({ media: 'print' });
        expect(seen('.fresh')).to.include('截至 14:32:00 北京时间').and.not.include('实时');
        const rest = [...element.renderRoot.querySelectorAll('.tag.live')].filter((each) => !each.closest('.fresh'));
        for (const each of rest) expect(getComputedStyle(each, '::before').content).to.equal('"当时"');
        element.unstyled = true;
        await until(() => seen('.fresh').startsWith('截至') && !seen('.fresh').includes('实时'), 'without our styles');
        await says({ link: { state: 'stale', since: ago(5) } });
        expect(seen('.fresh')).to.include('停于 14:27').and.not.include('截至');
        await says({ link: { state: 'live', since: ago(0) }, readOnly: 'past' });
        expect(seen('.fresh')).to.equal('过去的画面 2026-06-12 14:32，非实时');
        // What the time is where it is printed is not known of a picture of the past.
        expect(text('.printed')).to.match(/过去的画面 2026-06-12 14:32，非实时 · 打印时间 ＿{6} · 打印人：＿{6}$/);
        const english = await shown(name, {}, 'en');
        expect(english.text('.fresh')).to.include('As of 14:32:00 Beijing time');
      } finally {
        await emulateMedia({ media: 'screen' });
      }
    });

    it(`yj-${name} shows the past as the past, however live it was then`, async () => {
      const { element, text, has, says } = await shown(name, { readOnly: 'past' });
      expect(text('.fresh')).to.equal('过去的画面 2026-06-12 14:32，非实时');
      expect(has('.fresh .live')).to.equal(false);
      await accessible(element);
      await says({ readOnly: 'past', link: { state: 'stale', since: ago(5) } });
      expect(text('.fresh')).to.equal('过去的画面 2026-06-12 14:32，非实时');
      const english = await shown(name, { readOnly: 'past' }, 'en');
      expect(english.text('.fresh')).to.equal('The past, 2026-06-12 14:32, not live');
    });
  }

  for (const name of ACT)
    it(`yj-${name} says before anybody presses that nothing can be done, and why`, async () => {
      const { element, text, has, says } = await shown(name);
      expect(has('.read-only'), 'a host that does not say').to.equal(false);
      for (const [readOnly, told] of [
        ['no-actor', '只读：未提供操作人'],
        ['no-right', '只读：当前账号只能查看'],
        ['past', '只读：过去的画面'],
        ['what a newer host says', '只读'],
      ] as const) {
        await says({ readOnly: readOnly as 'past' });
        expect(text('.read-only'), readOnly).to.equal(told);
      }
      await accessible(element);
      Object.assign(element, { readOnly: true });
      await says({});
      expect(text('.read-only'), 'the page goes first').to.equal('只读：本页只供查看');
      Object.assign(element, { readOnly: false, density: 'wall' });
      await says({});
      expect(has('.read-only'), 'of a wall everybody knows').to.equal(false);
    });

  for (const name of ACT)
    it(`yj-${name} is read-only by readonly too, as HTML has it of fields and servers of frameworks write it, and not where it is false`, async () => {
      const { element, text, has, says } = await shown(name, { actor: '李*' });
      expect(has('.read-only'), 'somebody may act').to.equal(false);
      element.setAttribute('readonly', '');
      await says({});
      expect(text('.read-only')).to.equal('只读：本页只供查看');
      element.setAttribute('read-only', '');
      element.removeAttribute('readonly');
      await says({});
      expect(text('.read-only'), 'one of both is enough').to.equal('只读：本页只供查看');
      element.setAttribute('readonly', '');
      element.removeAttribute('read-only');
      await says({});
      expect(text('.read-only'), 'and the other').to.equal('只读：本页只供查看');
      element.removeAttribute('readonly');
      await says({});
      expect(has('.read-only'), 'neither').to.equal(false);
      // What Vue makes of false, bound by the name of an attribute or on a server.
      for (const spelt of ['readonly', 'read-only']) {
        element.setAttribute(spelt, 'false');
        await says({});
        expect(has('.read-only'), `${spelt} is said to be false`).to.equal(false);
      }
    });

  it('of a view that takes nothing no button is offered and no key heard', async () => {
    const view = createFakeView({ now: NOW, rows: evening() });
    view.health({ readOnly: 'no-right', actor: '李*' });
    const map = await openMap({ view });
    map.find('.row.red')!.click();
    await map.settled();
    expect([map.find('.popup') !== null, map.button('确认收到') === undefined]).to.deep.equal([true, true]);
    const roster = await openRoster();
    const panel = await openPanel();
    for (const { view: theirs } of [roster, panel]) theirs.health({ readOnly: 'no-right', actor: '李*' });
    await Promise.all([roster.settled(), panel.settled()]);
    expect(['.doing', '.call-up'].map((each) => roster.find(each) === null)).to.deep.equal([true, true]);
    await roster.press('i');
    expect(['.scan', '.actions button'].map((each) => panel.find(each) === null)).to.deep.equal([true, true]);
    await panel.press('k');
    expect([...view.sent, ...roster.view.sent, ...panel.view.sent]).to.deep.equal([]);
    expect([roster.find('.sheet') === null, panel.find('.sheet') === null]).to.deep.equal([true, true]);
  });

  it('the time of a picture of the past stands', async () => {
    const host = { addController() {}, removeController() {}, requestUpdate() {}, isConnected: false };
    const clock = new HostClock({ ...host, updateComplete: Promise.resolve(true) });
    const now = NOW as Instant;
    clock.now(now);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(Date.parse(clock.now(now)!)).to.be.above(Date.parse(now));
    expect(clock.now(now, true)).to.equal(now);
  });

  it('that nothing was seen in the past is not said of now', async () => {
    const view = createFakeView({ now: NOW, rows: [feed('weather', '气象')] });
    view.health({ readOnly: 'past' });
    const { text, settled } = await openMap({ view });
    expect(text('.empty')).to.equal('当时未见进行中的警情和预警（2026-06-12 14:32）');
    expect(text('.counts')).to.not.include('现无');
    for (const [tag, told] of [
      ['yj-warning-card', '当时未见生效中的预警（2026-06-12 14:32）'],
      ['yj-supply-panel', '未登记物资（截至 2026-06-12 14:32）'],
      ['yj-roster', '2026-06-12 14:32 未见排班；如应有排班，核对查看权限'],
    ] as const) {
      const element = await fixture<YjElement>(tag, (each) => (each.view = view));
      await until(() => element.renderRoot.querySelector('.empty'), tag);
      expect(textOf(element.renderRoot.querySelector('.empty'))).to.equal(told);
    }
    const card = await fixture<YjElement>('yj-warning-card', (each) => Object.assign(each, { view, warning: 'w' }));
    const none = (): string => textOf(card.renderRoot.querySelector('.empty, .doubt'));
    await until(() => none() === '当时没有编号为 w 的预警（2026-06-12 14:32）', 'that one');
    view.remove('feed/city/weather');
    await settled();
    expect(text('.empty')).to.equal('当时没有数据源的记录，不能判定有无警情（2026-06-12 14:32）');
    Object.assign(card, { warning: '' });
    await until(
      () => none() === '当时没有数据源的记录，不能判定有无预警（2026-06-12 14:32）',
      'that no feed was there',
    );
  });

  it('what happens in a past that the page lets run is shown and not told aloud: nobody may take it for now', async () => {
    const { say, cry } = Speaker.prototype;
    const told: string[] = [];
    Speaker.prototype.say = (sort) => void told.push(sort);
    Speaker.prototype.cry = (key) => void told.push(key);
    try {
      for (const name of NAMES)
        for (const readOnly of ['past', 'no-right'] as const) {
          const rows = [...evening(), ...afternoon(), ...store(), warning('w1')];
          const view = createFakeView({ now: NOW, rows });
          view.health({ readOnly });
          const element = await fixture<YjElement>(`yj-${name}`, (each) => Object.assign(each, { view, cover: COVER }));
          const settled = async (): Promise<void> => {
            for (let i = 0; i < 4; i += 1) {
              await new Promise((resolve) => setTimeout(resolve, 0));
              await element.updateComplete;
            }
          };
          await until(() => element.renderRoot.querySelector('.fresh'), name);
          await settled();
          told.length = 0;
          view.at('2026-06-12T15:33:00+08:00');
          view.put(
            ...[warning('r', { level: 'red' }), incident('i9', { level: 'red', position: [108.3, 22.8] })],
            ...[warning('w1', { value: { expires: '2026-06-12T16:32:30+08:00' } })],
            lot('BL-1', { item: 'blanket', name: '毛毯', unit: '条', quantity: 1, minimum: 500 }),
            callup('c9', 'qin', 'no-answer', { derived: { chain: 'exhausted' } }),
            feed('fire', '消防物联', { fresh: { state: 'stale', since: ago(1) } }),
          );
          view.health({ link: { state: 'stale', since: ago(1) } });
          await settled();
          const speaks = !['warning-card', 'all-clear'].includes(name);
          expect(told.length > 0, `${name} ${readOnly}: ${told.join()}`).to.equal(readOnly === 'no-right' && speaks);
          cleanUp();
        }
    } finally {
      Object.assign(Speaker.prototype, { say, cry });
    }
  });

  it('in English a state begins a line of its own with a capital, and follows a name without', async () => {
    const stopped = feed('weather', '气象', { fresh: { state: 'stale', since: ago(27) } });
    const rows = [feed('fire', '消防'), stopped, feed('calls', '接警', { fresh: { state: 'unknown' } })];
    const view = createFakeView({ now: NOW, rows });
    const { text, settled } = await openMap({ view, setUp: (map) => (map.lang = 'en') });
    expect(text('.fresh .live')).to.equal('Live 14:32');
    expect(text('.fresh')).to.include('weather stopped at 14:05').and.include('?calls unknown');
    expect(text('.strip.stale')).to.equal('2 of 3 feeds stopped: calls unknown, weather stopped at 14:05 (27 min ago)');
    view.health({ link: { state: 'stale', since: ago(27) } });
    await settled();
    expect(text('.fresh')).to.equal('Stopped at 14:05 (27 min ago)');
    view.health({ link: { state: 'unknown' } });
    await settled();
    expect(text('.fresh')).to.equal('?Unknown');
    expect(text('.printed')).to.include('Data as of unknown');
  });

  it('a host that refuses is believed, until it names somebody', async () => {
    const view = createFakeView({ now: NOW, rows: evening() });
    view.answer = () =>
      Promise.resolve({ ok: false, issues: [{ code: 'actor-unknown', path: '', level: 'error', message: '' }] });
    const { text, find, button, settled } = await openMap({ view });
    find('.row.red')!.click();
    await settled();
    button('确认收到')!.click();
    await settled();
    expect([text('.read-only'), find('.primary') === null]).to.deep.equal(['只读：未提供操作人', true]);
    view.health({ actor: '李*' });
    await settled();
    expect([find('.read-only') === null, button('再次确认') !== undefined]).to.deep.equal([true, true]);
  });
});
