import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { EntityId } from '@yingji/core';

/** How long a number stays in sight, seconds. */
export const SHOWN_S = 60;

/**
 * A number in sight: from the answer that brought it until it is closed, a minute has passed, or whoever asked looks elsewhere. It is
 * kept nowhere else, and not longer.
 */
export class Contact implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  #shown: { readonly of: EntityId; readonly number: string } | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #hide = (): void => this.hide();
  /** The form that asked goes away with the focus in it; what follows it takes the focus before anything else runs. */
  readonly #left = (): void =>
    void setTimeout(() => {
      if (!this.#host.matches(':focus-within')) this.hide();
    });

  constructor(host: ReactiveControllerHost & HTMLElement) {
    this.#host = host;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.hide();
  }

  /** The number of this person, while it is in sight. */
  of(id: EntityId): string | undefined {
    return this.#shown?.of === id ? this.#shown.number : undefined;
  }

  /** `false`: whoever asked is looking elsewhere already, and nothing is shown. */
  show(of: EntityId, number: string): boolean {
    this.hide();
    if (!this.#host.matches(':focus-within') || document.visibilityState !== 'visible') return false;
    this.#shown = { of, number };
    this.#timer = setTimeout(this.#hide, SHOWN_S * 1000);
    addEventListener('blur', this.#hide);
    addEventListener('pagehide', this.#hide);
    addEventListener('beforeprint', this.#hide);
    document.addEventListener('visibilitychange', this.#hide);
    this.#host.addEventListener('focusout', this.#left);
    this.#host.requestUpdate();
    return true;
  }

  hide(): void {
    if (!this.#shown) return;
    this.#shown = undefined;
    clearTimeout(this.#timer);
    removeEventListener('blur', this.#hide);
    removeEventListener('pagehide', this.#hide);
    removeEventListener('beforeprint', this.#hide);
    document.removeEventListener('visibilitychange', this.#hide);
    this.#host.removeEventListener('focusout', this.#left);
    this.#host.requestUpdate();
  }
}
