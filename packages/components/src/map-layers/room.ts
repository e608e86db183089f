import { html, type LitElement, type TemplateResult } from 'lit';
import type { EntityId } from '@yingji/core';
import type { Rows, ViewOf } from '../controllers/observe.js';
import { OnDemand } from '../controllers/on-demand.js';
import type { Drawing, More, Scene } from '../alert-map/map-host.js';
import type { Register } from '../alert-map/registers.js';
import type { MapContext } from '../alert-map/words.js';
import { ReadingPlace } from '../alert-map/reading-place.js';
import type { Feature } from '../map/features.js';
import type { Numbers } from '../map/numbers.js';
import { createOverlays, type Overlay } from '../map/overlays.js';
import { layerMenu, type LayerMenuOptions } from './menu.js';
import { registerLegend } from './legend.js';
import { registerList, rowIdOf } from './list.js';
import { registerFeatures, registerOverlay } from './overlay.js';
import { ownOverlay, type OwnLayer } from './own-layers.js';
import { registerPopup } from './popup.js';
import type { Thing } from './thing.js';
import type { ThingFacts } from './thing-facts.js';
import { byLayer, thingOf } from './things.js';
import { registerWords, type RegisterWords } from './words.js';

export { MORE_QUERIES, REGISTERS } from './register-queries.js';
export { menuStyles } from '../alert-map/menu.styles.js';
export { registerStyles } from './registers.styles.js';

/** Rows shown at first, and more with each wish for more. */
const ROWS = 100;

/** What the layers must know of the element. */
export interface RoomDeck {
  readonly view: ViewOf;
  /** Layers that are switched on, in the order of the menu. */
  readonly on: () => readonly Register[];
  readonly onToggle: (layer: Register) => void;
  readonly rows: () => readonly Rows[];
  /** Something else as soon as any of it changed. */
  readonly version: () => string;
  readonly ready: (layer: Register) => boolean;
  readonly context: () => Pick<MapContext, 'words' | 'places' | 'now' | 'stale'>;
  readonly search: () => string;
  /** Layers of the page's own. */
  readonly own: () => readonly OwnLayer[];
  /** There is room for two lists. */
  readonly roomy: () => boolean;
  readonly sourceName: (source: string) => string | undefined;
  /** A thing was chosen, or none is any more. */
  readonly onChosen: (thing: Thing | undefined) => void;
}

/** The layers of registers: their things on the map, in the legend and in a list of their own, and which of them is chosen. */
export class Room implements More {
  opened = false;

  readonly #host: LitElement;
  readonly #deck: RoomDeck;
  readonly #facts: OnDemand<ThingFacts>;
  #chosenId: EntityId | undefined;
  #made = '';
  #words: RegisterWords | undefined;
  #things: readonly Thing[] = [];
  /** Own layers that the reader switched. */
  readonly #switched = new Set<string>();
  readonly #own = new WeakMap<OwnLayer, More>();
  #limit = ROWS;
  readonly #place = new ReadingPlace();
  #overlay: Overlay | undefined;
  #drawn: { of: readonly unknown[]; features: ReadonlyMap<string, ReadonlyMap<number, Feature>> } | undefined;

  constructor(host: LitElement, deck: RoomDeck) {
    this.#host = host;
    this.#deck = deck;
    this.#facts = new OnDemand(host, async () => {
      const { ThingFacts } = await import('../alert-map/popup-facts.js');
      return new ThingFacts(host, { ...deck, thing: () => (this.opened ? this.chosen : undefined) });
    });
  }

  get #say(): RegisterWords {
    const { words } = this.#deck.context();
    if (this.#words?.lang !== words.lang) this.#words = registerWords(words);
    return this.#words!;
  }

  /** All of them by layer; the same array as before while nothing changed. */
  get things(): readonly Thing[] {
    const words = this.#say;
    const made = `${words.lang} ${this.#deck.version()}`;
    if (made === this.#made) return this.#things;
    this.#made = made;
    const { places, stale } = this.#deck.context();
    const on = this.#deck.on();
    this.#things = this.#deck
      .rows()
      .flatMap((rows) => [...rows.values()].map((row) => thingOf(row, { words, places, stale })))
      .sort(byLayer(on));
    return this.#things;
  }

  /** Those that the search leaves. */
  get #listed(): readonly Thing[] {
    const wanted = this.#deck.search().trim().toLowerCase();
    if (wanted === '') return this.things;
    return this.things.filter(({ title, word, told }) =>
      `${title} ${word} ${told.join(' ')}`.toLowerCase().includes(wanted),
    );
  }

  get chosen(): Thing | undefined {
    return this.#chosenId === undefined ? undefined : this.things.find(({ id }) => id === this.#chosenId);
  }

  /** Chooses the thing of this id, if it is one of these. */
  choose(id: EntityId, open: boolean): boolean {
    const thing = this.things.find((each) => each.id === id);
    if (!thing) return false;
    const changed = id !== this.#chosenId;
    this.#chosenId = id;
    this.opened ||= open;
    const at = this.#listed.indexOf(thing);
    if (at >= this.#limit) this.#limit = at + 1;
    if (changed) this.#deck.onChosen(thing);
    this.#host.requestUpdate();
    void this.#host.updateComplete.then(() =>
      this.#host.renderRoot.querySelector(`#${CSS.escape(rowIdOf(thing))}`)?.scrollIntoView({ block: 'nearest' }),
    );
    return true;
  }

  clear(): void {
    if (this.#chosenId === undefined) return;
    this.#chosenId = undefined;
    this.opened = false;
    this.#host.requestUpdate();
  }

  /** Closes what is open, and gives the focus back to the list; false when nothing is. */
  close(): boolean {
    if (!this.opened || !this.chosen) return false;
    const inside = this.#host.renderRoot.querySelector('.popup')?.matches(':focus-within') ?? false;
    this.opened = false;
    this.#host.requestUpdate();
    if (inside)
      (this.#find('.registers .list') ?? this.#find('.map:not([hidden]) canvas') ?? this.#find('.list'))?.focus();
    return true;
  }

  #find(selector: string): HTMLElement | null {
    return this.#host.renderRoot.querySelector<HTMLElement>(selector);
  }

  readonly #keydown = (event: KeyboardEvent): void => {
    const listed = this.#listed;
    const at = listed.findIndex(({ id }) => id === this.#chosenId);
    const step = (by: 1 | -1): number => this.#place.step(by, listed, this.#chosenId) ?? 0;
    const to: { readonly [key: string]: number } = {
      ArrowDown: step(1),
      ArrowUp: step(-1),
      Home: 0,
      End: Math.min(this.#limit, listed.length) - 1,
      Enter: Math.max(0, at),
      ' ': Math.max(0, at),
    };
    const next = event.ctrlKey || event.altKey || event.metaKey ? undefined : to[event.key];
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const thing = listed[Math.max(0, Math.min(next, listed.length - 1))];
    if (!thing || event.repeat) {
      if (thing && event.key.startsWith('Arrow')) this.choose(thing.id, false);
      return;
    }
    const open = event.key === 'Enter' || event.key === ' ';
    this.choose(thing.id, open);
    if (event.key === 'Enter') void this.#host.updateComplete.then(() => this.#find('.popup')?.focus());
  };

  list(): TemplateResult {
    this.#place.settle(this.#listed, this.#chosenId);
    return registerList({
      words: this.#say,
      things: this.#listed,
      total: this.things.length,
      limit: this.#limit,
      roomy: this.#deck.roomy(),
      chosen: this.chosen,
      onRow: ({ id }) => this.choose(id, true),
      onMore: () => {
        this.#limit += ROWS;
        this.#host.requestUpdate();
      },
      onKey: this.#keydown,
    });
  }

  legend(): TemplateResult[] {
    const words = this.#say;
    const { on, ready } = this.#deck;
    const own = this.#ownLayers().map(({ layer }) => html`<li class="parted">${layer.title}</li>`);
    const registers = on().map((layer) =>
      registerLegend({
        layer,
        things: this.things.filter((thing) => thing.layer === layer),
        ready: ready(layer),
        words,
      }),
    );
    return [...registers, ...own];
  }

  popup(): TemplateResult | undefined {
    const thing = this.opened ? this.chosen : undefined;
    if (!thing) return undefined;
    this.#facts.when(true);
    return registerPopup({
      thing,
      words: this.#say,
      now: this.#deck.context().now,
      sourceName: this.#deck.sourceName(thing.row.source),
      more: this.#facts.part?.of(thing),
      onClose: () => this.close(),
    });
  }

  menu(options: LayerMenuOptions): TemplateResult {
    const on = new Set(this.#ownLayers().map(({ layer }) => layer.id));
    return layerMenu(options, {
      words: this.#say,
      on: this.#deck.on(),
      onToggle: this.#deck.onToggle,
      own: this.#deck.own().map(({ id, title }) => ({ id, title, on: on.has(id) })),
      onOwn: (id) => {
        if (!this.#switched.delete(id)) this.#switched.add(id);
        this.#host.requestUpdate();
      },
    });
  }

  /** All that is drawn besides what every map has: the page's own lowest. */
  get more(): Scene['more'] {
    return { all: [...this.#ownLayers().map(({ more }) => more), this], lay: createOverlays };
  }

  /** Those of the page that are on; each the same object as long as the page leaves it. */
  #ownLayers(): readonly { readonly layer: OwnLayer; readonly more: More }[] {
    return this.#deck.own().flatMap((layer) => {
      if (this.#switched.has(layer.id) !== (layer.off ?? false)) return [];
      const more = this.#own.get(layer) ?? ownOverlay(layer);
      this.#own.set(layer, more);
      return [{ layer, more }];
    });
  }

  overlay(drawing: Drawing): Overlay {
    this.#overlay ??= registerOverlay(drawing);
    return this.#overlay;
  }

  features(drawing: Drawing, numbers: Numbers): ReadonlyMap<string, ReadonlyMap<number, Feature>> {
    const { things, chosen } = this;
    const of = [things, chosen];
    if (!this.#drawn || this.#drawn.of.some((part, i) => part !== of[i]))
      this.#drawn = { of, features: registerFeatures(things, { chosen, numbers, drawing }) };
    return this.#drawn.features;
  }
}
