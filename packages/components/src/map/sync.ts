import {
  addProtocol,
  GeoJSONSource,
  Map as GlMap,
  type AddProtocolAction,
  type MapGeoJSONFeature,
  type StyleSpecification,
} from 'maplibre-gl';
import type { LonLat } from '../alert-map/item.js';
import { samePaint } from '../theme/paint.js';
import { diffFeatures } from './diff.js';
import { DOTS } from './device-layers.js';
import { createDotLayer } from './dot-layer.js';
import type { Dots } from './dots.js';
import { collection, type Collection, type Feature } from './features.js';
import type { Bounds } from './geometry.js';
import { drawPicture } from './images.js';
import { CLUSTER, CLUSTER_PROPERTIES } from './alarm-layers.js';
import { OURS, SOURCES, type LayerGroup, type Look, type SourceName } from './layer-parts.js';
import type { Anchors, createOverlays, Overlay, Overlays } from './overlays.js';
import { GROUND, groundStyle, groupOfLayer, layersFor, OVER_DOTS, PRESSED } from './layers.js';
import { paceWhenSlow } from './pace-when-slow.js';
import { BESIDE, BODY, HALF, MARK_BESIDE } from './symbol-geometry.js';
import type { Shift } from './shift.js';
import { nameWorker } from './worker.js';

/** How addresses that begin with `<name>://` are loaded: MapLibre's `AddProtocolAction`, e.g. `new Protocol().tile` of `pmtiles`. */
export interface Protocols {
  readonly [name: string]: AddProtocolAction;
}

/** A base map of the page's own: an address or a MapLibre style. */
export type BaseStyle = string | StyleSpecification;

/** A source that an overlay brought. */
type OverlaySource = `yj-${string}`;

const sourceId = (name: SourceName | OverlaySource): string => (name in SOURCES ? SOURCES[name as SourceName] : name);

/** What lies under a press. */
export type Pressed =
  | { readonly what: 'item'; readonly number: number }
  | { readonly what: 'cluster'; readonly n: number; readonly worst: number; readonly unconfirmed: number };

export interface MapSyncOptions {
  readonly container: HTMLElement;
  readonly look: Look;
  readonly base: BaseStyle | undefined;
  /** Where a position of WGS 84 is on the base map. */
  readonly shift: Shift | undefined;
  readonly protocols: Protocols;
  /** Devices, drawn from as they are at each frame. */
  readonly dots: Dots;
  readonly still: () => boolean;
  readonly onPress: (pressed: Pressed | undefined) => void;
  /** The camera moved: what hangs on a place must move with it. */
  readonly onMove: () => void;
  /** The camera has come to rest. */
  readonly onRest: () => void;
  /** A person moved the map. */
  readonly onTaken: () => void;
  /** Drawing is not possible any more, or again. */
  readonly onLost: (lost: boolean) => void;
  readonly onBaseFailed: () => void;
}

/** The only thing that talks to MapLibre. It is told what should be drawn and passes on no more than what changed. */
export interface MapSync {
  /** By the name of a source of ours, or the id of one of an overlay. */
  setFeatures(source: Exclude<SourceName, 'selected'> | OverlaySource, features: ReadonlyMap<number, Feature>): void;
  /** The layers beside ours; one stays as it is while it is the same object. */
  setOverlays(overlays: readonly Overlay[], create: typeof createOverlays): void;
  /** The dots are other ones than in the last frame. */
  dotsChanged(): void;
  select(feature: Feature | undefined): void;
  show(group: LayerGroup, on: boolean): void;
  setLook(look: Look): void;
  /** The map as an application of that name, described by `#map-keys` beside it; without a name nobody steers it. */
  setLabel(label: string | undefined): void;
  setBase(base: BaseStyle | undefined): void;
  fit(bounds: Bounds, animate: boolean): void;
  goTo(at: LonLat): void;
  pan(dx: number, dy: number): void;
  zoom(by: number): void;
  project(at: LonLat): { readonly x: number; readonly y: number };
  inView(at: LonLat): boolean;
  close(): void;
}

const ANCHORS: Anchors = {
  over: {
    areas: `${OURS}area-fill-numbered`,
    dots: DOTS,
    names: `${OURS}place-names`,
    marks: `${OURS}area-marks`,
  },
  otherwise: OVER_DOTS,
};

const SLOP_PX = 26;
const FLY_MS = 400;
const CLOSE_ZOOM = 15;

/** A geometry as the map gives it back. */
type Drawn = MapGeoJSONFeature['geometry'];

export function createMapSync(options: MapSyncOptions): MapSync {
  let { look, base } = options;
  const drawn = new Map<SourceName | OverlaySource, ReadonlyMap<number, Feature>>();
  const hidden = new Set<LayerGroup>();
  /** Ids of sources that hold nothing. */
  const empty = new Set<string>(Object.values(SOURCES));
  let selected: Feature | undefined;
  let installed = false;

  nameWorker();
  for (const [name, load] of Object.entries(options.protocols)) addProtocol(name, load);
  const { shift } = options;
  const map = new GlMap({
    container: options.container,
    attributionControl: false,
    keyboard: false,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    maxPitch: 0,
    scrollZoom: true,
    boxZoom: false,
    doubleClickZoom: true,
    fadeDuration: 0,
    renderWorldCopies: false,
  });
  const pace = paceWhenSlow(map);
  map.touchZoomRotate.disableRotation();
  // The wheel scrolls the page until the reader has gone into the map.
  map.scrollZoom.disable();
  map.getCanvas().addEventListener('focus', () => void map.scrollZoom.enable());
  map.getCanvas().addEventListener('blur', () => void map.scrollZoom.disable());

  const ms = (): number => (options.still() ? 0 : FLY_MS);
  let overlays: Overlays | undefined;
  const source = (name: SourceName | OverlaySource): GeoJSONSource | undefined => {
    const found = map.getSource(sourceId(name));
    return found instanceof GeoJSONSource ? found : undefined;
  };
  const shown = (features: Iterable<Feature>): Collection =>
    collection(shift ? Array.from(features, shift.feature) : features);
  const data = (name: SourceName): Collection => {
    if (name === 'selected') return shown(selected ? [selected] : []);
    return shown(drawn.get(name)?.values() ?? []);
  };

  function install(): void {
    installed = true;
    // Dots are laid on a flat map.
    map.setProjection({ type: 'mercator' });
    for (const name of Object.keys(SOURCES) as SourceName[]) {
      const clusters = name.startsWith('real') || name.startsWith('drill');
      map.addSource(SOURCES[name], {
        type: 'geojson',
        data: data(name),
        // Diffs need no simplification that would differ from tile to tile.
        ...(clusters && {
          cluster: true,
          clusterRadius: CLUSTER.radius * look.scale,
          clusterMaxZoom: CLUSTER.maxZoom,
          clusterProperties: CLUSTER_PROPERTIES,
        }),
      });
    }
    overlays?.install();
    addLayers();
    for (const [name, features] of drawn) if (!(name in SOURCES)) void source(name)?.setData(shown(features.values()));
  }

  function addLayers(): void {
    for (const layer of layersFor(look)) {
      map.addLayer(layer);
      turn(layer.id);
    }
    addDots();
    overlays?.lay(look);
  }

  function addDots(): void {
    try {
      map.addLayer(createDotLayer(DOTS, { dots: options.dots, look, hurried: () => pace.coarse }), OVER_DOTS);
      turn(DOTS);
    } catch {
      // A map without its devices would look calm: the list stands in for it.
      options.onLost(true);
    }
  }

  /** Shows a layer, unless it is switched off or has nothing to draw: MapLibre would load and clip the tiles of it in vain. */
  function turn(id: string): void {
    const group = groupOfLayer(id);
    const off = (group && hidden.has(group)) || empty.has(map.getLayer(id)?.source ?? '');
    map.setLayoutProperty(id, 'visibility', off ? 'none' : 'visible');
  }

  /** Notes whether a source has anything to draw. */
  function fill(name: SourceName | OverlaySource, some: boolean): void {
    const id = sourceId(name);
    if (some !== empty.has(id)) return;
    if (some) empty.delete(id);
    else empty.add(id);
    if (installed) for (const layer of map.getLayersOrder()) if (map.getLayer(layer)?.source === id) turn(layer);
  }

  function removeLayers(): void {
    for (const id of map.getLayersOrder()) if (id.startsWith(OURS) && id !== GROUND) map.removeLayer(id);
    for (const name of drawnHere) if (map.hasImage(name)) map.removeImage(name);
    drawnHere.clear();
  }

  const drawnHere = new Set<string>();
  map.setMissingStyleImageResolver((name) => {
    const ratio = Math.max(2, Math.ceil(devicePixelRatio));
    const brush = { ...look, ratio };
    const picture = drawPicture(name, brush) ?? overlays?.picture(name, brush);
    if (!picture || map.hasImage(name)) return;
    map.addImage(name, picture, { pixelRatio: ratio });
    drawnHere.add(name);
  });

  map.on('style.load', () => {
    // Looked at straight down there is no sky; drawn all the same, of nothing, it took as long as thousands of dots.
    map.painter.skyMesh.segments.segments.length = 0;
    // A style that comes back after the loss of the GPU lacks what no style can tell of.
    if (installed) addDots();
    else install();
  });
  const byCamera = (told: () => void) => () => void (pace.sizing || told());
  map.on('move', byCamera(options.onMove));
  map.on('moveend', byCamera(options.onRest));
  for (const taken of ['dragstart', 'wheel'] as const) map.on(taken, options.onTaken);
  map.on('webglcontextlost', () => options.onLost(true));
  map.on('webglcontextrestored', () => options.onLost(false));
  map.on('error', ({ error }) => {
    // Trusted Types refuse a worker in words of their own.
    if (/worker failed to load|TrustedScriptURL/i.test(error.message)) options.onLost(true);
    else if (!installed && base !== undefined) {
      options.onBaseFailed();
      changeBase(undefined);
    }
  });

  function changeBase(next: BaseStyle | undefined): void {
    base = next;
    installed = false;
    drawnHere.clear();
    setStyle();
  }

  /** Every label is drawn from the fonts of this machine, whatever server of glyphs a style names: ours would not be there. */
  function setStyle(): void {
    map.setStyle(base ?? groundStyle(look), {
      diff: false,
      transformStyle: (_, { glyphs: __, ...style }) => style,
    });
  }
  setStyle();

  map.on('click', (event) => options.onPress(press(event.point.x, event.point.y)));

  function press(x: number, y: number): Pressed | undefined {
    if (!installed) return undefined;
    const around: [[number, number], [number, number]] = [
      [x - 1, y - 1],
      [x + 1, y + 1],
    ];
    const reach = SLOP_PX * look.scale;
    const near = map
      .queryRenderedFeatures(around, {
        layers: [
          ...[...PRESSED.points, ...PRESSED.marks].filter((id) => map.getLayer(id)),
          ...(overlays?.pressed() ?? []),
        ],
      })
      .flatMap((feature) => {
        const at = middleOf(feature.geometry, feature.properties);
        const distance = at ? Math.hypot(at.x - x, at.y - y) : Infinity;
        return distance <= reach ? [{ feature, distance }] : [];
      })
      .sort((a, b) => a.distance - b.distance);
    const best =
      near[0]?.feature ??
      map.queryRenderedFeatures([x, y], { layers: PRESSED.areas.filter((id) => map.getLayer(id)) })[0];
    if (!best) return undefined;
    const { properties } = best;
    if (properties['point_count'] === undefined) return { what: 'item', number: Number(properties['number']) };
    void open(best.source, best.geometry, Number(properties['cluster_id']));
    if (!best.source.startsWith(`${OURS}real`) && !best.source.startsWith(`${OURS}drill`)) return undefined;
    return {
      what: 'cluster',
      n: Number(properties['point_count']),
      worst: Number(properties['worst']),
      unconfirmed: Number(properties['unconfirmed']),
    };
  }

  /** Where the body of a drawn symbol is on the screen. */
  function middleOf(
    geometry: Drawn,
    properties: { readonly [name: string]: unknown },
  ): { x: number; y: number } | undefined {
    if (geometry.type !== 'Point') return undefined;
    const { x, y } = map.project(geometry.coordinates as [number, number]);
    const kind = /^symbol:(\w+):/.exec(String(properties['symbol'] ?? ''))?.[1];
    const body = kind !== undefined && kind in BODY ? BODY[kind as keyof typeof BODY] : [0, 0];
    const steps = properties['mark'] === undefined ? BESIDE : MARK_BESIDE;
    const beside = steps[Number(properties['beside'] ?? 0)] ?? [0, 0];
    return { x: x + (body[0]! + beside[0]!) * look.scale, y: y + (body[1]! + beside[1]!) * look.scale };
  }

  async function open(name: string, geometry: Drawn, cluster: number): Promise<void> {
    const found = map.getSource(name);
    if (!(found instanceof GeoJSONSource) || geometry.type !== 'Point') return;
    const zoom = await found.getClusterExpansionZoom(cluster);
    map.easeTo({ center: geometry.coordinates as [number, number], zoom, duration: ms() });
  }

  const asPoint = (at: LonLat): [number, number] => [...(shift?.at(at) ?? at)];

  return {
    setFeatures(name, features) {
      const before = drawn.get(name);
      drawn.set(name, features);
      fill(name, features.size > 0);
      if (!installed || before === features) return;
      const diff = diffFeatures(before ?? new Map(), features);
      if (diff) void source(name)?.updateData({ add: shown(diff.add).features, remove: [...diff.remove] });
    },
    dotsChanged: () => pace.repaint(options.dots.urgent),
    setOverlays(next, create) {
      if (!overlays) {
        overlays = create(map, ANCHORS);
        if (installed) overlays.install();
      }
      overlays.set(next, look);
    },
    select(feature) {
      if (selected === undefined && feature === undefined) return;
      selected = feature;
      fill('selected', feature !== undefined);
      if (installed) void source('selected')?.setData(data('selected'));
    },
    show(group, on) {
      if (on) hidden.delete(group);
      else hidden.add(group);
      if (!installed) return;
      for (const id of map.getLayersOrder()) if (groupOfLayer(id) === group) turn(id);
    },
    setLook(next) {
      const { lang, scale, silent } = next;
      if (samePaint(look.paint, next.paint) && look.lang === lang && look.scale === scale && look.silent === silent)
        return;
      look = next;
      if (!installed) return;
      removeLayers();
      if (map.getLayer(GROUND)) map.setPaintProperty(GROUND, 'background-color', look.paint.neutral.sunken);
      addLayers();
    },
    setLabel(label) {
      const canvas = map.getCanvas();
      if (label === undefined) {
        canvas.setAttribute('role', 'presentation');
        canvas.tabIndex = -1;
        return;
      }
      canvas.setAttribute('role', 'application');
      canvas.setAttribute('aria-label', label);
      canvas.setAttribute('aria-describedby', 'map-keys');
      canvas.tabIndex = 0;
    },
    setBase(next) {
      if (next !== base) changeBase(next);
    },
    fit: ([west, south, east, north], animate) =>
      void map.fitBounds([asPoint([west, south]), asPoint([east, north])], {
        padding: HALF * look.scale,
        maxZoom: CLOSE_ZOOM,
        duration: animate ? ms() : 0,
      }),
    goTo(at) {
      const zoom = Math.max(map.getZoom(), CLOSE_ZOOM);
      map.flyTo({ center: asPoint(at), zoom, duration: ms(), maxDuration: FLY_MS });
    },
    pan: (dx, dy) => void map.panBy([dx, dy], { duration: options.still() ? 0 : 120 }),
    zoom: (by) => void map.easeTo({ zoom: map.getZoom() + by, duration: options.still() ? 0 : 200 }),
    project: (at) => map.project(asPoint(at)),
    inView: (at) => map.getBounds().contains(asPoint(at)),
    close() {
      pace.close();
      map.remove();
    },
  };
}
