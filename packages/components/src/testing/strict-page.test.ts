import { expect } from 'chai';
import type { YjAlertMap } from '../alert-map/alert-map.js';
import { levels } from '../theme/tokens.js';
import { until } from './fixture.js';

type StrictWindow = Window & typeof globalThis & { violations: string[] };

async function openPage(): Promise<{ frame: HTMLIFrameElement; window: StrictWindow; map: () => YjAlertMap | null }> {
  const frame = document.createElement('iframe');
  frame.width = '1000';
  frame.height = '700';
  frame.src = new URL('./strict-page.html', import.meta.url).href;
  document.body.append(frame);
  await new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
  const window = frame.contentWindow as StrictWindow;
  return { frame, window, map: () => window.document.querySelector('yj-alert-map') };
}

describe('a page with a strict policy and hostile styles', () => {
  it('refuses nothing of ours, and our map is drawn', async function () {
    this.timeout(60_000);
    const { frame, window, map } = await openPage();
    const find = (selector: string): HTMLElement | null =>
      map()?.renderRoot?.querySelector<HTMLElement>(selector) ?? null;
    await until(() => find('canvas[role="application"]'), 'the map is drawn', 15_000);
    find('.row.red')!.click();
    await until(() => find('.popup'), 'the popup opens');
    // Time for the worker, the symbols and the popup's place.
    await new Promise((resolve) => setTimeout(resolve, 1500));
    // The test server speaks to its own pages by a script of its own.
    expect(window.violations.filter((text) => !text.includes('__web-dev-server'))).to.deep.equal([]);
    const popup = find('.popup')!;
    expect(popup.hasAttribute('data-placed'), 'placed by script, not by a style attribute').to.equal(true);
    const asked = window.performance.getEntriesByType('resource').map(({ name }) => new URL(name).origin);
    expect([...new Set(asked)]).to.deep.equal([location.origin]);
    frame.remove();
  });

  it('reaches nothing inside but what it may set', async () => {
    const { frame, window, map } = await openPage();
    const find = (selector: string): HTMLElement | null =>
      map()?.renderRoot?.querySelector<HTMLElement>(selector) ?? null;
    await until(() => find('.row.red .text'), 'the list is there', 15_000);
    const style = (selector: string): CSSStyleDeclaration => window.getComputedStyle(find(selector)!);
    const rgb = (hex: string): string => `rgb(${[1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16)).join(', ')})`;
    const row = style('.row .text');
    for (const [name, value] of Object.entries({
      fontSize: '14px',
      letterSpacing: 'normal',
      textTransform: 'none',
      textAlign: 'start',
      direction: 'ltr',
      fontStyle: 'normal',
      whiteSpace: 'normal',
      wordSpacing: '0px',
      textIndent: '0px',
      userSelect: 'auto',
    }))
      expect(row[name as never], name).to.equal(value);
    expect(style('.row.red').cursor).to.equal('pointer');
    expect(style('.row.red').display).to.equal('flex');
    expect(style('.chip.red').backgroundColor, 'a level colour').to.equal(rgb(levels.light.red.fill));
    expect(style('.box').backgroundColor, 'what it may set').to.equal(rgb('#fffbe6'));
    expect(style('.row b').fontFamily).to.not.include('cursive');
    frame.remove();
  });
});
