import { define } from '../define-elements.js';
import type { YjRoster } from '../roster/roster.js';
import { createFakeView, type FakeView } from './fake-view.js';
import { fixture, textOf, until } from './fixture.js';
import { afternoon, COVER } from './rosters.js';
import { NOW } from './rows.js';

/** The roster as a person at it meets it. */
export interface RosterReading {
  readonly roster: YjRoster;
  readonly view: FakeView;
  find<E extends HTMLElement>(selector: string): E | null;
  text(selector: string): string;
  /** The lines that are drawn. */
  lines(): string[];
  /** All that can be read in it, attributes with it. */
  whole(): string;
  focused(): HTMLElement | null;
  /** A key pressed where the focus is. */
  press(key: string): Promise<void>;
  fill(name: string, value: string): Promise<void>;
  click(name: string): Promise<void>;
  settled(): Promise<void>;
}

/** What a person does is fetched once and does not come between a test and what it asks: it comes in the order in which it is asked for. */
const parts = (): Promise<unknown> => Promise.all([import('../roster/hand.js'), import('../roster/ways.js')]);

export async function openRoster(
  options: { readonly view?: FakeView; readonly setUp?: (roster: YjRoster) => void; readonly width?: number } = {},
): Promise<RosterReading> {
  define();
  await parts();
  const view = options.view ?? createFakeView({ now: NOW, rows: afternoon() });
  const roster = await fixture<YjRoster>('yj-roster', (each) => {
    each.style.width = `${options.width ?? 1100}px`;
    Object.assign(each, { view, cover: COVER });
    options.setUp?.(each);
  });
  const root = roster.renderRoot as ShadowRoot;
  const find = <E extends HTMLElement>(selector: string): E | null => root.querySelector<E>(selector);
  const settled = async (): Promise<void> => {
    // What an update asks for may ask for another.
    for (let i = 0; i < 4; i += 1) {
      await parts();
      await new Promise((resolve) => setTimeout(resolve, 0));
      await roster.updateComplete;
    }
  };
  await settled();
  const focused = (): HTMLElement | null => root.activeElement as HTMLElement | null;
  return {
    roster,
    view,
    find,
    text: (selector) => textOf(find(selector)),
    lines: () => [...root.querySelectorAll('.line:not(.heads)')].map(textOf),
    whole: () => root.querySelector('.box')!.outerHTML,
    focused,
    async press(key) {
      const at = focused() ?? find('.box')!;
      const event = new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true });
      // A browser presses a button and sends a form on Enter; keys that a script makes do neither.
      if (at.dispatchEvent(event) && key === 'Enter') {
        if (at instanceof HTMLInputElement || at instanceof HTMLSelectElement) at.form?.requestSubmit();
        else at.click();
      }
      await settled();
    },
    async fill(name, value) {
      // A form is fetched when it is first asked for.
      await until(() => find(`.sheet [name="${name}"]`), `a field ${name}`);
      const field = find<HTMLInputElement>(`.sheet [name="${name}"]`)!;
      field.value = value;
      field.dispatchEvent(new Event(field instanceof HTMLSelectElement ? 'change' : 'input', { bubbles: true }));
      await settled();
    },
    async click(name) {
      [...root.querySelectorAll('button')].find((each) => textOf(each) === name)!.click();
      await settled();
    },
    settled,
  };
}
