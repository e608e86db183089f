import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { EntityId, Instant, Query, Row } from '@yingji/core';
import type { Subscription } from 'rxjs';
import type { ViewOf } from '../controllers/observe.js';

/** The rows of a question that may become another one: what the host asks for with its attributes. Nothing is asked while it gives none. */
export class Asking implements ReactiveController {
  rows: ReadonlyMap<EntityId, Row> = new Map();
  /** The whole result has come at least once. */
  ready = false;
  now: Instant | undefined;

  readonly #host: ReactiveControllerHost;
  readonly #view: ViewOf;
  readonly #query: () => Query | undefined;
  #followed: readonly [view: unknown, query: string] | undefined;
  #subscription: Subscription | undefined;

  constructor(host: ReactiveControllerHost, view: ViewOf, query: () => Query | undefined) {
    this.#host = host;
    this.#view = view;
    this.#query = query;
    host.addController(this);
  }

  hostUpdate(): void {
    const view = this.#view();
    const query = this.#query();
    const key = JSON.stringify(query ?? null);
    if (this.#followed?.[0] === view && this.#followed?.[1] === key) return;
    this.#stop();
    this.#followed = [view, key];
    const rows = new Map<EntityId, Row>();
    this.rows = rows;
    this.ready = false;
    this.#subscription =
      query &&
      view?.select(query).subscribe((delta) => {
        if (delta.reset) rows.clear();
        for (const row of delta.put) rows.set(row.id, row);
        for (const id of delta.removed) rows.delete(id);
        this.ready = true;
        this.now = delta.now;
        this.#host.requestUpdate();
      });
  }

  hostConnected(): void {
    this.#host.requestUpdate();
  }

  hostDisconnected(): void {
    this.#stop();
  }

  #stop(): void {
    this.#subscription?.unsubscribe();
    this.#subscription = undefined;
    this.#followed = undefined;
  }
}
