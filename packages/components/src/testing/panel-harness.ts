import { define } from '../define-elements.js';
// Fetched before a test begins: no time that it takes is that of a test.
import '../supply-panel/camera-view.js';
import '../supply-panel/filling.js';
import '../supply-panel/importing.js';
import '../supply-panel/lots-table.js';
import type { YjSupplyPanel } from '../supply-panel/supply-panel.js';
import { createFakeView, type FakeView } from './fake-view.js';
import { fixture, textOf, until } from './fixture.js';
import { NOW } from './rows.js';
import { NORMS, store } from './supplies.js';

/** The supply panel as a person at it meets it. */
export interface PanelReading {
  readonly panel: YjSupplyPanel;
  readonly view: FakeView;
  find<E extends HTMLElement>(selector: string): E | null;
  text(selector: string): string;
  /** The lines of the ledger. */
  lines(): string[];
  /** What has the focus inside the panel. */
  focused(): HTMLElement | null;
  /** A key pressed where the focus is. */
  press(key: string): Promise<void>;
  /** Text typed into the field that has the focus, then Enter: what a scanner does. */
  scan(text: string): Promise<void>;
  fill(name: string, value: string): Promise<void>;
  click(name: string): Promise<void>;
  settled(): Promise<void>;
}

export async function openPanel(
  options: { readonly view?: FakeView; readonly setUp?: (panel: YjSupplyPanel) => void; readonly width?: number } = {},
): Promise<PanelReading> {
  define();
  const view = options.view ?? createFakeView({ now: NOW, rows: store() });
  const panel = await fixture<YjSupplyPanel>('yj-supply-panel', (each) => {
    each.style.width = `${options.width ?? 1000}px`;
    Object.assign(each, { view, persons: 126, days: 3, norms: NORMS });
    options.setUp?.(each);
  });
  const root = panel.renderRoot as ShadowRoot;
  const find = <E extends HTMLElement>(selector: string): E | null => root.querySelector<E>(selector);
  const settled = async (): Promise<void> => {
    // What an update asks for may ask for another.
    for (let i = 0; i < 3; i += 1) {
      await new Promise((resolve) => setTimeout(resolve, 0));
      await panel.updateComplete;
      await until(() => !find('.opening'), 'the sheet is fetched');
    }
  };
  const focused = (): HTMLElement | null => root.activeElement as HTMLElement | null;
  const press = async (key: string): Promise<void> => {
    const at = focused() ?? find('.box')!;
    const event = new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true });
    // A browser presses a button and sends a form on Enter; keys that a script makes do neither.
    if (at.dispatchEvent(event) && key === 'Enter') {
      if (at instanceof HTMLInputElement) at.form?.requestSubmit();
      else at.click();
    }
    await settled();
  };
  const enter = (field: HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement, value: string): void => {
    field.value = value;
    field.dispatchEvent(new Event(field instanceof HTMLSelectElement ? 'change' : 'input', { bubbles: true }));
  };
  return {
    panel,
    view,
    find,
    text: (selector) => textOf(find(selector)),
    lines: () => [...root.querySelectorAll('.line:not(.heads, .lots)')].map(textOf),
    focused,
    press,
    async scan(text) {
      enter(focused() as HTMLInputElement, text);
      await press('Enter');
    },
    async fill(name, value) {
      enter(find<HTMLInputElement>(`.sheet [name="${name}"]`)!, value);
      await settled();
    },
    async click(name) {
      [...root.querySelectorAll('button')].find((each) => textOf(each) === name)!.click();
      await settled();
    },
    settled,
  };
}
