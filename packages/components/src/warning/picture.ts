import type { ReactiveControllerHost } from 'lit';
import type { EntityId, Instant, Query, Row, Test, Warning } from '@yingji/core';
import { sourcesOf, staleSources, type Sources } from '../frame/frame.js';
import { byUrgency, type Item } from '../alert-map/item.js';
import type { ItemContext } from '../alert-map/item-context.js';
import { GRAVE_ENDS, warningItem } from '../alert-map/warning-item.js';
import { Observe, ObserveHealth, type Rows, type ViewOf } from '../controllers/observe.js';
import { later, minutesSince } from '../i18n/time.js';
import type { Words } from '../i18n/words.js';

const inState = (field: string, value: readonly string[]): readonly Test[] => [{ field, op: 'in', value }];
const NEWEST = [{ field: 'at', dir: 'desc' }] as const;

const QUERIES = {
  standing: { kind: 'warning', where: inState('derived.state', ['in-force', 'scheduled']) },
  // What is over, and the messages that ended it: enough for the end of every warning and for the history of a chain.
  over: {
    kind: 'warning',
    where: inState('derived.state', ['lifted', 'withdrawn', 'ended', 'expired', 'superseded']),
    sort: NEWEST,
    top: 200,
  },
  grave: GRAVE_ENDS,
  responses: { kind: 'response', where: inState('state', ['started', 'raised', 'lowered', 'adjusted']) },
  places: { kind: 'place' },
  feeds: { kind: 'feed' },
} satisfies { readonly [name: string]: Query };

/** How a warning is over. `ended`: cancelled, why unknown. */
export type Over = 'lifted' | 'withdrawn' | 'ended' | 'expired' | 'superseded';

/** A warning ready to be shown. */
export interface Shown {
  readonly item: Item;
  /** `at` is missing where the message that ended it is not here. */
  readonly over?: { readonly how: Over; readonly at?: Instant; readonly by?: Row };
}

/** How long a warning that ran out is still shown, so that people see it end. By the host's time. */
const FAREWELL_MIN = 15;

/** Warnings and responses as they stand, read from the view. */
export class WarningPicture {
  readonly #of: { readonly [N in keyof typeof QUERIES]: Observe };
  readonly #health: ObserveHealth;

  constructor(host: ReactiveControllerHost, view: ViewOf) {
    const observe = (query: Query): Observe => new Observe(host, { view, query });
    this.#health = new ObserveHealth(host, view);
    this.#of = {
      standing: observe(QUERIES.standing),
      over: observe(QUERIES.over),
      grave: observe(QUERIES.grave),
      responses: observe(QUERIES.responses),
      places: observe(QUERIES.places),
      feeds: observe(QUERIES.feeds),
    };
  }

  get ready(): boolean {
    const { standing, over, grave, responses, feeds } = this.#of;
    return standing.ready && over.ready && grave.ready && responses.ready && feeds.ready;
  }

  /** It is one of the past. */
  get isPast(): boolean {
    return this.#health.health?.readOnly === 'past';
  }

  /** The host's time, as it last said it. */
  get said(): Instant | undefined {
    return Object.values(this.#of).reduce<Instant | undefined>(
      (latest, each) => later(latest, each.now),
      this.#health.health?.now,
    );
  }

  get places(): ReadonlyMap<EntityId, Row> {
    return this.#of.places.rows;
  }

  /** The name of a place, by its id or its division code. */
  placeName(wanted: string): string {
    if (wanted === '') return '';
    const { rows } = this.#of.places;
    const row = rows.get(wanted as EntityId) ?? [...rows.values()].find(({ value }) => value['code'] === wanted);
    return typeof row?.value['name'] === 'string' ? row.value['name'] : '';
  }

  sources(now: Instant | undefined): Sources {
    const { standing, over, grave, responses, feeds } = this.#of;
    const unjudged = new Set([standing, over, grave, responses].flatMap((each) => [...each.unjudged])).size;
    return sourcesOf(this.#health.health, { feeds: feeds.rows, now, unjudged });
  }

  /** Responses that bind now, the gravest first; a drill's after the real ones. */
  get responses(): readonly Row[] {
    const grade = ({ value }: Row): number => Number(value['level'] ?? 2.5);
    return [...this.#of.responses.rows.values()].sort(
      (a, b) =>
        Number(a.exercise !== undefined) - Number(b.exercise !== undefined) ||
        grade(a) - grade(b) ||
        (a.id < b.id ? -1 : 1),
    );
  }

  row(id: EntityId): Row | undefined {
    return this.#of.standing.rows.get(id) ?? this.#over.get(id);
  }

  get #over(): Rows {
    const { over, grave } = this.#of;
    return new Map([...over.rows, ...grave.rows]);
  }

  /** What stands, the worst first, then what ended within the last quarter of an hour. */
  shown(words: Words, now: Instant | undefined): readonly Shown[] {
    const { standing } = this.#of;
    const all = new Map([...this.#over, ...standing.rows]).values();
    const found = [...all].flatMap((row) => this.show(row, words, now) ?? []);
    return found
      .filter(({ over: end }) => !end || (end.how !== 'superseded' && isRecent(end.at, now)))
      .sort((a, b) => Number(a.over !== undefined) - Number(b.over !== undefined) || byUrgency(a.item, b.item))
      .sort((a, b) => Number(a.item.exercise) - Number(b.item.exercise));
  }

  /** One message; `undefined` for one that only ended others. */
  show(row: Row, words: Words, now: Instant | undefined): Shown | undefined {
    const how = overOf(row);
    const by = this.row(row.derived['endedBy'] as EntityId);
    if (how && how !== 'expired' && !by && ENDING.has(String(row.value['verb']))) return undefined;
    // What has ended is shown however long ago: who asks for it by its id wants to see that it has.
    const item = warningItem(how ? { ...row, derived: { ...row.derived, state: 'in-force' } } : row, {
      ...this.#context(words, now),
    });
    if (!item) return undefined;
    if (!how) return { item };
    const expires = row.value['expires'] as Instant | undefined;
    const at = how === 'expired' ? expires : by?.at;
    return { item: { ...item, row, state: how }, over: { how, ...(at && { at }), ...(by && { by }) } };
  }

  /** All messages of the chain that one belongs to, as far as they are here, oldest first; and how many are not. */
  chain(row: Row): { readonly rows: readonly Row[]; readonly missing: number } {
    const known = new Map([...this.#over, ...this.#of.standing.rows]);
    const rows = new Map<EntityId, Row>([[row.id, row]]);
    const missing = new Set<string>();
    for (const each of rows.values()) {
      for (const id of referencesOf(each)) {
        const before = known.get(id);
        if (before) rows.set(id, before);
        else missing.add(id);
      }
      for (const after of known.values()) if (referencesOf(after).includes(each.id)) rows.set(after.id, after);
    }
    const sorted = [...rows.values()].sort((a, b) => Date.parse(a.at) - Date.parse(b.at) || (a.id < b.id ? -1 : 1));
    return { rows: sorted, missing: missing.size };
  }

  #context(words: Words, now: Instant | undefined): ItemContext {
    const live = this.#health.health?.link.state === 'live';
    return {
      words,
      places: this.places,
      incidents: new Map(),
      ended: this.#over,
      now,
      stale: staleSources(this.#of.feeds.rows, { live }),
    };
  }
}

const ENDING = new Set(['lift', 'withdraw', 'end']);
const OVERS: ReadonlySet<string> = new Set<Over>(['lifted', 'withdrawn', 'ended', 'expired', 'superseded']);

/** How it is over, as core derived it. */
export function overOf(row: Row): Over | undefined {
  const state = row.derived['state'];
  return typeof state === 'string' && OVERS.has(state) ? (state as Over) : undefined;
}

const referencesOf = (row: Row): readonly EntityId[] =>
  (row.value as unknown as Partial<Pick<Warning, 'references'>>).references ?? [];

const isRecent = (at: Instant | undefined, now: Instant | undefined): boolean =>
  at !== undefined && (now === undefined || minutesSince(at, now) < FAREWELL_MIN);
