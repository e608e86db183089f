import type { ReactiveControllerHost } from 'lit';
import type { Delta, EntityId, Instant, Query, Row, Test } from '@yingji/core';
import { Observe, ObserveHealth, type ViewOf } from '../controllers/observe.js';
import { later } from '../i18n/time.js';
import type { Words } from '../i18n/words.js';
import { feedSource, sourcesOf, staleSources, type Sources } from '../frame/frame.js';
import { feedName } from '../frame/freshness.js';
import type { Item } from './item.js';
import { toItems } from './to-items.js';
import { Soon } from './soon.js';
import { GRAVE_ENDS } from './warning-item.js';
import type { MapContext, MapWords } from './words.js';

const inState = (field: string, value: readonly string[]): readonly Test[] => [{ field, op: 'in', value }];

const QUERIES = {
  incidents: {
    kind: 'incident',
    where: inState('state', ['open', 'confirmed', 'first-handling', 'responding', 'controlled', 'reopened']),
  },
  reports: { kind: 'report', where: inState('derived.state', ['received', 'accepted', 'attached']) },
  warnings: { kind: 'warning', where: inState('derived.state', ['in-force', 'scheduled']) },
  // The messages that ended something, and what they ended: enough to show the end of every warning for a while.
  ended: {
    kind: 'warning',
    where: inState('derived.state', ['lifted', 'withdrawn', 'ended']),
    sort: [{ field: 'at', dir: 'desc' }],
    top: 60,
  },
  grave: GRAVE_ENDS,
  // By when they ran out: one of yesterday may have run out a moment ago.
  expired: {
    kind: 'warning',
    where: inState('derived.state', ['expired']),
    sort: [{ field: 'expires', dir: 'desc' }],
    top: 60,
  },
  places: { kind: 'place' },
  devices: { kind: 'device' },
  feeds: { kind: 'feed' },
} satisfies { readonly [name: string]: Query };

/** Everything the map shows, read from the view, in one place and in one order. */
export class Picture {
  readonly #of: { readonly [N in keyof typeof QUERIES]: Observe };
  readonly #health: ObserveHealth;
  readonly #soon: Soon;
  #unjudged = 0;
  #made: readonly unknown[] = [];
  #items: readonly Item[] = [];

  /** `onDevices` tells whether what is counted in words must be drawn at once. */
  constructor(host: ReactiveControllerHost, view: ViewOf, onDevices: (delta: Delta) => boolean) {
    const onDelta = (delta: Delta): 'now' | 'soon' => {
      const { size } = this.#of.devices.unjudged;
      const fault = size !== this.#unjudged;
      this.#unjudged = size;
      if (onDevices(delta) || fault || delta.reset) return 'now';
      this.#soon.ask();
      return 'soon';
    };
    const observe = (name: keyof typeof QUERIES): Observe =>
      new Observe(host, { view, query: QUERIES[name], ...(name === 'devices' && { onDelta }) });
    this.#soon = new Soon(host);
    this.#health = new ObserveHealth(host, view);
    this.#of = {
      incidents: observe('incidents'),
      reports: observe('reports'),
      warnings: observe('warnings'),
      ended: observe('ended'),
      grave: observe('grave'),
      expired: observe('expired'),
      feeds: observe('feeds'),
      places: observe('places'),
      devices: observe('devices'),
    };
  }

  /** What a reader must know has come; devices and outlines may follow. */
  get ready(): boolean {
    const { incidents, reports, warnings, feeds } = this.#of;
    return incidents.ready && reports.ready && warnings.ready && feeds.ready;
  }

  /** The host's time now, as well as it is known. */
  get now(): Instant | undefined {
    return Object.values(this.#of).reduce<Instant | undefined>(
      (latest, each) => later(latest, each.now),
      this.#health.health?.now,
    );
  }

  get places(): ReadonlyMap<EntityId, Row> {
    return this.#of.places.rows;
  }

  get placesVersion(): number {
    return this.#of.places.version;
  }

  /** A place by its id or its division code. */
  placeOf(wanted: string): Row | undefined {
    if (wanted === '') return undefined;
    const { rows } = this.#of.places;
    return rows.get(wanted as EntityId) ?? [...rows.values()].find((row) => row.value['code'] === wanted);
  }

  /** Has every device told once more. */
  devicesAgain(): void {
    this.#of.devices.again();
  }

  /** What a place is called, by its id or its division code; empty where it has no name. */
  nameOf(wanted: string): string {
    const name = this.placeOf(wanted)?.value['name'];
    return typeof name === 'string' ? name : '';
  }

  /** What the feed behind a source is called. */
  sourceName(source: string, words: Words): string | undefined {
    const row = [...this.#of.feeds.rows.values()].find((feed) => feedSource(feed) === source);
    return row && feedName(row, words);
  }

  /** How everything shown stands; `more` are others that no rule could judge. */
  sourcesWith(more: readonly EntityId[]): Sources {
    const { feeds } = this.#of;
    // One row may answer to several of the queries.
    const unjudged = new Set([...more, ...Object.values(this.#of).flatMap((each) => [...each.unjudged])]).size;
    return sourcesOf(this.#health.health, { feeds: feeds.rows, now: this.now, unjudged });
  }

  get live(): boolean {
    return this.#health.health?.link.state === 'live';
  }

  /** Tells which sources have fallen silent. */
  get stale(): (source: string) => boolean {
    return staleSources(this.#of.feeds.rows, { live: this.live });
  }

  /** Grows with every change of how fresh sources are. */
  get staleVersion(): string {
    return `${this.#of.feeds.version} ${this.live}`;
  }

  /** Most urgent first; the same array as before while nothing changed. */
  items(words: MapWords): readonly Item[] {
    const { incidents, reports, warnings, ended, grave, expired, places, feeds } = this.#of;
    const { now } = this;
    const over = new Map([...ended.rows, ...grave.rows, ...expired.rows]);
    // Ages are written when drawn; only the farewell of a warning that is over depends on the minute.
    const minute = over.size === 0 || now === undefined ? 0 : Math.floor(Date.parse(now) / 60_000);
    const { live } = this;
    const made = [
      ...[incidents, reports, warnings, ended, grave, expired, places, feeds].map(({ version }) => version),
      minute,
      live,
      words,
    ];
    if (made.every((part, i) => part === this.#made[i]) && this.#made.length > 0) return this.#items;
    this.#made = made;
    const context: MapContext = {
      words,
      places: places.rows,
      incidents: incidents.rows,
      ended: over,
      now,
      stale: this.stale,
    };
    this.#items = toItems(
      { reports: reports.rows, incidents: incidents.rows, warnings: warnings.rows, ended: over },
      context,
    );
    return this.#items;
  }
}
