// A city as a real View holds it: devices, alarms of some of them, incidents, warnings with areas; the same for all contenders.
import { entityId } from '@yingji/core';

export const NOW = '2026-06-12T08:00:00Z';
const later = (ms) => new Date(Date.parse(NOW) + ms).toISOString();
export const BOX = [108.2, 22.7, 108.5, 22.95];
/** Devices in alarm, and incidents. */
export const ALARMS = 60;
export const INCIDENTS = 6;
/** Where one device stands alone, and where it goes when it is moved: what becomes visible is looked for there. */
export const SPOTS = [
  [108.213, 22.713],
  [108.218, 22.713],
];
export const SENTINEL = 0;
const CLEAR_DEGREES = 0.009;

function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
}

const square = ([west, south, east, north]) => [
  [west, south],
  [east, south],
  [east, north],
  [west, north],
  [west, south],
];

export const deviceId = (n) => entityId('device', 'registry', `d${n}`);

/** The scene of so many devices, and entries as the log holds them. */
export function scene(size) {
  const next = random(size);
  const within = (low, high) => low + next() * (high - low);
  const [west, south, east, north] = BOX;
  const places = new Float64Array(2 * size);
  for (let n = 0; n < size; n += 1) {
    let spot = SPOTS[0];
    if (n !== SENTINEL)
      do spot = [within(west, east), within(south, north)];
      while (SPOTS.some(([x, y]) => Math.abs(x - spot[0]) < CLEAR_DEGREES && Math.abs(y - spot[1]) < CLEAR_DEGREES));
    places.set(spot, 2 * n);
  }
  const heard = Uint8Array.from({ length: size }, (_, n) => (n % 50 === 7 ? 0 : 1));
  let position = 0;
  const entry = (kind, id, value, ms = 0) => {
    position += 1;
    const source = id.split('/')[1];
    const at = later(ms);
    const order = [1, position];
    return { v: 1, kind, id, source, order, at, basis: 'stated', body: { value }, position, recordedAt: at };
  };
  const device = (n, ms) =>
    entry(
      'device',
      deviceId(n),
      {
        type: 'smoke-detector',
        native: `d${n}`,
        ...(heard[n] && { contract: { by: 'event' } }),
        position: [places[2 * n], places[2 * n + 1]],
        datum: 'wgs84',
      },
      ms,
    );
  const feed = (source, hears) =>
    entry('feed', entityId('feed', 'city', source), {
      title: { zh: source, en: source },
      state: 'live',
      ...(hears && { hears }),
      issues: 0,
      quarantined: 0,
    });
  const step = Math.floor(size / ALARMS);
  const alarmed = Array.from({ length: ALARMS }, (_, k) => 3 + k * step);
  const areas = [
    [108.3, 22.78, 108.4, 22.88],
    [108.25, 22.85, 108.33, 22.93],
    [108.4, 22.72, 108.48, 22.8],
  ].map(square);
  const levels = ['orange', 'yellow', 'blue'];
  return {
    size,
    places,
    heard,
    alarmed,
    areas,
    levels,
    device,
    later,
    *entries() {
      yield feed('registry', ['registry']);
      yield feed('fire');
      yield feed('weather');
      for (let n = 0; n < size; n += 1) yield device(n);
      for (const n of alarmed)
        yield entry('report', entityId('report', 'fire', `a${n}`), {
          channel: 'device',
          title: '感烟火灾探测器火警',
          native: `a${n}`,
          device: deviceId(n),
        });
      for (let k = 0; k < INCIDENTS; k += 1)
        yield entry('incident', entityId('incident', 'city', `i${k}`), {
          state: 'confirmed',
          title: '道路积水',
          level: k % 2 ? 'orange' : 'yellow',
          position: [108.24 + k * 0.04, 22.76 + k * 0.03],
          datum: 'wgs84',
        });
      for (const [k, ring] of areas.entries())
        yield entry('warning', entityId('warning', 'weather', `w${k}`), {
          scheme: 'signal-colour',
          grade: levels[k],
          title: '暴雨预警信号',
          verb: 'issue',
          issuer: 'weather@example.org',
          native: `w${k}`,
          sent: NOW,
          references: [],
          tellings: [{ language: 'zh-CN', event: '暴雨', areas: [{ name: '城区', codes: [], polygons: [ring] }] }],
        });
    },
    /** Changes `count` devices, the sentinel among them: half move, half are heard of or not any more. Gives their numbers. */
    change(count, turn) {
      const numbers = new Set([SENTINEL]);
      while (numbers.size < count) numbers.add(Math.floor(next() * size));
      for (const n of numbers)
        if (n === SENTINEL) places.set(SPOTS[turn % 2], 0);
        else if (n % 2) heard[n] = 1 - heard[n];
        else places[2 * n] += turn % 2 ? 2e-4 : -2e-4;
      return [...numbers];
    },
  };
}
