import type { EntityId, Query } from '@yingji/core';
import { Observe, type ViewOf } from '../controllers/observe.js';
import { OnDemand } from '../controllers/on-demand.js';
import type { YjElement } from '../frame/element.js';
import type { Room, RoomDeck } from '../map-layers/room.js';
import type { Tasks, TasksDeck } from '../map-tasks/tasks.js';

/** Layers of what stands in the registers, and of what was ordered. */
export type Register = 'controls' | 'responses' | 'risks' | 'facilities' | 'teams' | 'cameras';

/** Those that are on unless the page says otherwise; what the others ask for comes with them. */
const QUERIES: readonly (readonly [Register, Query])[] = [
  ['controls', { kind: 'control', where: [{ field: 'state', op: 'ne', value: 'lifted' }] }],
  ['responses', { kind: 'response', where: [{ field: 'state', op: 'ne', value: 'ended' }] }],
];

/** Which layers of registers are on, whether there are tasks, and what they ask the view for; all else of them is fetched when there is something to show. */
export class Registers {
  readonly room: OnDemand<Room>;
  readonly tasks: OnDemand<Tasks>;

  readonly #task: Observe;
  readonly #on = new Set<string>();
  readonly #own: RoomDeck['own'];
  #of: readonly (readonly [Register, Observe])[];
  #asked = '';

  constructor(
    host: YjElement,
    {
      view,
      stamp,
      tasks,
      ...deck
    }: { readonly view: ViewOf; readonly tasks: Omit<TasksDeck, 'view' | 'context'> } & Pick<
      RoomDeck,
      'context' | 'search' | 'own' | 'roomy' | 'sourceName' | 'onChosen'
    > & {
        readonly stamp: () => string;
      },
  ) {
    this.#own = deck.own;
    // Whether there is one at all.
    this.#task = new Observe(host, { view, query: { kind: 'task', top: 1 } });
    this.tasks = new OnDemand(host, async () => {
      const { Tasks, taskStyles } = await import('../map-tasks/tasks.js');
      host.wear(taskStyles);
      return new Tasks(host, { ...tasks, view, context: deck.context });
    });
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
        view,
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
    const { unjudged } = this.tasks.part ?? this.#task;
    return [...this.#of.flatMap(([, each]) => [...each.unjudged]), ...unjudged];
  }

  /** Fetches what shows them as soon as there is one. */
  settle(): void {
    const more = [...this.#on].some((name) => name && !this.#of.some(([layer]) => layer === name));
    const something = more || this.#own().length > 0 || this.#of.some(([, { rows }]) => rows.size > 0);
    this.room.when(something);
    this.tasks.when(this.#task.rows.size > 0);
  }

  /** What shows them could not be fetched. */
  get missing(): boolean {
    return this.room.failed || this.tasks.failed;
  }
}
