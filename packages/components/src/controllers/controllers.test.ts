import { expect } from 'chai';
import { html, LitElement, type ReactiveControllerHost, type TemplateResult } from 'lit';
import type { Instant } from '@yingji/core';
import { createClaims, type Claims } from '../context/claims.js';
import { cleanUp, fixture, pause, textOf, until } from '../testing/fixture.js';
import { takePageClock, type PageClock } from '../testing/page-clock.js';
import { actionOf } from '../alert-map/keys.js';
import { popupPlace } from '../alert-map/place-popup.js';
import { OnDemand } from './on-demand.js';
import { Speaker } from './speaker.js';
import { langOf, Surroundings, themeOf } from './surroundings.js';
import { HostClock } from '../warning/clock.js';
import { Waiting } from './waiting.js';

class Talker extends LitElement {
  claims: Claims | undefined = undefined;
  readonly speaker = new Speaker(this, () => this.claims);

  protected override render(): TemplateResult {
    return html`<p>${this.speaker.quiet}</p>
      <b>${this.speaker.urgent}</b>`;
  }
}
customElements.define('test-talker', Talker);

describe('a speaker', () => {
  let page: PageClock;
  beforeEach(() => (page = takePageClock()));
  afterEach(() => {
    cleanUp();
    page.restore();
  });
  const open = (claims?: Claims): Promise<Talker> => fixture<Talker>('test-talker', (each) => (each.claims = claims));

  it('says the newest of a sort, one sentence in five seconds', async () => {
    const { speaker } = await open();
    speaker.say('a', () => 'first', 100);
    speaker.say('a', () => 'newest', 100);
    speaker.say('b', () => 'other');
    await page.pass(0);
    expect(speaker.quiet, 'what is due at once').to.equal('other');
    await page.pass(4_999);
    expect(speaker.quiet, 'five seconds are not over').to.equal('other');
    await page.pass(1);
    expect(speaker.quiet, 'the rest').to.equal('newest');
  });

  it('leaves out what turns out to be nothing', async () => {
    const { speaker } = await open();
    speaker.say('a', () => '');
    speaker.say('b', () => 'something');
    await page.pass(0);
    expect(speaker.quiet, 'the next sentence').to.equal('something');
  });

  it('cries a thing once on the page', async () => {
    const claims = createClaims();
    const [one, two] = [await open(claims), await open(claims)];
    one.speaker.cry('k', 'red');
    two.speaker.cry('k', 'red');
    expect([one.speaker.urgent, two.speaker.urgent]).to.deep.equal(['red', '']);
  });
});

class Timed extends LitElement {
  readonly clock = new HostClock(this);
  readonly waiting = new Waiting(this);
  readonly speaker = new Speaker(this, () => undefined);
  drawn = 0;

  protected override render(): TemplateResult {
    this.drawn += 1;
    this.clock.now('2026-06-09T08:00:59.900Z' as Instant);
    this.waiting.seconds();
    return html`${this.speaker.quiet}`;
  }
}
customElements.define('test-timed', Timed);

describe('an element that has gone', () => {
  afterEach(cleanUp);

  it('wakes no more, though it be drawn once again when its provider goes', async () => {
    const element = await fixture<Timed>('test-timed', () => undefined);
    await until(() => element.drawn >= 3, 'the full minute, and what is said while waiting');
    element.remove();
    element.requestUpdate();
    await element.updateComplete;
    element.speaker.say('late', () => 'what nobody hears');
    const { drawn } = element;
    await pause(500);
    expect([element.drawn, element.speaker.quiet]).to.deep.equal([drawn, '']);
  });
});

class Placed extends LitElement {
  theme = 'auto';
  density = 'auto';
  readonly around = new Surroundings(this);

  protected override render(): TemplateResult {
    return html`<section class="box" style="display: block">${this.around.density} ${this.around.band}</section>`;
  }
}
customElements.define('test-placed', Placed);

describe('surroundings', () => {
  afterEach(cleanUp);

  it('are measured also where a page has made the element part of a line', async () => {
    const element = document.createElement('test-placed') as Placed;
    element.style.setProperty('display', 'inline', 'important');
    const place = document.createElement('div');
    place.style.width = '0px';
    place.append(element);
    document.body.append(place);
    await element.updateComplete;
    place.style.width = '1000px';
    await until(() => textOf(element.renderRoot.querySelector('.box')) === 'desk 960', 'the width of its box');
    place.style.width = '700px';
    await until(() => textOf(element.renderRoot.querySelector('.box')) === 'desk 480', 'and when that changes');
    place.remove();
  });
});

describe('claims', () => {
  it('are taken once, and forgotten only after thousands', () => {
    const claims = createClaims();
    expect([claims.take('a'), claims.take('a')]).to.deep.equal([true, false]);
    for (let i = 0; i < 1999; i += 1) claims.take(`k${i}`);
    expect(claims.take('a')).to.equal(false);
    claims.take('one more');
    expect(claims.take('a')).to.equal(true);
  });
});

describe('the theme', () => {
  const theme = (asked: string, scheme: string, dark = false, contrast = false): string =>
    themeOf({ asked, scheme, dark, contrast });

  it('follows what is asked, else the colour scheme it stands in, else the reader', () => {
    expect(theme('light', 'dark', true, true)).to.equal('light');
    expect(theme('dark', 'normal')).to.equal('dark');
    expect(theme('auto', 'normal', true)).to.equal('light');
    expect(theme('auto', 'dark')).to.equal('dark');
    expect(theme('auto', 'light dark', true)).to.equal('dark');
    expect(theme('auto', 'light dark', false)).to.equal('light');
    expect(theme('auto', 'dark', false, true)).to.equal('contrast-dark');
    expect(theme('contrast', 'normal')).to.equal('contrast-light');
    expect(theme('nonsense', 'normal')).to.equal('light');
  });
});

describe('the language', () => {
  it('is that of the nearest ancestor that states one, through shadow roots', () => {
    const outer = document.createElement('div');
    outer.lang = 'en';
    const inner = document.createElement('div');
    outer.append(inner);
    const deep = document.createElement('p');
    inner.attachShadow({ mode: 'open' }).append(deep);
    expect(langOf(deep)).to.equal('en');
    deep.lang = 'zh-CN';
    expect(langOf(deep)).to.equal('zh-CN');
  });
});

describe('keys', () => {
  const press = (key: string, zone: Parameters<typeof actionOf>[1], more: object = {}): string | undefined =>
    actionOf({ key, ctrlKey: false, altKey: false, metaKey: false, isComposing: false, ...more }, zone);

  it('mean different things in the list, on the map and in a field', () => {
    expect(press('ArrowLeft', 'map')).to.equal('left');
    expect(press('ArrowLeft', 'list'), 'it folds a row').to.equal('left');
    expect(press('+', 'map')).to.equal('in');
    expect(press('+', 'list')).to.equal(undefined);
    expect(press('ArrowLeft', 'field')).to.equal(undefined);
    expect(press('N', 'map')).to.equal('next');
    expect(press('n', 'field')).to.equal(undefined);
    expect(press('Escape', 'field')).to.equal('close');
    expect(press('Enter', 'other'), 'a button keeps its own').to.equal(undefined);
  });

  it('with a modifier, or while a word is being composed, are not ours', () => {
    for (const more of [{ ctrlKey: true }, { altKey: true }, { metaKey: true }, { isComposing: true }])
      expect(press('n', 'list', more)).to.equal(undefined);
  });
});

describe('a popup', () => {
  const place = (x: number, y: number): ReturnType<typeof popupPlace> =>
    popupPlace({ spot: { x, y }, gap: 30, frame: { width: 800, height: 500 }, popup: { width: 300, height: 200 } });

  it('stands beside its symbol, never over it, never out of the frame', () => {
    expect(place(100, 100)).to.deep.equal({ left: 130, top: 60 });
    expect(place(700, 490)).to.deep.equal({ left: 370, top: 300 });
    expect(place(5, 5)).to.deep.equal({ left: 35, top: 0 });
  });

  it('docks where neither side has room', () => {
    expect(
      popupPlace({
        spot: { x: 200, y: 100 },
        gap: 30,
        frame: { width: 400, height: 500 },
        popup: { width: 300, height: 200 },
      }),
    ).to.equal(undefined);
  });
});

describe('what is fetched on demand', () => {
  it('is fetched once, and after a failure asked for anew', async () => {
    let [asked, updates, fails] = [0, 0, true];
    const host = { requestUpdate: () => (updates += 1) } as unknown as ReactiveControllerHost;
    const demand = new OnDemand(host, () => {
      asked += 1;
      return fails ? Promise.reject(new TypeError('network')) : Promise.resolve('it');
    });
    expect([await demand.get(), demand.part, demand.failed, asked]).to.deep.equal([undefined, undefined, true, 1]);
    expect(updates, 'beginning and failure are shown').to.equal(2);
    fails = false;
    expect([await demand.get(), demand.part, demand.failed, asked]).to.deep.equal(['it', 'it', false, 2]);
    expect([await demand.get(), asked]).to.deep.equal(['it', 2]);
  });

  it('is fetched when it is needed, and what failed again ten seconds later, not with every word', async () => {
    const watch = performance.now.bind(performance);
    let [asked, later, fails] = [0, 0, true];
    performance.now = () => watch() + later;
    try {
      const host = { requestUpdate: () => undefined } as unknown as ReactiveControllerHost;
      const demand = new OnDemand(host, () => {
        asked += 1;
        return fails ? Promise.reject(new TypeError('network')) : Promise.resolve('it');
      });
      const told = async (needed = true): Promise<readonly unknown[]> => {
        demand.when(needed);
        await new Promise((resolve) => setTimeout(resolve, 0));
        return [asked, demand.part, demand.failed];
      };
      expect(await told(false)).to.deep.equal([0, undefined, false]);
      expect(await told()).to.deep.equal([1, undefined, true]);
      expect(await told()).to.deep.equal([1, undefined, true]);
      later = 10_100;
      fails = false;
      expect(await told()).to.deep.equal([2, 'it', false]);
      expect(await told()).to.deep.equal([2, 'it', false]);
    } finally {
      performance.now = watch;
    }
  });
});
