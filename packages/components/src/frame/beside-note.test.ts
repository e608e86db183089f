import { expect } from 'chai';
import type { LitElement } from 'lit';
import { define } from '../define-elements.js';
import type { YjAlertMap } from '../alert-map/alert-map.js';
import type { YjProvider } from '../provider/provider.js';
import { createFakeView } from '../testing/fake-view.js';
import { accessible, cleanUp, fixture, textOf, until } from '../testing/fixture.js';
import { ago, evening, NOW } from '../testing/rows.js';

define();
const OTHERS = ['yj-feed-status', 'yj-warning-banner', 'yj-roster', 'yj-supply-panel', 'yj-all-clear'];

/** A page with a map that can look back, and other elements beside it. */
async function page(tags: readonly string[]) {
  const view = createFakeView({ now: NOW, rows: evening() });
  const map = document.createElement('yj-alert-map') as YjAlertMap;
  map.past = () => Promise.resolve({ ...createFakeView({ now: ago(60), rows: evening() }), close: () => undefined });
  const others = tags.map((tag) => document.createElement(tag) as LitElement);
  const provider = await fixture<YjProvider>('yj-provider', (each) => {
    each.append(map, ...others);
    each.view = view;
  });
  const find = (selector: string): HTMLElement | null => map.renderRoot.querySelector<HTMLElement>(selector);
  const said = (element: LitElement): string => textOf(element.renderRoot.querySelector('.beside'));
  await until(() => others.every((each) => each.renderRoot.querySelector('.box')), 'all are drawn');
  return {
    ...{ provider, map, others, find, said },
    async back() {
      await until(() => find('[data-replay-button]'), 'the map is drawn');
      find('[data-replay-button]')!.click();
      await until(() => find('.replay input:not([disabled])'), 'the bar');
      const slider = find('.replay input') as HTMLInputElement;
      slider.value = '-60';
      slider.dispatchEvent(new Event('change'));
      await until(() => find('.box[data-replay]'), 'the past');
    },
  };
}

describe('elements beside a map that shows the past', () => {
  afterEach(cleanUp);

  it('say that they do not, each of them, until the map is live again', async () => {
    const { others, back, said, find, map, provider } = await page(OTHERS);
    expect(others.map(said).join('')).to.equal('');
    await back();
    for (const each of others)
      await until(() => said(each) === '地图在回放，此处不随回放', `${each.localName} says it`);
    expect(said(map), 'the map has its own frame').to.equal('');
    await accessible(provider);
    others[0]!.setAttribute('lang', 'en');
    await until(() => said(others[0]!) === 'The map shows the past; this does not', 'in its language');
    find('.replay .primary')!.click();
    await until(() => others.every((each) => said(each) === ''), 'nothing more is to be said');
  });

  it('are told by a map that leaves the page, too; who comes later is told at once', async () => {
    const { others, back, said, map, provider } = await page(['yj-feed-status']);
    await back();
    const late = document.createElement('yj-feed-status') as LitElement;
    provider.append(late);
    await until(() => said(late) !== '', 'who came later says it');
    map.remove();
    await until(() => said(others[0]!) === '' && said(late) === '', 'nothing more is to be said');
  });

  it('of another picture have nothing to say', async () => {
    const { back, said, provider } = await page(['yj-feed-status']);
    const own = document.createElement('yj-feed-status') as LitElement & { view: unknown };
    own.view = createFakeView({ now: NOW, rows: evening() });
    provider.append(own);
    await back();
    const [beside] = [...provider.querySelectorAll<LitElement>('yj-feed-status')];
    await until(() => said(beside!) !== '', 'that of the provider says it');
    expect(said(own)).to.equal('');
  });
});
