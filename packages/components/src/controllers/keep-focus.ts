import type { LitElement, ReactiveController, ReactiveControllerHost } from 'lit';

type Host = ReactiveControllerHost & Pick<LitElement, 'renderRoot'>;

/** An update that takes away what had the focus gives it to what is nearest; it takes it from nobody else. */
export class KeepFocus implements ReactiveController {
  readonly #host: Host;
  readonly #refocus: (lost: Element) => void;
  /** What had the focus before the update. */
  #before: Element | null = null;

  constructor(host: Host, refocus: (lost: Element) => void) {
    this.#host = host;
    this.#refocus = refocus;
    host.addController(this);
  }

  hostUpdate(): void {
    this.#before = this.#active();
  }

  hostUpdated(): void {
    const before = this.#before;
    if (!before || before.getClientRects().length > 0) return;
    const now = this.#active();
    if (now === null || now === before) this.#refocus(before);
  }

  #active(): Element | null {
    const root = this.#host.renderRoot;
    return root instanceof ShadowRoot ? root.activeElement : null;
  }
}
