import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Instant } from '@yingji/core';

const MINUTE_MS = 60_000;

/**
 * The host's time, carried on while it says nothing: a warning runs out although the data stopped. Asks for an update at each full
 * minute of it.
 */
export class HostClock implements ReactiveController {
  readonly #host: ReactiveControllerHost & Pick<Node, 'isConnected'>;
  #known: Instant | undefined;
  #knownAt = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: ReactiveControllerHost & Pick<Node, 'isConnected'>) {
    this.#host = host;
    host.addController(this);
  }

  hostDisconnected(): void {
    clearTimeout(this.#timer);
  }

  /** Now, from what the host last said; of a picture of the past the time stands, and is what it says. */
  now(known: Instant | undefined, stands = false): Instant | undefined {
    clearTimeout(this.#timer);
    if (known === undefined || stands) return known;
    if (known !== this.#known) {
      this.#known = known;
      this.#knownAt = performance.now();
    }
    const ms = Date.parse(known) + performance.now() - this.#knownAt;
    // One that has gone is drawn once more when its provider goes too; after that nobody looks.
    if (this.#host.isConnected)
      this.#timer = setTimeout(() => this.#host.requestUpdate(), MINUTE_MS - (ms % MINUTE_MS) + 1);
    return new Date(ms).toISOString() as Instant;
  }
}
