import type { ReactiveControllerHost } from 'lit';
import type { EntityId, Instant, Query, Row } from '@yingji/core';
import { standings, type Lot } from '@yingji/core/supplies';
import { sourcesOf, staleSources, type Sources } from '../frame/frame.js';
import { isUnjudged, Observe, ObserveHealth, type ViewOf } from '../controllers/observe.js';
import { later } from '../i18n/time.js';
import { entriesOf, type Entry, type LotRow, type Transit } from './entry.js';

const QUERIES = {
  stocks: { kind: 'stock' },
  facilities: { kind: 'facility' },
  transits: {
    kind: 'movement',
    where: [
      { field: 'sort', op: 'eq', value: 'transfer' },
      { field: 'direction', op: 'eq', value: 'out' },
      // More may have arrived than left: that is told as well. What no rule could judge has no such field and passes.
      { field: 'derived.inTransit', op: 'ne', value: 0 },
    ],
  },
  warnings: { kind: 'warning', where: [{ field: 'derived.state', op: 'eq', value: 'in-force' }] },
  feeds: { kind: 'feed' },
} satisfies { readonly [name: string]: Query };

/** What the panel is asked to show. */
export interface Asked {
  /** Id of a facility, or a division code or the beginning of one; empty: all. */
  readonly place: string;
  /** What expires within so many days is expiring. */
  readonly expiringDays: number;
  /** A count older than so many days is an old one. */
  readonly countDays: number;
}

/** Everything the panel shows, read from the view, in one place. */
export class Supplies {
  readonly #of: { readonly [N in keyof typeof QUERIES]: Observe };
  readonly #health: ObserveHealth;

  constructor(host: ReactiveControllerHost, view: ViewOf) {
    const observe = (name: keyof typeof QUERIES): Observe => new Observe(host, { view, query: QUERIES[name] });
    this.#health = new ObserveHealth(host, view);
    this.#of = {
      stocks: observe('stocks'),
      facilities: observe('facilities'),
      transits: observe('transits'),
      warnings: observe('warnings'),
      feeds: observe('feeds'),
    };
  }

  get ready(): boolean {
    return Object.values(this.#of).every(({ ready }) => ready);
  }

  /** The host's time now, as well as it is known. */
  get now(): Instant | undefined {
    return Object.values(this.#of).reduce<Instant | undefined>(
      (latest, each) => later(latest, each.now),
      this.#health.health?.now,
    );
  }

  get sources(): Sources {
    const unjudged = new Set(Object.values(this.#of).flatMap((each) => [...each.unjudged])).size;
    return sourcesOf(this.#health.health, { feeds: this.#of.feeds.rows, now: this.now, unjudged });
  }

  /** Whether this source has fallen silent. */
  get stale(): (source: string) => boolean {
    return staleSources(this.#of.feeds.rows, { live: this.#health.health?.link.state === 'live' });
  }

  /** Lots of the place that was asked for; those of nowhere known are everybody's. */
  lots({ place }: Asked): LotRow[] {
    return [...this.#of.stocks.rows.values()].filter((row) => concerns(row, place)).map(lotOf);
  }

  /** What has left and not arrived, the longest on the way first. Of a place: what is bound for it or came from it. */
  transits({ place }: Asked, lots: readonly LotRow[]): Transit[] {
    const here = new Set(lots.map(({ id }) => id));
    return [...this.#of.transits.rows.values()]
      .map((row) => this.#transit(row))
      .filter(({ from, to }) => place === '' || here.has(from) || (to !== undefined && this.#isAt(to, place)))
      .sort((a, b) => Date.parse(a.since) - Date.parse(b.since) || (a.leg < b.leg ? -1 : 1));
  }

  #transit(row: Row): Transit {
    const { stock, to } = row.value as { readonly stock: EntityId; readonly to?: EntityId };
    const source = this.#of.stocks.rows.get(stock);
    const { inTransit } = row.derived as { readonly inTransit?: number };
    return {
      leg: row.id,
      from: stock,
      to,
      lot: source && lotOf(source),
      since: row.at,
      quantity: inTransit,
      exercise: row.exercise,
    };
  }

  #isAt(id: EntityId, place: string): boolean {
    const facility = this.#of.facilities.rows.get(id);
    return id === place || (facility !== undefined && concerns(facility, place));
  }

  /** Each item at each facility as core says it stands; real ones first, then each drill's. */
  entries(asked: Asked, now: Instant): Entry[] {
    const lots = this.lots(asked);
    const played = new Set(lots.flatMap(({ exercise }) => exercise ?? []));
    const counted: readonly Lot[] = lots.filter((lot) => lot.quantity !== undefined) as readonly (LotRow & Lot)[];
    return [undefined, ...[...played].sort()].flatMap((exercise) =>
      entriesOf({
        standings: standings(counted, now, exercise),
        lots: lots.filter((lot) => lot.exercise === exercise),
        transits: this.transits(asked, lots).filter((transit) => transit.exercise === exercise),
        asked,
        now,
      }),
    );
  }

  /** The gravest real warning that is in force for the place, the newest of equals. */
  warning({ place }: Asked): Row | undefined {
    const facility = this.#of.facilities.rows.get(place as EntityId);
    const codes = facility ? divisions(facility) : place === '' || place.includes('/') ? undefined : [place];
    const rank = (row: Row): number => (typeof row.derived['rank'] === 'number' ? row.derived['rank'] : 2);
    return [...this.#of.warnings.rows.values()]
      .filter((row) => row.exercise === undefined && holdsFor(row, codes))
      .sort((a, b) => rank(a) - rank(b) || Date.parse(b.at) - Date.parse(a.at))[0];
  }

  /** Where things may be sent, by name. */
  get facilities(): { readonly id: EntityId; readonly name: string }[] {
    return [...this.#of.facilities.rows.values()]
      .map(({ id, value }) => ({ id, name: String(value['name'] ?? id) }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** The name on its door; undefined where no register knows it. */
  facilityName(id: string): string | undefined {
    const name = this.#of.facilities.rows.get(id as EntityId)?.value['name'];
    return typeof name === 'string' ? name : undefined;
  }
}

const divisions = (row: Row): readonly string[] | undefined =>
  row.derived['divisions'] as readonly string[] | undefined;

function concerns(row: Row, place: string): boolean {
  if (place === '' || row.id === place || row.value['facility'] === place || isUnjudged(row)) return true;
  return !place.includes('/') && (divisions(row)?.some((code) => code.startsWith(place)) ?? true);
}

/** A warning of nobody knows where holds here too. */
const holdsFor = (warning: Row, codes: readonly string[] | undefined): boolean =>
  codes === undefined ||
  (divisions(warning)?.some((code) => codes.some((own) => own.startsWith(code) || code.startsWith(own))) ?? true);

function lotOf(row: Row): LotRow {
  const value = row.value as unknown as Omit<LotRow, 'quantity' | 'count' | 'id' | 'lent'>;
  const { quantity, count, lent } = row.derived as Partial<Pick<LotRow, 'quantity' | 'count' | 'lent'>>;
  const { item, name, facility, unit, lot, expires, minimum, ownership } = value;
  return {
    id: row.id,
    item,
    name,
    facility,
    unit,
    lot,
    expires,
    minimum,
    ownership,
    quantity,
    count,
    lent,
    exercise: row.exercise,
  };
}
