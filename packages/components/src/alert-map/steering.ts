import type { EntityId } from '@yingji/core';
import { OnDemand } from '../controllers/on-demand.js';
import type { Speaker } from '../controllers/speaker.js';
import type { Pressed } from '../map/sync.js';
import type { ViewOf } from '../controllers/observe.js';
import type { YjElement } from '../frame/element.js';
import type { Measure } from '../map-measure/measure.js';
import { YjItemSelected } from './events.js';
import { fetchFacts, fetchHelp, fetchMeasure, type Facts } from './fetched.js';
import type { Filter, Layer } from './filter.js';
import { isGroup, type Group, type Groups, type ListRow } from './groups.js';
import type { Item } from './item.js';
import { actionOf, offButton, zoneOf, type Action, type Zone } from './keys.js';
import { ReadingPlace } from './reading-place.js';
import { rowId } from './row-id.js';
import type { Registers } from './registers.js';
import type { MapHost } from './map-host.js';
import type { Replay } from './replay.js';
import { sentence } from './sentence.js';
import type { MapContext } from './words.js';

const ROWS = 200;
const REST_MS = 1000;
const PAN_PX = 90;

/** What steering must know of the element. */
export interface Deck {
  readonly view: ViewOf;
  readonly map: MapHost;
  readonly registers: Registers;
  readonly replay: Replay;
  readonly speaker: Speaker;
  readonly shown: () => readonly Item[];
  /** The rows of the list as they stand there now. */
  readonly listed: () => readonly ListRow[];
  /** A thing that stands in a closed group has no row to be seen in. */
  readonly groups: Pick<Groups, 'reveal' | 'grouping'>;
  readonly toggleGroup: (group: Group) => void;
  /** The reader is at work in the list. */
  readonly touched: () => void;
  readonly context: () => Pick<MapContext, 'words' | 'places' | 'now'>;
  readonly listShown: () => boolean;
}

/** What the reader chose and does: selection, popup, menus, filter, keys. Updates of data never move the focus. */
export class Steering {
  selectedId: EntityId | undefined;
  /** The row of several things that is chosen; then none of them is. */
  groupId: string | undefined;
  opened = false;
  menu: 'layers' | 'keys' | undefined;
  /** What tells the facts of what is chosen, and puts the popup beside it; until it is there the popup stays at the edge. */
  readonly facts: OnDemand<Facts>;
  /** The list of keys. */
  readonly help: OnDemand<typeof import('./key-help.js').keyHelp>;
  /** What measures on the map. */
  readonly measure: OnDemand<Measure>;
  /** What the reader said about the list; `undefined`: as wide as the element is. */
  listWanted: boolean | undefined;
  follow = false;
  filter: Filter = { hidden: new Set(), text: '' };
  limit = ROWS;
  /** The reader asked for the search field, where it is not always there. */
  searching = false;

  readonly #host: YjElement;
  readonly #deck: Deck;
  readonly #place = new ReadingPlace();
  #openedFrom: Zone = 'list';
  #resting: ReturnType<typeof setTimeout> | undefined;

  constructor(host: YjElement, deck: Deck) {
    this.#host = host;
    this.#deck = deck;
    this.facts = new OnDemand(host, () => fetchFacts(host, deck));
    this.help = new OnDemand(host, () => fetchHelp(host));
    this.measure = new OnDemand(host, () => fetchMeasure(host, deck));
    host.addController({ hostDisconnected: () => clearTimeout(this.#resting) });
  }

  get selected(): Item | undefined {
    return this.selectedId === undefined ? undefined : this.#deck.shown().find((item) => item.id === this.selectedId);
  }

  /** The row that is chosen in the list. */
  get row(): ListRow | undefined {
    const chosen = this.groupId ?? this.selectedId;
    const row = this.#deck.listed().find(({ id }) => id === chosen);
    return this.groupId === undefined ? (row ?? this.selected) : row;
  }

  /** Chooses a row; pressed, a group opens or closes. */
  chooseRow(row: ListRow, from: Zone, options: { readonly open?: boolean } = {}): void {
    if (!isGroup(row)) return this.choose(row, from, options);
    if (row.head) return this.choose(row.head, from, options);
    const changed = this.selectedId !== undefined;
    this.leave();
    this.groupId = row.id;
    if (options.open) this.#deck.toggleGroup(row);
    if (changed) this.#host.dispatchEvent(new YjItemSelected(undefined));
    this.#host.requestUpdate();
    this.#scrollTo(row);
  }

  /** Opens or closes a row of several things. */
  turn(group: Group): void {
    this.#deck.toggleGroup(group);
  }

  /** Chooses a thing; `from` tells where the reader is, and so what must follow. */
  choose(item: Item, from: Zone, options: { readonly open?: boolean } = {}): void {
    const { map, context, speaker } = this.#deck;
    const { words, places } = context();
    this.#deck.registers.room.part?.clear();
    void this.facts.get();
    const changed = item.id !== this.selectedId;
    this.selectedId = item.id;
    this.groupId = undefined;
    this.#deck.groups.reveal(item);
    if (options.open) {
      this.opened = true;
      this.#openedFrom = from;
    }
    this.#host.requestUpdate();
    map.goTo(item, places, { onlyIfHidden: true });
    if (changed) this.#host.dispatchEvent(new YjItemSelected(item.id));
    if (from === 'map') {
      const { title, rest } = sentence(item, context());
      speaker.say('chosen', () => `${item.word}${words.say('comma')}${title}${rest}`);
    }
    this.#scrollTo(item);
  }

  #scrollTo(row: ListRow): void {
    void this.#host.updateComplete.then(() =>
      this.#find(`#${CSS.escape(rowId(row))}`)?.scrollIntoView({ block: 'nearest' }),
    );
  }

  /** Something else was chosen. */
  leave(): void {
    this.opened = false;
    this.selectedId = this.groupId = undefined;
  }

  /** What is chosen may leave the picture: then nothing is chosen. */
  settle(): void {
    this.#place.settle(this.#deck.listed(), this.groupId ?? this.selectedId);
    if (this.groupId !== undefined && !this.row) this.groupId = undefined;
    if (this.selectedId !== undefined && !this.selected) this.leave();
  }

  /** A press on the map. On nothing, it closes what is open. */
  press(id: EntityId | undefined, pressed: Pressed | undefined): void {
    const item = id && this.#deck.shown().find((each) => each.id === id);
    if (item) return this.choose(item, 'map', { open: true });
    const { part: room } = this.#deck.registers.room;
    if (id && room?.choose(id, true)) return;
    if (room?.chosen) this.#host.dispatchEvent(new YjItemSelected(undefined));
    room?.clear();
    if (pressed?.what === 'cluster') {
      void this.facts.get().then((part) => part?.tellCluster(this.#deck, pressed));
      return;
    }
    if (!this.opened && this.selectedId === undefined) return;
    this.leave();
    this.#host.dispatchEvent(new YjItemSelected(undefined));
    this.#host.requestUpdate();
  }

  /** Closes the innermost thing that is open and goes back to where the reader came from. */
  close(): void {
    if (this.menu !== undefined) {
      const button = this.menu === 'layers' ? this.#find('[aria-controls="layers"]') : undefined;
      this.menu = undefined;
      this.#host.requestUpdate();
      (button ?? this.#home()).focus();
      return;
    }
    if (!this.opened) return;
    const inside = this.#find('.popup:focus-within');
    this.opened = false;
    this.#host.requestUpdate();
    if (inside) this.#home().focus();
  }

  toggleMenu(menu: 'layers' | 'keys'): void {
    this.menu = this.menu === menu ? undefined : menu;
    if (this.menu) void (menu === 'keys' ? this.help : this.#deck.registers.room).get();
    this.#host.requestUpdate();
  }

  toggleList(): void {
    this.listWanted = !this.#deck.listShown();
    this.#host.requestUpdate();
    if (!this.listWanted && this.#find('.side:focus-within')) this.#canvas()?.focus();
  }

  toggleFollow(): void {
    this.follow = !this.follow;
    this.#host.requestUpdate();
  }

  toggleMeasure(): true {
    void this.measure.get().then((part) => part?.toggle(this.selected));
    return true;
  }

  toggleLayer(layer: Layer): void {
    const hidden = new Set(this.filter.hidden);
    if (!hidden.delete(layer)) hidden.add(layer);
    this.filter = { ...this.filter, hidden };
    this.#host.requestUpdate();
  }

  search(text: string): void {
    this.filter = { ...this.filter, text };
    this.#host.requestUpdate();
  }

  toggleSearch(): void {
    this.searching = !this.searching;
    if (!this.searching) this.filter = { ...this.filter, text: '' };
    this.#host.requestUpdate();
    if (this.searching) void this.#host.updateComplete.then(() => this.#find('[data-zone="field"]')?.focus());
  }

  clearFilter(): void {
    this.filter = { hidden: new Set(), text: '' };
    this.#host.requestUpdate();
    this.#home().focus();
  }

  showMore(): void {
    this.limit += ROWS;
    this.#host.requestUpdate();
  }

  /** The person took the camera: it stays where they put it. */
  taken(): void {
    if (this.follow) this.toggleFollow();
  }

  /** After the camera has rested, what is in view is told. */
  rest(): void {
    clearTimeout(this.#resting);
    this.#resting = setTimeout(() => {
      if (this.#canvas()?.matches(':focus')) void this.facts.get().then((part) => part?.tellCamera(this.#deck));
    }, REST_MS);
  }

  keydown(event: KeyboardEvent): void {
    // A key held down must not open a thing and confirm it in one go.
    if (event.repeat && (event.key === 'Enter' || event.key === ' ')) return event.preventDefault();
    const zone = zoneOf(event, this.#host);
    const action = actionOf(event, zone);
    if (!action || !this.#act(action, zone)) return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** Does what a key asks for; false when there is nothing to do, so that the page may. */
  #act(action: Action, zone: Zone): boolean {
    switch (action) {
      case 'next':
      case 'previous':
        return this.#step(action === 'next' ? 1 : -1, offButton(zone, this.#host.renderRoot));
      case 'up':
      case 'down':
        return this.#arrow(action, zone);
      case 'left':
      case 'right':
        if (zone === 'list')
          return this.#deck.groups.grouping.part?.fold(this, this.#deck, action === 'right') ?? false;
        this.#deck.map.pan(action === 'left' ? -PAN_PX : PAN_PX, 0);
        return true;
      case 'first':
      case 'last':
        return this.#to(action === 'first' ? 0 : this.limit - 1, { zone, through: this.#deck.listed() });
      case 'in':
      case 'out':
        this.#deck.map.zoom(action === 'in' ? 1 : -1);
        return true;
      case 'open':
      case 'show':
        return this.#open(zone, action === 'open');
      case 'acknowledge': {
        const button = this.#find('.group-acts .primary');
        button?.click();
        return button !== null;
      }
      case 'close':
        return this.#escape(zone);
      case 'list':
        this.toggleList();
        return true;
      case 'follow':
        this.toggleFollow();
        return true;
      case 'replay':
        void this.#deck.replay.toggle();
        return this.#deck.replay.offered;
      case 'measure':
        return this.toggleMeasure();
      case 'search':
        return this.#toSearch();
      case 'keys':
        this.toggleMenu('keys');
        void this.help
          .get()
          .then(() => this.#host.updateComplete)
          .then(() => this.#find('#keys')?.focus());
        return true;
    }
  }

  #arrow(action: 'up' | 'down', zone: Zone): boolean {
    if (zone === 'field') {
      this.#find('.list')?.focus();
      return true;
    }
    if (zone === 'list') {
      this.#deck.touched();
      return this.#step(action === 'down' ? 1 : -1, zone, this.#deck.listed());
    }
    this.#deck.map.pan(0, action === 'down' ? PAN_PX : -PAN_PX);
    return true;
  }

  /** N and P walk through everything, arrows through the rows as they stand. */
  #step(by: 1 | -1, zone: Zone, through: readonly ListRow[] = this.#deck.shown()): boolean {
    const at = this.#place.step(by, through, this.groupId ?? this.selectedId);
    return this.#to(at ?? (by > 0 ? 0 : through.length - 1), { zone, through });
  }

  #to(index: number, { zone, through }: { zone: Zone; through: readonly ListRow[] }): boolean {
    const clamped = Math.max(0, Math.min(index, through.length - 1));
    const row = through[clamped];
    if (!row) return false;
    if (clamped >= this.limit) this.limit = clamped + 1;
    this.chooseRow(row, zone);
    return true;
  }

  #open(zone: Zone, enter: boolean): boolean {
    const { row } = this;
    if (row && isGroup(row) && !row.head) {
      this.chooseRow(row, zone, { open: true });
      return true;
    }
    const item = this.selected ?? this.#deck.shown()[0];
    if (!item) return false;
    this.choose(item, zone, { open: true });
    if (enter)
      void this.#host.updateComplete.then(() => (this.#find('.popup .primary') ?? this.#find('.popup'))?.focus());
    return true;
  }

  #escape(zone: Zone): boolean {
    if (this.menu === undefined && this.#deck.registers.room.part?.close()) return true;
    if (this.menu !== undefined || this.opened) {
      this.close();
      return true;
    }
    if (zone !== 'field') return this.measure.part?.stop() ?? false;
    this.search('');
    this.#find('.list')?.focus();
    return true;
  }

  #toSearch(): boolean {
    if (!this.#deck.listShown()) this.toggleList();
    this.searching = false;
    this.toggleSearch();
    return true;
  }

  /** What had the focus went with an update: a button of the popup leaves it to the popup, all else to where the reader was. */
  refocus(gone: Element): void {
    const popup = gone.matches('.primary') ? this.#find('.popup') : null;
    (popup ?? this.#home()).focus();
  }

  /** Where the focus belongs when what held it is gone. */
  #home(): HTMLElement {
    const canvas = this.#canvas();
    const rows = this.#find('.list');
    return (this.#openedFrom === 'map' ? (canvas ?? rows) : (rows ?? canvas)) ?? this.#find('.box') ?? this.#host;
  }

  /** The map, unless the list stands in for it. */
  #canvas(): HTMLElement | null {
    return this.#find('.map:not([hidden]) canvas');
  }

  #find(selector: string): HTMLElement | null {
    return this.#host.renderRoot.querySelector<HTMLElement>(selector);
  }
}
