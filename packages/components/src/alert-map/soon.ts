import type { ReactiveController, ReactiveControllerHost } from 'lit';

const SOON_MS = 250;

/** Asks an element to draw again within a quarter of a second: what changes a hundred times a second is read four times. */
export class Soon implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  #drawn = -Infinity;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostUpdated(): void {
    this.#drawn = performance.now();
    this.hostDisconnected();
  }

  hostDisconnected(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  ask(): void {
    const wait = this.#drawn + SOON_MS - performance.now();
    if (wait <= 0) this.#host.requestUpdate();
    else this.#timer ??= setTimeout(() => this.#host.requestUpdate(), wait);
  }
}
