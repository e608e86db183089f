import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Delta, EntityId, Health, Instant, Query, Row, View } from '@yingji/core';
import type { Subscription } from 'rxjs';

/** Rows by their ids. */
export type Rows = ReadonlyMap<EntityId, Row>;

/** A rule of core failed on it: nothing is derived, and what was stated is all there is. */
export const isUnjudged = ({ derived }: Partial<Row>): boolean => derived?.['fault'] !== undefined;

/** A host that says of itself which of its answers broke off, and which have ended, so that nothing comes any more. */
type Host = ReactiveControllerHost & { readonly failing?: Set<object>; readonly ended?: Set<object> };
const AGAIN_MS = 5_000;

/** What one of its answers says at its end. */
const endIn = (host: Host, answer: object) => (): void => {
  host.ended?.add(answer);
  host.requestUpdate();
};

/** Where an element's data comes from; `undefined` while there is none. */
export type ViewOf = () => View | undefined;

/** The rows of one query, kept up to date while the element is on the page. A change asks the element to draw again. */
export class Observe implements ReactiveController {
  rows: Map<EntityId, Row> = new Map();
  /** Those of them that no rule could judge. */
  unjudged: Set<EntityId> = new Set();
  /** The whole result has come at least once. */
  ready = false;
  /** Grows with every change of `rows`. */
  version = 0;
  /** The host's time of the last change. */
  now: Instant | undefined;

  readonly #host: Host;
  readonly #view: ViewOf;
  readonly #query: () => Query | undefined;
  readonly #onDelta: ((delta: Delta) => unknown) | undefined;
  #following: View | undefined;
  #asked: string | undefined;
  #subscription: Subscription | undefined;
  #again: ReturnType<typeof setTimeout> | undefined;

  /**
   * `onDelta` hears each change after `rows`; where it gives `soon` it sees itself to it that the element is drawn again. A `query` that is asked for may become another one with what its host is about; nothing is asked while there is none.
   */
  constructor(
    host: Host,
    options: { view: ViewOf; query: Query | (() => Query | undefined); onDelta?: (delta: Delta) => unknown },
  ) {
    const { query } = options;
    this.#host = host;
    this.#view = options.view;
    this.#query = typeof query === 'function' ? query : () => query;
    this.#onDelta = options.onDelta;
    host.addController(this);
  }

  hostUpdate(): void {
    const view = this.#view();
    const query = this.#query();
    const asked = JSON.stringify(query);
    if (view === this.#following && asked === this.#asked) return;
    this.#stop();
    this.#clear();
    this.ready = false;
    // Another picture may be of another time.
    this.now = undefined;
    this.version += 1;
    this.#following = view;
    this.#asked = asked;
    if (view && query) this.#follow(view, query);
  }

  /** An answer that breaks off, or that cannot be taken in, leaves what was known: the host says that it may be old, and asks again. */
  #follow(view: View, query: Query): void {
    const lost = (error: unknown): void => {
      reportError(error);
      this.#host.failing?.add(this);
      this.#host.requestUpdate();
      clearTimeout(this.#again);
      this.#again = setTimeout(() => this.#follow(view, query), AGAIN_MS);
    };
    const attempt = (what: () => void): void => {
      try {
        what();
      } catch (error) {
        lost(error);
      }
    };
    const complete = endIn(this.#host, this);
    this.#subscription?.unsubscribe();
    attempt(() => {
      const next = (delta: Delta): void => attempt(() => this.#take(delta));
      this.#subscription = view.select(query).subscribe({ next, error: lost, complete });
    });
  }

  /** Asks for the whole result once more. */
  again(): void {
    this.#stop();
    this.#host.requestUpdate();
  }

  hostDisconnected(): void {
    this.#stop();
  }

  hostConnected(): void {
    this.#host.requestUpdate();
  }

  #stop(): void {
    clearTimeout(this.#again);
    this.#host.failing?.delete(this);
    this.#host.ended?.delete(this);
    this.#subscription?.unsubscribe();
    this.#subscription = undefined;
    this.#following = undefined;
  }

  #clear(): void {
    this.rows = new Map();
    this.unjudged.clear();
  }

  #take(delta: Delta): void {
    if (delta.reset) {
      this.#clear();
      this.#host.failing?.delete(this);
    }
    for (const row of delta.put) {
      this.rows.set(row.id, row);
      if (isUnjudged(row)) this.unjudged.add(row.id);
      else this.unjudged.delete(row.id);
    }
    for (const id of delta.removed) {
      this.rows.delete(id);
      this.unjudged.delete(id);
    }
    this.ready = true;
    this.version += 1;
    this.now = delta.now;
    if (this.#onDelta?.(delta) !== 'soon') this.#host.requestUpdate();
  }
}

/** How the way to the data stands. */
export class ObserveHealth implements ReactiveController {
  #health: Health | undefined;

  readonly #host: Host;
  readonly #view: ViewOf;
  #following: View | undefined;
  #subscription: Subscription | undefined;

  constructor(host: Host, view: ViewOf) {
    this.#host = host;
    this.#view = view;
    host.addController(this);
  }

  /** Where anything has ended it is that of a view that was closed, whatever was said last; the past may stand. */
  get health(): Health | undefined {
    const last = this.#health;
    if (!this.#host.ended?.size || last?.readOnly === 'past') return last;
    const since = last?.link.state === 'live' ? (last.now ?? last.link.since) : last?.link.since;
    return {
      ...last,
      link: since === undefined ? { state: 'unknown' } : { state: 'stale', since },
      code: 'view-closed',
    };
  }

  hostUpdate(): void {
    const view = this.#view();
    if (view === this.#following) return;
    this.#stop();
    this.#health = undefined;
    this.#following = view;
    const take = (health?: Health): void => {
      this.#health = health;
      this.#host.requestUpdate();
    };
    const complete = endIn(this.#host, this);
    // Nobody knows how the way stands once it says no more.
    this.#subscription = view?.health$.subscribe({ next: take, error: () => take(), complete });
  }

  hostDisconnected(): void {
    this.#stop();
  }

  #stop(): void {
    this.#host.ended?.delete(this);
    this.#subscription?.unsubscribe();
    this.#subscription = undefined;
    this.#following = undefined;
  }
}
