import { define } from '../define-elements.js';
import type { YjAlertMap } from '../alert-map/alert-map.js';
import { createFakeView, type FakeView } from './fake-view.js';
import { fixture, textOf } from './fixture.js';
import { evening, NOW } from './rows.js';

/** The map as a reader meets it: its parts by what they are, not by how they are made. */
export interface Reading {
  readonly map: YjAlertMap;
  readonly view: FakeView;
  find(selector: string): HTMLElement | null;
  text(selector: string): string;
  rows(): string[];
  /** Everything a reader may see or hear. */
  all(): string;
  button(name: string): HTMLButtonElement | undefined;
  /** What has the focus inside the map. */
  focused(): HTMLElement | null;
  settled(): Promise<void>;
}

/** What a reader waits for once does not come between a test and what it asks: it comes in the order in which it is asked for. */
const parts = (): Promise<unknown> =>
  Promise.all([
    import('../alert-map/grouping.js'),
    import('../alert-map/legend.js'),
    import('../alert-map/phone.styles.js'),
    import('../alert-map/popup-facts.js'),
  ]);

export async function openMap(
  options: { readonly view?: FakeView; readonly setUp?: (map: YjAlertMap) => void; readonly width?: number } = {},
): Promise<Reading> {
  define();
  await parts();
  const view = options.view ?? createFakeView({ now: NOW, rows: evening() });
  const map = await fixture<YjAlertMap>('yj-alert-map', (each) => {
    each.style.height = '600px';
    each.style.width = `${options.width ?? 900}px`;
    each.view = view;
    options.setUp?.(each);
  });
  const root = map.renderRoot as ShadowRoot;
  const find = (selector: string): HTMLElement | null => root.querySelector<HTMLElement>(selector);
  return {
    map,
    view,
    find,
    text: (selector) => textOf(find(selector)),
    rows: () => [...root.querySelectorAll('.row')].map(textOf),
    all: () => textOf(find('.box')),
    button: (name) =>
      [...root.querySelectorAll('button')].find(
        (each) => textOf(each) === name || each.getAttribute('aria-label') === name,
      ),
    focused: () => root.activeElement as HTMLElement | null,
    async settled() {
      // What an update asks for may ask for another.
      for (let i = 0; i < 3; i += 1) {
        await parts();
        await new Promise((resolve) => setTimeout(resolve, 0));
        await map.updateComplete;
      }
    },
  };
}
