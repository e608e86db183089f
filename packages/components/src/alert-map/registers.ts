import type { EntityId, Query } from '@yingji/core';
import { Observe, type ViewOf } from '../controllers/observe.js';
import { OnDemand } from '../controllers/on-demand.js';
import type { YjElement } from '../frame/element.js';
import type { Room, RoomDeck } from '../map-layers/room.js';

/** Layers of what stands in the registers, and of what was ordered. */
export type Register = 'controls' | 'responses' | 'risks' | 'facilities' | 'teams' | 'cameras';

/** Those that are on unless the page says otherwise; what the others ask for comes with them. */
const QUERIES: readonly (readonly [Register, Query])[] = [
  ['controls', { kind: 'control', where: [{ field: 'state', op: 'ne', value: 'lifted' }] }],
  ['responses', { kind: 'response', where: [{ field: 'state', op: 'ne', value: 'ended' }] }],
];

/** Which layers of registers are on, and what they ask the view for; all else of them is fetched when there is something to show. */
export class Registers {
  readonly room: OnDemand<Room>;

  readonly #on = new Set<string>();
  readonly #own: RoomDeck['own'];
  #of: readonly (readonly [Register, Observe])[];
  #asked = '';

  constructor(
    host: YjElement,
    {
      view,
      stamp,
      ...deck
    }: { readonly view: ViewOf } & Pick<
      RoomDeck,
      'context' | 'search' | 'own' | 'roomy' | 'sourceName' | 'onChosen'
    > & {
        readonly stamp: () => string;
      },
  ) {
    this.#own = deck.own;
    const follow = ([layer, query]: readonly [Register, Query]): readonly [Register, Observe] => [
      layer,
      new Observe(host, { view, query: () => (this.#on.has(layer) ? query : undefined) }),
    ];
    this.#of = QUERIES.map(follow);
    this.room = new OnDemand(host, async () => {
      const { Room, registerStyles, menuStyles, MORE_QUERIES, REGISTERS } = await import('../map-layers/room.js');
      this.#of = [...this.#of, ...MORE_QUERIES.map(follow)];
      host.wear(menuStyles);
      host.wear(registerStyles);
      return new Room(host, {
        ...deck,
        on: () => REGISTERS.filter((layer) => this.#on.has(layer)),
        onToggle: (layer) => {
          if (!this.#on.delete(layer)) this.#on.add(layer);
          host.requestUpdate();
        },
        rows: () => this.#of.map(([, { rows }]) => rows),
        version: () => `${stamp()} ${this.#of.map(([, { version }]) => version).join()}`,
        ready: (layer) => this.#of.every(([each, { ready }]) => each !== layer || ready),
      });
    });
  }

  /** The page says which layers are on to begin with; what the reader switched stays until it says something else. */
  begin(names: string): void {
    if (names === this.#asked) return;
    this.#asked = names;
    this.#on.clear();
    for (const name of names.split(/\s+/)) this.#on.add(name);
  }

  /** Those that no rule could judge. */
  get unjudged(): readonly EntityId[] {
    return this.#of.flatMap(([, each]) => [...each.unjudged]);
  }

  /** Fetches what shows them as soon as there is one. */
  settle(): void {
    const more = [...this.#on].some((name) => name && !this.#of.some(([layer]) => layer === name));
    const something = more || this.#own().length > 0 || this.#of.some(([, { rows }]) => rows.size > 0);
    if (something && !this.room.part && !this.room.failed) void this.room.get();
  }

  /** What shows them could not be fetched. */
  get missing(): boolean {
    return this.room.failed;
  }
}
