import type { ReactiveControllerHost } from 'lit';

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

  constructor(host: ReactiveControllerHost, fetch: () => Promise<T>) {
    this.#host = host;
    this.#fetch = fetch;
  }

  /** The part; undefined where it could not be fetched. */
  async get(): Promise<T | undefined> {
    this.#coming ??= this.#load();
    return this.#coming;
  }

  async #load(): Promise<T | undefined> {
    this.failed = false;
    this.#host.requestUpdate();
    try {
      this.part = await this.#fetch();
    } catch {
      this.failed = true;
      this.#coming = undefined;
    }
    this.#host.requestUpdate();
    return this.part;
  }
}
