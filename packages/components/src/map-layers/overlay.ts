import type { LayerSpecification } from 'maplibre-gl';
import type { Camera } from '@yingji/core';
import type { Register } from '../alert-map/registers.js';
import { REGISTERS } from './register-queries.js';
import type { Drawing } from '../alert-map/map-host.js';
import type { LonLat } from '../alert-map/item.js';
import type { Feature } from '../map/features.js';
import type { Polygon } from '../map/geometry.js';
import type { Expression, Look } from '../map/layer-parts.js';
import type { Numbers } from '../map/numbers.js';
import type { Laid, Overlay } from '../map/overlays.js';
import { LEVELS } from '../marks/level.js';
import { drawThing, pictureName } from './pictures.js';
import type { Thing } from './thing.js';

const POINTS = (layer: Register): string => `yj-thing-${layer}`;
const AREAS = 'yj-thing-areas';
const VIEW = 'yj-thing-view';

/** Closures and what stands for a response must not be lost in a crowd. */
const CROWDED: ReadonlySet<Register> = new Set(['risks', 'facilities', 'teams', 'cameras']);
/** Where a response stands beside the mark of a warning that holds for the same places, as a step of BESIDE. */
const BELOW_MARKS = 3;
/** From the bottom to the top; below the devices first, then over them. */
const BELOW: readonly Register[] = ['cameras', 'facilities', 'risks'];
const ABOVE: readonly Register[] = ['teams', 'controls', 'responses'];

/** The layers of the registers, and how their pictures are drawn. */
export const registerOverlay = (drawing: Drawing): Overlay => ({
  id: 'registers',
  sources: {
    [AREAS]: { type: 'geojson', data: drawing.collection([]) },
    [VIEW]: { type: 'geojson', data: drawing.collection([]) },
    ...Object.fromEntries(
      REGISTERS.map((layer) => [
        POINTS(layer),
        {
          type: 'geojson',
          data: drawing.collection([]),
          ...(CROWDED.has(layer) && {
            cluster: true,
            clusterRadius: 36,
            clusterMaxZoom: 14,
            clusterProperties: { worst: ['min', ['get', 'rank']] },
          }),
        },
      ]),
    ),
  },
  layers: (look) => [
    ...areaLayers(look),
    ...BELOW.map((layer): Laid => ({ under: 'dots', layer: pointLayer(layer, look, drawing) })),
    ...viewLayers(look),
    ...ABOVE.map((layer): Laid => ({ under: 'marks', layer: pointLayer(layer, look, drawing) })),
    ...REGISTERS.map((layer): Laid => ({ under: 'names', layer: labelLayer(layer, look, drawing) })),
  ],
  pressed: [...ABOVE, ...BELOW].map(POINTS),
  picture: (name, brush) => drawThing(name, brush, drawing),
});

function pointLayer(layer: Register, { paint, scale }: Look, drawing: Drawing): LayerSpecification {
  const one: Expression = ['get', 'symbol'];
  const crowd: Expression = ['concat', `things:${layer}:`, ['to-string', ['get', 'worst']]];
  return {
    id: POINTS(layer),
    type: 'symbol',
    source: POINTS(layer),
    layout: {
      ...drawing.font,
      'icon-image': ['case', ['has', 'point_count'], crowd, one],
      'icon-offset': drawing.offsetOf(drawing.BESIDE, scale),
      'icon-allow-overlap': true,
      'icon-ignore-placement': !ABOVE.includes(layer),
      'icon-padding': 0,
      'symbol-sort-key': ['-', 10, ['coalesce', ['get', 'rank'], 9]],
      'text-field': ['case', ['has', 'point_count'], ['to-string', ['get', 'point_count']], ''],
      'text-size': 13 * scale,
      'text-allow-overlap': true,
      'text-ignore-placement': true,
    },
    paint: { 'text-color': paint.neutral.text, ...drawing.halo({ paint }) },
  };
}

function labelLayer(layer: Register, { paint, scale }: Look, drawing: Drawing): LayerSpecification {
  return {
    id: `${POINTS(layer)}-labels`,
    type: 'symbol',
    source: POINTS(layer),
    filter: ['!', ['has', 'point_count']],
    minzoom: 14,
    layout: {
      ...drawing.font,
      'text-field': ['get', 'label'],
      'text-size': 13 * scale,
      'text-max-width': 8,
      'text-anchor': 'top',
      'text-offset': [0, 1.3],
      'symbol-sort-key': ['get', 'rank'],
    },
    paint: { 'text-color': paint.neutral['text-2'], ...drawing.halo({ paint }) },
  };
}

/** Outlines in ink, whatever the level of a response: colours of areas are those of warnings. */
function areaLayers({ paint: { neutral }, scale }: Look): Laid[] {
  const of = (layer: Register): ['==', Expression, string] => ['==', ['get', 'layer'], layer];
  const line = (id: string, layer: Register, width: number, colour: string): Laid => ({
    under: 'areas',
    layer: {
      id: `${AREAS}-${id}`,
      type: 'line',
      source: AREAS,
      filter: of(layer),
      paint: { 'line-color': colour, 'line-width': width * scale },
    },
  });
  return [
    line('response', 'responses', 6, neutral['text-2']),
    line('response-inner', 'responses', 3, neutral.surface),
    line('facility', 'facilities', 1.5, neutral.control),
    {
      under: 'areas',
      layer: {
        id: `${AREAS}-hatch`,
        type: 'fill',
        source: AREAS,
        filter: of('controls'),
        paint: { 'fill-pattern': 'thing-hatch', 'fill-opacity': 0.5 },
      },
    },
    line('control', 'controls', 2, neutral.text),
  ];
}

/** What the chosen camera sees. */
function viewLayers({ paint: { neutral }, scale }: Look): Laid[] {
  return [
    {
      under: 'dots',
      layer: { id: VIEW, type: 'fill', source: VIEW, paint: { 'fill-color': neutral.text, 'fill-opacity': 0.15 } },
    },
    {
      under: 'dots',
      layer: {
        id: `${VIEW}-edge`,
        type: 'line',
        source: VIEW,
        paint: { 'line-color': neutral.text, 'line-width': 1.5 * scale },
      },
    },
  ];
}

/** What its sources hold for some things, by source. */
export function registerFeatures(
  things: readonly Thing[],
  {
    chosen,
    numbers,
    drawing,
  }: { readonly chosen: Thing | undefined; readonly numbers: Numbers; readonly drawing: Drawing },
): ReadonlyMap<string, ReadonlyMap<number, Feature>> {
  const made = new Map<string, Map<number, Feature>>(
    [AREAS, VIEW, ...REGISTERS.map(POINTS)].map((source) => [source, new Map<number, Feature>()]),
  );
  const spots = new Map<string, number>();
  for (const thing of things) {
    const id = numbers.of(thing.id);
    const at = thing.position ?? (thing.area && drawing.labelPoint(thing.area));
    if (thing.area)
      made.get(AREAS)!.set(id, {
        type: 'Feature',
        id,
        geometry: drawing.multiPolygon(thing.area),
        properties: { number: id, layer: thing.layer },
      });
    if (!at) continue;
    const spot = at.map((degrees) => degrees.toFixed(5)).join();
    const before = spots.get(spot) ?? 0;
    spots.set(spot, before + 1);
    const { level, title } = thing;
    made.get(POINTS(thing.layer))!.set(id, {
      type: 'Feature',
      id,
      geometry: { type: 'Point', coordinates: [...at] },
      properties: {
        number: id,
        symbol: pictureName(thing),
        rank: level ? LEVELS.indexOf(level) : 9,
        beside: Math.min(before + (thing.layer === 'responses' ? BELOW_MARKS : 0), drawing.BESIDE.length - 1),
        label: title.length <= 16 ? title : `${title.slice(0, 8)}…${title.slice(-7)}`,
      },
    });
  }
  const wedge = chosen && wedgeOf(chosen);
  if (chosen && wedge) {
    const id = numbers.of(chosen.id);
    made
      .get(VIEW)!
      .set(id, { type: 'Feature', id, geometry: drawing.multiPolygon([wedge]), properties: { number: id } });
  }
  return made;
}

const M_PER_DEGREE = 111_195;
const STEPS = 16;

/** What a camera sees, as a wedge on the ground; only where its bearing, angle and range are stated: what is not covers nothing. */
export function wedgeOf({ position, row }: Pick<Thing, 'position' | 'row'>): Polygon | undefined {
  const { bearing, angle, rangeM } = (row.value as unknown as Partial<Camera>).view ?? {};
  if (!position || bearing === undefined || angle === undefined || rangeM === undefined) return undefined;
  const [lon, lat] = position;
  const rim = Array.from({ length: STEPS + 1 }, (_, i): LonLat => {
    const towards = ((bearing - angle / 2 + (angle * i) / STEPS) * Math.PI) / 180;
    return [
      lon + (rangeM * Math.sin(towards)) / (M_PER_DEGREE * Math.cos((lat * Math.PI) / 180)),
      lat + (rangeM * Math.cos(towards)) / M_PER_DEGREE,
    ];
  });
  return [[position, ...rim, position]];
}
