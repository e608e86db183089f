import type { ReactiveControllerHost } from 'lit';
import type { EntityId, Instant, Query, Row } from '@yingji/core';
import { withParents } from '@yingji/core/people';
import { sourcesOf, type Sources } from '../frame/frame.js';
import { Observe, ObserveHealth, type ViewOf } from '../controllers/observe.js';
import { later } from '../i18n/time.js';
import { callLines, type CallLine } from './calls.js';
import { dutyLines, shiftsOf, type DutyLine } from './duty.js';
import { gapLines, parentsIn, type Cover, type GapLine } from './gaps.js';
import { registerLines, type PersonLine } from './register.js';
import { nativeOf } from '../frame/native.js';

const OPEN_INCIDENT = ['open', 'confirmed', 'first-handling', 'responding', 'controlled', 'reopened'] as const;
const QUERIES = {
  responders: { kind: 'responder' },
  places: { kind: 'place' },
  callups: { kind: 'callup' },
  warnings: { kind: 'warning', where: [{ field: 'derived.state', op: 'eq', value: 'in-force' }] },
  responses: { kind: 'response', where: [{ field: 'state', op: 'ne', value: 'ended' }] },
  incidents: { kind: 'incident', where: [{ field: 'state', op: 'in', value: OPEN_INCIDENT }] },
  feeds: { kind: 'feed' },
} satisfies { readonly [name: string]: Query };
type Name = keyof typeof QUERIES | 'shifts';

const DAY_MS = 86_400_000;

/** What the roster is asked to show. */
export interface Asked {
  /** Id of a place, or a division code or the beginning of one; empty: all. */
  readonly place: string;
  /** The instant that is asked about; absent: now. */
  readonly at: Instant | undefined;
  readonly cover: readonly Cover[];
}

/** Everything the roster shows, read from the view, in one place; what is worked out of 36,000 rows is worked out once for each change. */
export class People {
  readonly #of: { readonly [N in Name]: Observe };
  readonly #health: ObserveHealth;
  readonly #kept = new Map<string, { readonly key: string; readonly value: unknown }>();
  readonly #asked: () => Pick<Asked, 'at'>;

  /** `asked` is looked at before each update. */
  constructor(host: ReactiveControllerHost, view: ViewOf, asked: () => Pick<Asked, 'at'>) {
    this.#asked = asked;
    const observe = (query: Query | (() => Query | undefined)): Observe => new Observe(host, { view, query });
    this.#health = new ObserveHealth(host, view);
    this.#of = {
      responders: observe(QUERIES.responders),
      places: observe(QUERIES.places),
      callups: observe(QUERIES.callups),
      warnings: observe(QUERIES.warnings),
      responses: observe(QUERIES.responses),
      incidents: observe(QUERIES.incidents),
      feeds: observe(QUERIES.feeds),
      shifts: observe(() => this.#shiftsAsked()),
    };
  }

  /** A rota may go back for years: asked for are the shifts around the day. */
  #shiftsAsked(): Query | undefined {
    const at = this.#asked().at ?? this.now;
    if (at === undefined) return undefined;
    const day = Math.floor(Date.parse(at) / DAY_MS) * DAY_MS;
    const iso = (ms: number): string => new Date(ms).toISOString();
    return {
      kind: 'shift',
      where: [
        { field: 'to', op: 'ge', value: iso(day - DAY_MS) },
        { field: 'from', op: 'le', value: iso(day + 3 * DAY_MS) },
      ],
    };
  }

  get ready(): boolean {
    return Object.values(this.#of).every(({ ready }) => ready);
  }

  /** The host's time now, as well as it is known. */
  get now(): Instant | undefined {
    const { responders, shifts, callups } = this.#of;
    return [responders.now, shifts.now, callups.now].reduce<Instant | undefined>(later, this.#health.health?.now);
  }

  get sources(): Sources {
    const unjudged = new Set(Object.values(this.#of).flatMap((each) => [...each.unjudged])).size;
    return sourcesOf(this.#health.health, { feeds: this.#of.feeds.rows, now: this.now, unjudged });
  }

  /** What is shown is as of then: while the way to the data is silent, not later than it was last heard. */
  asOf({ at }: Asked, sources: Sources): Instant | undefined {
    return at ?? (sources.link.state === 'live' ? sources.now : (sources.link.since ?? sources.now));
  }

  duty(asked: Asked, at: Instant): readonly DutyLine[] {
    return this.#keep('duty', ['shifts', 'responders', 'places'], [asked.place, at, asked.at], () => {
      const shifts = shiftsOf(this.#of.shifts.rows.values()).filter(({ value }) => this.#isHere(asked, value.place));
      const when = asked.at === undefined ? 'now' : Date.parse(at) < Date.parse(this.now ?? at) ? 'past' : 'ahead';
      return dutyLines(shifts, { people: this.#of.responders.rows, at, when });
    });
  }

  gaps(asked: Asked, at: Instant): readonly GapLine[] {
    const { cover } = asked;
    // Whoever is on duty may change with any second, but what is shown of it is told in minutes.
    const minute = at.slice(0, 16);
    // Whom nobody sees covers nothing in any rule: that is no gap, but not known.
    if (this.isUnnamed) return [];
    return this.#keep('gaps', ['shifts', 'responders', 'places'], [asked.place, minute, JSON.stringify(cover)], () =>
      gapLines({
        ...{ cover, at, people: this.#of.responders.rows, places: this.#of.places.rows },
        shifts: shiftsOf(this.#of.shifts.rows.values()),
        isHere: (place) => this.#isHere(asked, place),
      }),
    );
  }

  calls(): readonly CallLine[] {
    return this.#keep('calls', ['callups', 'warnings', 'responses', 'incidents'], [], () =>
      callLines(this.#of.callups.rows, this.abouts),
    );
  }

  people(asked: Asked, duty: readonly DutyLine[]): readonly PersonLine[] {
    const on = duty.filter(({ state }) => state === 'on').map(({ responder }) => responder);
    return this.#keep('people', ['responders', 'places'], [asked.place, on.join()], () =>
      registerLines(this.#of.responders.rows.values(), {
        on: new Set(on),
        isHere: (grid) => this.#isHere(asked, grid),
      }),
    );
  }

  /** What somebody can be called about. */
  get abouts(): ReadonlyMap<EntityId, Row> {
    const { warnings, responses, incidents } = this.#of;
    return this.#keep('abouts', ['warnings', 'responses', 'incidents'], [], () => {
      return new Map([...warnings.rows, ...responses.rows, ...incidents.rows]);
    });
  }

  person(id: string | undefined): Row | undefined {
    return this.#of.responders.rows.get(id as EntityId);
  }

  /** The whole register. */
  get persons(): Iterable<Row> {
    return this.#of.responders.rows.values();
  }

  shift(id: string | undefined): Row | undefined {
    return this.#of.shifts.rows.get(id as EntityId);
  }

  get shifts(): Iterable<Row> {
    return this.#of.shifts.rows.values();
  }

  /** Nobody is seen although somebody is planned: that is said, for names, skills and gaps come from there. */
  get isUnnamed(): boolean {
    return this.#of.responders.rows.size === 0 && this.#of.shifts.rows.size > 0;
  }

  /** Of a place by its id, or by the code of its division. */
  placeName(id: string): string {
    const { rows } = this.#of.places;
    const isCode = /^\d+$/.test(id);
    const row = isCode ? [...rows.values()].find(({ value }) => value['code'] === id) : rows.get(id as EntityId);
    const name = row?.value['name'];
    return typeof name === 'string' ? name : nativeOf(id);
  }

  /** What lies nowhere known is everybody's. */
  #isHere({ place }: Asked, id: string): boolean {
    if (place === '' || id === place) return true;
    const known = this.#keep(`here ${place}`, ['places'], [], () => new Map<string, boolean>());
    const before = known.get(id);
    if (before !== undefined) return before;
    const { rows } = this.#of.places;
    const codeOf = (each: string): unknown => rows.get(each as EntityId)?.value['code'];
    const around = [...withParents(id, (each) => parentsIn(rows, each))];
    const isNowhere = around.length === 1 && codeOf(id) === undefined;
    const here = isNowhere || around.some((each) => each === place || String(codeOf(each) ?? '').startsWith(place));
    known.set(id, here);
    return here;
  }

  #keep<T>(name: string, of: readonly Name[], more: readonly (string | undefined)[], make: () => T): T {
    const key = JSON.stringify([of.map((each) => this.#of[each].version), more]);
    const kept = this.#kept.get(name);
    if (kept?.key === key) return kept.value as T;
    const value = make();
    this.#kept.set(name, { key, value });
    return value;
  }
}
