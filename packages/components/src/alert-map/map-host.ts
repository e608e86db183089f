import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Delta, EntityId, Row } from '@yingji/core';
import { createDeviceDots, type DeviceCounts } from '../map/devices.js';
import type { Feature } from '../map/features.js';
import type { Bounds, Polygon } from '../map/geometry.js';
import type { LayerGroup, Look } from '../map/layer-parts.js';
import { createNumbers, type Numbers } from '../map/numbers.js';
import type { Shift } from '../map/shift.js';
import type { BaseStyle, MapSync, Pressed, Protocols } from '../map/sync.js';
import type { createOverlays, Overlay } from '../map/overlays.js';
import type { Item, ItemKind, LonLat } from './item.js';
import { mapWordsFor } from './words.js';

export interface MapHostOptions {
  readonly onPress: (id: EntityId | undefined, pressed: Pressed | undefined) => void;
  readonly onRest: () => void;
  readonly onTaken: () => void;
  readonly onMove: () => void;
  /** Positions are shifted from now on otherwise than before: dots must be told anew. */
  readonly onShift: () => void;
}

/** What a base map may be drawn in. */
export type MapDatum = 'wgs84' | 'cgcs2000' | 'gcj02';

/** How each is drawn: CGCS2000, that of 天地图, lies within a metre of WGS 84. */
const DRAWN_AS: ReadonlyMap<string, 'wgs84' | 'gcj02'> = new Map([
  ['wgs84', 'wgs84'],
  ['cgcs2000', 'wgs84'],
  ['gcj02', 'gcj02'],
]);

/** `GCJ-02` is `gcj02`, and none stated WGS 84; of any other name nobody knows what it means. */
const drawnAs = (said: string | null): 'wgs84' | 'gcj02' | undefined =>
  DRAWN_AS.get((said || 'wgs84').toLowerCase().replaceAll(/[-_ ]/g, ''));

/** none: this machine cannot draw it. lost: it could, and may again. astray: nobody knows where the base map has what. */
export type MapState = 'off' | 'loading' | 'drawn' | 'none' | 'lost' | 'astray';

/** The code of a drawn map. */
export type Drawing = typeof import('../map/drawing.js');

/** What can be shown where it is: an item, or a thing of a layer that came later. */
export interface Placed extends Pick<Item, 'id' | 'position' | 'row'> {
  readonly kind: ItemKind | 'thing';
  readonly area?: readonly Polygon[];
}

/** Layers that come later, and what their sources hold; both the same object as before while nothing changed. */
export interface More {
  overlay(drawing: Drawing): Overlay;
  features(drawing: Drawing, numbers: Numbers): ReadonlyMap<string, ReadonlyMap<number, Feature>>;
}

/** What the map shows at one time. */
export interface Scene {
  /** Where to draw; `undefined` while nothing is to be drawn. */
  readonly container: HTMLElement | undefined;
  /** What the map is called to those who cannot see it; `undefined` where nobody steers it. */
  readonly label: string | undefined;
  readonly look: Look;
  readonly base: BaseStyle | undefined;
  readonly protocols: Protocols;
  /** What the page says of the datum in which the base map is drawn. */
  readonly datum: string | null;
  readonly still: boolean;
  readonly items: readonly Item[];
  readonly places: ReadonlyMap<EntityId, Row>;
  readonly placesVersion: number;
  /** The place the map is about. */
  readonly home: Row | undefined;
  readonly selected: Placed | undefined;
  /** Layers beside those of every map, with what lays them. */
  readonly more: { readonly all: readonly More[]; readonly lay: typeof createOverlays } | undefined;
  readonly hidden: ReadonlySet<LayerGroup>;
}

/** Brings the picture onto the map. The drawing library is loaded when the first map needs it. */
export class MapHost implements ReactiveController {
  state: MapState = 'off';
  /** The page's own base map could not be loaded. */
  baseFailed = false;

  readonly #host: ReactiveControllerHost;
  readonly #options: MapHostOptions;
  readonly #numbers = createNumbers();
  #shift: Shift | undefined;
  #datum: 'wgs84' | 'gcj02' = 'wgs84';
  readonly #dots = createDeviceDots(this.#numbers, () => this.#shift);
  /** Stands once a map was loaded, before any {@link #sync}. */
  #drawing!: Drawing;
  #sync: MapSync | undefined;
  #container: HTMLElement | undefined;
  #still = false;
  /** Which answer the camera was framed by; the smaller the better. */
  #framed = Infinity;
  /** Somebody has chosen a view. */
  #taken = false;
  #items: readonly Item[] | undefined;
  #places = -1;
  #selected: Placed | undefined;
  #hidden: ReadonlySet<LayerGroup> = new Set();
  #beside = new Map<EntityId, number>();

  constructor(host: ReactiveControllerHost, options: MapHostOptions) {
    this.#host = host;
    this.#options = options;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.#drop();
    this.state = 'off';
  }

  get deviceCounts(): DeviceCounts {
    return this.#dots.counts;
  }

  /** Brings changes of devices onto the map at once; tells whether other ones are in alarm, or in one that a drill plays. */
  devices(delta: Delta): boolean {
    const { alarm, drill } = this.#dots.counts;
    if (this.#dots.take(delta)) this.#sync?.dotsChanged();
    this.#sync?.setFeatures('device-drills', this.#dots.drills);
    const { counts } = this.#dots;
    return counts.alarm !== alarm || counts.drill !== drill;
  }

  /** Draws a scene: loads the map if there is none yet, then passes on what differs from the last. */
  draw(scene: Scene): void {
    this.#still = scene.still;
    const datum = drawnAs(scene.datum);
    if (!datum) return this.#astray();
    if (scene.container !== this.#container || datum !== this.#datum) this.#drop();
    this.#datum = datum;
    if (!scene.container || this.state === 'none') return;
    if (!this.#container) void this.#load(scene, scene.container);
    else if (this.#sync) this.#pass(scene, this.#sync);
  }

  /** A thing some hundred metres off would be looked for in vain: the list stands in until the page says where it is. */
  #astray(): void {
    if (this.state === 'none' || this.state === 'astray') return;
    this.#drop();
    this.state = 'astray';
    this.#host.requestUpdate();
  }

  #drop(): void {
    this.#sync?.close();
    this.#sync = undefined;
    this.#container = undefined;
    this.#items = undefined;
    this.#places = -1;
    this.#selected = undefined;
    this.#hidden = new Set();
    if (this.state !== 'none') this.state = 'off';
  }

  async #load(scene: Scene, container: HTMLElement): Promise<void> {
    const datum = this.#datum;
    this.#container = container;
    if (!hasWebGl()) return this.#fail();
    this.state = 'loading';
    try {
      this.#drawing = await import('../map/drawing.js');
      await this.#shiftTo(datum);
      if (this.#container !== container || this.#datum !== datum) return;
      this.#sync = this.#drawing.createMapSync({
        container,
        look: scene.look,
        base: scene.base,
        protocols: scene.protocols,
        shift: this.#shift,
        dots: this.#dots.dots,
        still: () => this.#still,
        onPress: (pressed) =>
          this.#options.onPress(pressed?.what === 'item' ? this.#numbers.id(pressed.number) : undefined, pressed),
        onMove: this.#options.onMove,
        onRest: this.#options.onRest,
        onTaken: () => {
          this.#taken = true;
          this.#options.onTaken();
        },
        onLost: (lost) => {
          this.state = lost ? 'lost' : 'drawn';
          this.#host.requestUpdate();
        },
        onBaseFailed: () => {
          this.baseFailed = true;
          this.#host.requestUpdate();
        },
      });
    } catch {
      if (this.#container === container) this.#fail();
      return;
    }
    this.state = 'drawn';
    this.#sync.setFeatures('device-drills', this.#dots.drills);
    this.#host.requestUpdate();
  }

  /** Where nothing tells how to shift nothing is drawn: a thing some hundred metres off would be looked for in vain. */
  async #shiftTo(datum: 'wgs84' | 'gcj02'): Promise<void> {
    const before = this.#shift;
    this.#shift = datum === 'gcj02' ? (await import('../map/gcj02.js')).gcj02 : undefined;
    if (before !== this.#shift) this.#options.onShift();
  }

  /** No drawing here, now or later: the list takes the frame. */
  #fail(): void {
    this.state = 'none';
    this.#container?.replaceChildren();
    this.#host.requestUpdate();
  }

  #pass(scene: Scene, sync: MapSync): void {
    sync.setLook(scene.look);
    sync.setLabel(scene.label);
    sync.setBase(this.baseFailed ? undefined : scene.base);
    const placesChanged = scene.placesVersion !== this.#places;
    if (placesChanged) {
      this.#places = scene.placesVersion;
      const { outlines, names } = this.#drawing.placeFeatures(scene.places, this.#numbers);
      sync.setFeatures('outlines', byNumber(outlines));
      sync.setFeatures('names', byNumber(names));
    }
    if (placesChanged || scene.items !== this.#items) {
      this.#items = scene.items;
      const groups = this.#drawing.symbolFeatures(scene.items, this.#numbers);
      this.#beside = new Map();
      for (const group of this.#drawing.GROUPS) {
        sync.setFeatures(group, groups[group]);
        this.#noteBeside(groups[group].values());
      }
      const { areas, marks } = this.#drawing.areaFeatures(scene.items, {
        places: scene.places,
        numbers: this.#numbers,
        words: mapWordsFor(scene.look.lang),
      });
      this.#noteBeside(marks);
      sync.setFeatures('areas', byNumber(areas));
      sync.setFeatures('area-marks', byNumber(marks));
    }
    if (scene.more) {
      const { all, lay } = scene.more;
      sync.setOverlays(
        all.map((each) => each.overlay(this.#drawing)),
        lay,
      );
      for (const each of all)
        for (const [source, features] of each.features(this.#drawing, this.#numbers))
          sync.setFeatures(source as `yj-${string}`, features);
    }
    for (const group of ['warnings', 'alarms', 'devices', 'places'] as const)
      if (scene.hidden.has(group) !== this.#hidden.has(group)) sync.show(group, !scene.hidden.has(group));
    this.#hidden = scene.hidden;
    if (scene.selected !== this.#selected) {
      this.#selected = scene.selected;
      sync.select(scene.selected && this.#selection(scene.selected, scene.places));
    }
    this.#frame(scene, sync);
  }

  #noteBeside(features: Iterable<Feature>): void {
    for (const { id, properties } of features)
      if (properties['beside']) this.#beside.set(this.#numbers.id(id)!, Number(properties['beside']));
  }

  /**
   * Where the camera starts: at the place it is about, else where the devices are, else at the outlines, else at what there
   * is to see. These come one after the other; a better answer is taken until somebody has chosen a view.
   */
  #frame(scene: Scene, sync: MapSync): void {
    if (this.#taken) return;
    const outline = (rows: Iterable<Row>): Bounds | undefined =>
      this.#drawing.boundsOf(
        [...rows].flatMap((row) => [
          ...this.#drawing.cornersOf((row.value['boundary'] as unknown as Polygon[] | undefined) ?? []),
        ]),
      );
    const answers: readonly (() => Bounds | undefined)[] = [
      () => scene.home && outline([scene.home]),
      () => this.#dots.extent(),
      () => outline(scene.places.values()),
      () => this.#drawing.boundsOf(scene.items.flatMap(({ position }) => (position ? [position] : []))),
    ];
    for (const [rank, answer] of answers.entries()) {
      if (rank >= this.#framed) return;
      const bounds = answer();
      if (!bounds) continue;
      this.#framed = rank;
      sync.fit(bounds, false);
      return;
    }
  }

  /** Of a warning its area, of a thing the one that was stated. */
  #areaOf(item: Placed, places: Scene['places']): readonly Polygon[] {
    return item.kind === 'warning' ? this.#drawing.areaOf(item.row, places) : (item.area ?? []);
  }

  #selection(item: Placed, places: Scene['places']): Feature | undefined {
    const id = this.#numbers.of(item.id);
    const polygons = this.#areaOf(item, places);
    if (item.kind === 'warning' || polygons.length > 0) {
      return polygons.length === 0
        ? undefined
        : { type: 'Feature', id, geometry: this.#drawing.multiPolygon(polygons), properties: {} };
    }
    if (!item.position) return undefined;
    const properties = {
      select: `select:${item.kind === 'thing' ? 'alarm' : item.kind}`,
      beside: this.#beside.get(item.id) ?? 0,
    };
    return { type: 'Feature', id, geometry: { type: 'Point', coordinates: [...item.position] }, properties };
  }

  /** Where an item stands, for camera and popup of a drawn map: its position, or the middle of its area. */
  #place(item: Placed, places: Scene['places']): LonLat | undefined {
    return item.position ?? this.#drawing.labelPoint(this.#areaOf(item, places));
  }

  /** Where the drawn body of an item is in the frame, in px; `undefined` when it is not to be seen. */
  spot(item: Placed, places: Scene['places'], scale: number): { readonly x: number; readonly y: number } | undefined {
    if (!this.#sync || this.state !== 'drawn') return undefined;
    const at = this.#place(item, places);
    if (!at || !this.#sync.inView(at)) return undefined;
    const { x, y } = this.#sync.project(at);
    const [body, steps] =
      item.kind === 'warning'
        ? ([[0, 0], this.#drawing.MARK_BESIDE] as const)
        : ([item.kind === 'thing' ? [0, 0] : this.#drawing.BODY[item.kind], this.#drawing.BESIDE] as const);
    const beside = steps[this.#beside.get(item.id) ?? 0] ?? [0, 0];
    return { x: x + (body[0] + beside[0]) * scale, y: y + (body[1] + beside[1]) * scale };
  }

  /** Where a place is drawn, in px of the frame; undefined while there is no map. */
  project(at: LonLat): { readonly x: number; readonly y: number } | undefined {
    return this.state === 'drawn' ? this.#sync?.project(at) : undefined;
  }

  /** Brings an item into view. An area is shown whole. */
  goTo(item: Placed, places: Scene['places'], options: { readonly onlyIfHidden?: boolean } = {}): void {
    if (!this.#sync) return;
    const at = this.#place(item, places);
    if (!at) return;
    this.#taken = true;
    if (options.onlyIfHidden && this.#sync.inView(at)) return;
    const area = this.#drawing.boundsOf(this.#drawing.cornersOf(this.#areaOf(item, places)));
    if (area) this.#sync.fit(area, true);
    else this.#sync.goTo(at);
  }

  inView(items: readonly Item[], places: Scene['places']): Item[] {
    const sync = this.#sync;
    if (!sync) return [];
    return items.filter((item) => {
      const at = this.#place(item, places);
      return at !== undefined && sync.inView(at);
    });
  }

  pan(dx: number, dy: number): void {
    this.#taken = true;
    this.#sync?.pan(dx, dy);
  }

  zoom(by: number): void {
    this.#taken = true;
    this.#sync?.zoom(by);
  }
}

const byNumber = (features: readonly Feature[]): Map<number, Feature> =>
  new Map(features.map((feature) => [feature.id, feature]));

/** Whether this machine draws with WebGL 2. The trial is given back: a page has few of them. */
export function hasWebGl(): boolean {
  try {
    const gl = document.createElement('canvas').getContext('webgl2');
    gl?.getExtension('WEBGL_lose_context')?.loseContext();
    return gl !== null;
  } catch {
    return false;
  }
}
