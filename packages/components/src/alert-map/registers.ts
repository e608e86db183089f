import type { EntityId } from '@yingji/core';
import { Observe, type ViewOf } from '../controllers/observe.js';
import { OnDemand } from '../controllers/on-demand.js';
import type { YjElement } from '../frame/element.js';
import type { Room, RoomDeck } from '../map-layers/room.js';
import { isRegister, REGISTER_QUERIES, REGISTERS, type Register } from './register-queries.js';

/** Which layers of registers are on, and what they ask the view for; all else of them is fetched when there is something to show. */
export class Registers {
  readonly room: OnDemand<Room>;

  readonly #on = new Set<Register>();
  readonly #of: readonly (readonly [Register, Observe])[];
  #asked = '';

  constructor(
    host: YjElement,
    {
      view,
      stamp,
      ...deck
    }: { readonly view: ViewOf } & Pick<RoomDeck, 'context' | 'search' | 'roomy' | 'sourceName' | 'onChosen'> & {
        readonly stamp: () => string;
      },
  ) {
    this.#of = REGISTER_QUERIES.map(([layer, query]) => [
      layer,
      new Observe(host, { view, query: () => (this.#on.has(layer) ? query : undefined) }),
    ]);
    this.room = new OnDemand(host, async () => {
      const { Room, registerStyles, menuStyles } = await import('../map-layers/room.js');
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
    for (const name of names.split(/\s+/)) if (isRegister(name)) this.#on.add(name);
  }

  /** Those that no rule could judge. */
  get unjudged(): readonly EntityId[] {
    return this.#of.flatMap(([, each]) => [...each.unjudged]);
  }

  /** Fetches what shows them as soon as there is one. */
  settle(): void {
    if (!this.room.part && !this.room.failed && this.#of.some(([, { rows }]) => rows.size > 0)) void this.room.get();
  }

  /** What shows them could not be fetched. */
  get missing(): boolean {
    return this.room.failed;
  }
}
