import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { EntityId } from '@yingji/core';
import type { Item } from './item.js';

/** How long after the last movement in it a list may change under the reader's hand again. */
const STILL_MS = 3000;

/**
 * Nothing moves under a pointer or a key: while the reader is at work in the list, rows keep their order and new ones wait.
 * What waits is told beside the list, and comes as soon as the reader is still.
 */
export class Hold implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  #until = 0;
  #order: readonly EntityId[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostDisconnected(): void {
    clearTimeout(this.#timer);
  }

  /** The reader moves in the list. */
  touched(): void {
    this.#until = performance.now() + STILL_MS;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.release(), STILL_MS);
  }

  release(): void {
    clearTimeout(this.#timer);
    this.#until = 0;
    this.#host.requestUpdate();
  }

  /** The rows to show now, and those that wait. */
  order(items: readonly Item[]): { readonly listed: readonly Item[]; readonly waiting: readonly Item[] } {
    if (performance.now() >= this.#until || this.#order.length === 0) {
      this.#order = items.map(({ id }) => id);
      return { listed: items, waiting: [] };
    }
    const byId = new Map(items.map((item) => [item.id, item]));
    const listed = this.#order.flatMap((id) => byId.get(id) ?? []);
    const shown = new Set(listed);
    return { listed, waiting: items.filter((item) => !shown.has(item)) };
  }
}
