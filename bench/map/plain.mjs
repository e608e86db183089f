// The same scene as a page would draw it with MapLibre alone: one GeoJSON source for what it shows of each sort.
import { Map as GlMap } from 'maplibre-gl';
import { ALARMS, INCIDENTS } from './scene.mjs';

const INK = '#16202B';
const GROUND = '#E8ECF0';
const CONTROL = '#6F7B89';
const FILLS = { orange: '#FF8C1A', yellow: '#FFDD00', blue: '#1450AD' };

const lookOf = (town, n, alarmed) => (alarmed.has(n) ? 'alarm' : town.heard[n] ? 'live' : 'unknown');
const pointOf = (town, n) => ({ type: 'Point', coordinates: [town.places[2 * n], town.places[2 * n + 1]] });
const collection = (features) => ({ type: 'FeatureCollection', features });

const byLook = (alarm, live, other) => ['match', ['get', 'look'], 'alarm', alarm, 'live', live, other];

const dots = {
  id: 'dots',
  type: 'circle',
  source: 'dots',
  paint: {
    'circle-radius': [
      'interpolate',
      ['linear'],
      ['zoom'],
      ...[10, byLook(3, 0.8, 1.1), 14, byLook(5, 2, 2.4), 17, byLook(6, 4, 4)],
    ],
    'circle-color': byLook('#FFFFFF', CONTROL, GROUND),
    'circle-stroke-color': byLook(INK, CONTROL, CONTROL),
    'circle-stroke-width': byLook(2, 0, 0.8),
  },
};

/** Stripes, as an area has them. */
function stripes(colour) {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 20;
  const pen = canvas.getContext('2d');
  pen.strokeStyle = colour;
  pen.lineWidth = 2;
  pen.beginPath();
  for (const at of [-20, 0, 20]) {
    pen.moveTo(at - 20, 40);
    pen.lineTo(at + 40, -20);
  }
  pen.stroke();
  return pen.getImageData(0, 0, 20, 20);
}

function disc(colour) {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 48;
  const pen = canvas.getContext('2d');
  pen.beginPath();
  pen.arc(24, 24, 18, 0, 7);
  pen.fillStyle = colour;
  pen.fill();
  pen.lineWidth = 3;
  pen.strokeStyle = INK;
  pen.stroke();
  return pen.getImageData(0, 0, 48, 48);
}

/** What a page hands to MapLibre, made before anything is timed. */
export function featuresOf(town) {
  const alarmed = new Set(town.alarmed);
  return {
    dots: collection(
      Array.from({ length: town.size }, (_, n) => ({
        type: 'Feature',
        id: n + 1,
        geometry: pointOf(town, n),
        properties: { look: lookOf(town, n, alarmed) },
      })),
    ),
    symbols: collection(
      [
        ...town.alarmed.map((n) => pointOf(town, n)),
        ...Array.from({ length: INCIDENTS }, (_, k) => ({
          type: 'Point',
          coordinates: [108.24 + k * 0.04, 22.76 + k * 0.03],
        })),
      ].map((geometry, n) => ({
        type: 'Feature',
        id: n + 1,
        geometry,
        properties: { icon: n < ALARMS ? 'alarm' : 'incident' },
      })),
    ),
    areas: collection(
      town.areas.map((ring, n) => ({
        type: 'Feature',
        id: n + 1,
        geometry: { type: 'Polygon', coordinates: [ring] },
        properties: { level: town.levels[n] },
      })),
    ),
  };
}

export function openPlain(container, features) {
  const fill = ['match', ['get', 'level'], ...Object.entries(FILLS).flat(), INK];
  const source = (name) => ({ type: 'geojson', data: features[name] });
  const map = new GlMap({
    container,
    attributionControl: false,
    fadeDuration: 0,
    renderWorldCopies: false,
    maxPitch: 0,
    style: {
      version: 8,
      sources: { dots: source('dots'), symbols: source('symbols'), areas: source('areas') },
      layers: [
        { id: 'ground', type: 'background', paint: { 'background-color': GROUND } },
        { id: 'areas', type: 'fill', source: 'areas', paint: { 'fill-color': fill, 'fill-opacity': 0.16 } },
        {
          id: 'stripes',
          type: 'fill',
          source: 'areas',
          paint: { 'fill-pattern': ['concat', 'stripes-', ['get', 'level']], 'fill-opacity': 0.4 },
        },
        { id: 'edges', type: 'line', source: 'areas', paint: { 'line-color': fill, 'line-width': 2 } },
        dots,
        {
          id: 'symbols',
          type: 'symbol',
          source: 'symbols',
          layout: { 'icon-image': ['get', 'icon'], 'icon-allow-overlap': true, 'icon-ignore-placement': true },
        },
      ],
    },
  });
  for (const [level, colour] of Object.entries(FILLS))
    map.addImage(`stripes-${level}`, stripes(colour), { pixelRatio: 2 });
  map.addImage('alarm', disc('#FFFFFF'), { pixelRatio: 2 });
  map.addImage('incident', disc('#FF8C1A'), { pixelRatio: 2 });
  return map;
}

/** What changed, in the words in which MapLibre takes it at the least cost. */
export function updatePlain(map, town, numbers) {
  const alarmed = new Set(town.alarmed);
  map.getSource('dots').updateData({
    update: numbers.map((n) => ({
      id: n + 1,
      newGeometry: pointOf(town, n),
      addOrUpdateProperties: [{ key: 'look', value: lookOf(town, n, alarmed) }],
    })),
  });
}
