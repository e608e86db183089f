import type { LitElement, ReactiveController, ReactiveControllerHost } from 'lit';

/** So long a hand that is on its way cannot be held back: what has changed within it was not read. */
export const READ_MS = 500;

/**
 * Of lines as they stood, the one that takes the place of the one at `gone`: the next that is there by now, else the last before it.
 */
export const neighbour = <L>(lines: readonly L[], gone: number, isThere: (line: L) => boolean): L | undefined =>
  lines.slice(gone + 1).find(isThere) ?? lines.slice(0, Math.max(0, gone)).reverse().find(isThere);

type Host = ReactiveControllerHost & Pick<LitElement, 'renderRoot'>;

/** What an element is about: the key of the line that it stands in. */
const keyOf = (element: Element | null): string | undefined =>
  element?.closest<HTMLElement>('[data-key]')?.dataset['key'];

/**
 * An update that takes away what had the focus gives it to what is nearest; it takes it from nobody else. Where lines change places the focus
 * goes with its line: what is pressed next is meant for that and for no other. Where its line is gone it goes to the neighbour.
 */
export class KeepFocus implements ReactiveController {
  readonly #host: Host;
  readonly #refocus: (lost: Element) => void;
  /** What had the focus before the update. */
  #before: Element | null = null;
  #key: string | undefined;
  /** The lines of its list as they stood before it, by their keys. */
  #lines: readonly string[] = [];
  #leftAt = -Infinity;

  constructor(host: Host, refocus: (lost: Element) => void) {
    this.#host = host;
    this.#refocus = refocus;
    host.addController(this);
  }

  /** The focus came to another line by itself, and nobody can have read which. */
  get hasJustMoved(): boolean {
    return performance.now() - this.#leftAt < READ_MS;
  }

  hostUpdate(): void {
    this.#before = this.#active();
    this.#key = keyOf(this.#before);
    const list = this.#before?.closest('[role="table"], table, ul') ?? this.#host.renderRoot;
    const lines = this.#key === undefined ? [] : list.querySelectorAll<HTMLElement>('[data-key]');
    this.#lines = [...lines].map(({ dataset }) => dataset['key']!);
  }

  hostUpdated(): void {
    const before = this.#before as HTMLElement | null;
    const now = this.#active();
    if (!before || (now !== null && now !== before)) return;
    const isThere = before.getClientRects().length > 0;
    if (isThere && keyOf(before) === this.#key) {
      // Its line was moved, and the browser took the focus from it.
      if (now === null) before.focus();
      return;
    }
    const line = this.#line(this.#key);
    if (line) return line.focus();
    const next = neighbour(this.#lines, this.#lines.lastIndexOf(this.#key ?? ''), (key) => this.#line(key) !== null);
    this.#line(next)?.focus();
    if (next === undefined || keyOf(this.#active()) !== next) this.#refocus(before);
    if (this.#key !== undefined) this.#leftAt = performance.now();
  }

  #line(key = ''): HTMLElement | null {
    return this.#host.renderRoot.querySelector(`[data-key="${CSS.escape(key)}"]`);
  }

  #active(): Element | null {
    const root = this.#host.renderRoot;
    return root instanceof ShadowRoot ? root.activeElement : null;
  }
}
