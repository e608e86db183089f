import type { ReactiveControllerHost } from 'lit';

/** How long what could not be fetched is let be. */
const AGAIN_MS = 10_000;

/**
 * A part of an element that is fetched when it is first asked for: who only looks loads none of it. What could not be fetched is
 * asked for anew by the next call.
 */
export class OnDemand<T> {
  part: T | undefined;
  /** The last try failed. */
  failed = false;

  readonly #host: ReactiveControllerHost;
  readonly #fetch: () => Promise<T>;
  #coming: Promise<T | undefined> | undefined;
  #notBefore = 0;

  constructor(host: ReactiveControllerHost, fetch: () => Promise<T>) {
    this.#host = host;
    this.#fetch = fetch;
  }

  /** The part; undefined where it could not be fetched. */
  async get(): Promise<T | undefined> {
    if (!this.#coming) {
      this.failed = false;
      this.#host.requestUpdate();
    }
    return (this.#coming ??= this.#load());
  }

  /** Fetches it as soon as it is needed, however often that is said; what failed is tried again ten seconds later. */
  when(needed: boolean): void {
    if (needed && performance.now() >= this.#notBefore) this.#coming ??= this.#load();
  }

  async #load(): Promise<T | undefined> {
    try {
      this.part = await this.#fetch();
      this.failed = false;
    } catch {
      this.failed = true;
      this.#coming = undefined;
      this.#notBefore = performance.now() + AGAIN_MS;
    }
    this.#host.requestUpdate();
    return this.part;
  }
}
