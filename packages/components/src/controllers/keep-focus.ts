import type { LitElement, ReactiveController, ReactiveControllerHost } from 'lit';

type Host = ReactiveControllerHost & Pick<LitElement, 'renderRoot'>;

/** What an element is about: the key of the line that it stands in. */
const keyOf = (element: Element | null): string | undefined =>
  element?.closest<HTMLElement>('[data-key]')?.dataset['key'];

/**
 * An update that takes away what had the focus gives it to what is nearest; it takes it from nobody else. Where lines change places the focus
 * goes with its line: what is pressed next is meant for that and for no other.
 */
export class KeepFocus implements ReactiveController {
  readonly #host: Host;
  readonly #refocus: (lost: Element) => void;
  /** What had the focus before the update. */
  #before: Element | null = null;
  #key: string | undefined;

  constructor(host: Host, refocus: (lost: Element) => void) {
    this.#host = host;
    this.#refocus = refocus;
    host.addController(this);
  }

  hostUpdate(): void {
    this.#before = this.#active();
    this.#key = keyOf(this.#before);
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
    const line = `[data-key="${CSS.escape(this.#key ?? '')}"]`;
    const moved = this.#host.renderRoot.querySelector<HTMLElement>(line);
    if (moved) moved.focus();
    else this.#refocus(before);
  }

  #active(): Element | null {
    const root = this.#host.renderRoot;
    return root instanceof ShadowRoot ? root.activeElement : null;
  }
}
