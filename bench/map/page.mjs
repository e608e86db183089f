// In the page: opens a contender, moves its camera, changes its points; everything is timed here.
import { createLocalView } from '@yingji/core/view';
import { define } from '@yingji/components';
import { Map as GlMap } from 'maplibre-gl';
import { Observable } from 'rxjs';
import { featuresOf, openPlain, updatePlain } from './plain.mjs';
import { BOX, NOW, scene, SPOTS } from './scene.mjs';

const ELEMENT = { width: 1100, height: 640 };
const PAD = 30;
const GROUND = [0xe8, 0xec, 0xf0];
const A_BATCH = 5000;

let town;
let map;
let view;
let element;
/** ms of our own code on the main thread since the last change: the delta of devices, and the draw of the element. */
let own = 0;

/** The first map that is made from now on. */
function nextMap() {
  const { addSource } = GlMap.prototype;
  return new Promise((resolve) => {
    GlMap.prototype.addSource = function (...args) {
      GlMap.prototype.addSource = addSource;
      resolve(this);
      return addSource.apply(this, args);
    };
  });
}

/** The view, and how long whoever follows its devices takes. */
const timed = (inner) => ({
  select: (query) =>
    query.kind !== 'device'
      ? inner.select(query)
      : new Observable((subscriber) =>
          inner.select(query).subscribe((delta) => {
            const began = performance.now();
            subscriber.next(delta);
            own += performance.now() - began;
          }),
        ),
  health$: inner.health$,
  send: (command) => inner.send(command),
});

const once = (what) => new Promise((resolve) => map.once(what, resolve));
const nextFrame = () => new Promise((resolve) => requestAnimationFrame(resolve));
const task = () => new Promise((resolve) => setTimeout(resolve, 0));

/** Puts the scene on the page. Gives the ms from having the data to the first time the map has nothing more to do. */
export async function open({ who, size, frame }) {
  document.body.style.margin = '0';
  town = scene(size);
  const box = document.createElement('div');
  const { width, height } = who === 'plain' ? frame : ELEMENT;
  box.style.cssText = `width: ${width}px; height: ${height}px`;
  document.body.append(box);
  let began;
  if (who === 'plain') {
    const features = featuresOf(town);
    await nextFrame();
    began = performance.now();
    map = openPlain(box, features);
    map.fitBounds([BOX.slice(0, 2), BOX.slice(2)], { padding: PAD, duration: 0 });
  } else {
    view = createLocalView({ now: NOW });
    let batch = [];
    for (const entry of town.entries()) {
      batch.push(entry);
      if (batch.length === A_BATCH) {
        view.apply(batch, NOW);
        batch = [];
      }
    }
    view.apply(batch, NOW);
    define();
    element = document.createElement('yj-alert-map');
    element.style.cssText = 'display: block; height: 100%';
    element.theme = 'light';
    element.view = timed(view);
    const made = nextMap();
    await nextFrame();
    began = performance.now();
    box.append(element);
    map = await made;
  }
  await once('idle');
  const idleMs = performance.now() - began;
  await settled();
  // Both look at the same ground through frames of the same size.
  const canvas = map.getCanvas();
  return { idleMs, width: canvas.clientWidth, height: canvas.clientHeight };
}

/** Until nothing has been asked for any more for a while. */
async function settled() {
  for (let calm = 0; calm < 3; calm += 1) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    if (!map.loaded() || map.isMoving()) calm = -1;
  }
}

/** The same camera for both. */
export async function look(camera) {
  map.jumpTo(camera);
  await once('idle');
  await settled();
  // What was ordered so far, the making of programs among it, is painted before anything is timed.
  await pixels(0, 0, 1, 1);
}

export const camera = () => ({ center: map.getCenter().toArray(), zoom: map.getZoom() });

/** Frames a second while the camera goes round a circle of `radius` px, `zoomBy` in and out again, once in `ms`. */
export async function fly({ center, zoom }, { ms, radius, zoomBy = 0 }) {
  const middle = map.project(center);
  const at = (share) =>
    map.unproject([
      middle.x + radius * Math.sin(share * 2 * Math.PI),
      middle.y + radius * (1 - Math.cos(share * 2 * Math.PI)),
    ]);
  const places = Array.from({ length: 721 }, (_, i) => at(i / 720));
  const gl = map.getCanvas().getContext('webgl2');
  const one = new Uint8Array(4);
  let frames = 0;
  const count = () => {
    frames += 1;
    // A frame counts when it is painted, not when it was ordered.
    gl.bindFramebuffer(gl.FRAMEBUFFER, null);
    gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, one);
  };
  map.on('render', count);
  const began = performance.now();
  let now = began;
  while (now - began < ms) {
    const share = (now - began) / ms;
    map.jumpTo({ center: places[Math.round(share * 720)], zoom: zoom + zoomBy * Math.sin(share * Math.PI) ** 2 });
    await once('render');
    now = performance.now();
  }
  map.off('render', count);
  await look({ center, zoom });
  return { frames, ms: now - began };
}

/** Whether anything but the ground is in the 3 × 3 px around a spot: a hollow dot over another hides the middle of both. */
function paintedAt({ bytes, w, h }, x, y) {
  for (let row = Math.floor(y) - 1; row <= y + 1; row += 1)
    for (let column = Math.floor(x) - 1; column <= x + 1; column += 1) {
      if (row < 0 || column < 0 || row >= h || column >= w) continue;
      const at = 4 * ((h - 1 - row) * w + column);
      if (GROUND.some((part, i) => Math.abs(bytes[at + i] - part) > 6)) return true;
    }
  return false;
}

/** What the screen shows, read inside a frame. */
async function pixels(x = 0, y = 0, width, height) {
  const gl = map.getCanvas().getContext('webgl2');
  const [w, h] = [width ?? gl.drawingBufferWidth, height ?? gl.drawingBufferHeight];
  const read = () => {
    const bytes = new Uint8Array(4 * w * h);
    gl.bindFramebuffer(gl.FRAMEBUFFER, null);
    gl.readPixels(x, y, w, h, gl.RGBA, gl.UNSIGNED_BYTE, bytes);
    return bytes;
  };
  const made = once('render').then(read);
  map.triggerRepaint();
  return { bytes: await made, w, h };
}

/** How many devices that are heard of or in alarm stand in the frame, and of how many of them something is painted over the ground. */
export async function visible() {
  // Names and labels have a rim of the ground's colour, and only ours has them.
  for (const id of map.getLayersOrder()) if (/labels|names/.test(id)) map.setLayoutProperty(id, 'visibility', 'none');
  const screen = await pixels();
  let inFrame = 0;
  let painted = 0;
  for (let n = 0; n < town.size; n += 1) {
    if (!town.heard[n]) continue;
    const { x, y } = map.project([town.places[2 * n], town.places[2 * n + 1]]);
    if (x < 0 || y < 0 || x >= screen.w || y >= screen.h) continue;
    inFrame += 1;
    if (paintedAt(screen, x, y)) painted += 1;
  }
  const symbols = map.getLayer('symbols') ? ['symbols'] : map.getLayersOrder().filter((id) => /^yj-alarms-/.test(id));
  const sum = (layers, weight) =>
    new Map(
      map
        .queryRenderedFeatures({ layers })
        .map((each) => [`${each.source} ${each.id ?? each.properties.cluster_id}`, weight(each)]),
    );
  const alarms = [...sum(symbols, ({ properties }) => properties.point_count ?? 1).values()].reduce((a, b) => a + b, 0);
  const areas = sum(
    map.getLayer('areas') ? ['areas'] : map.getLayersOrder().filter((id) => /^yj-area-fill/.test(id)),
    () => 1,
  ).size;
  return { inFrame, painted, alarms, areas };
}

/** Changes a part of the points every second, and waits until the picture shows it. */
export async function change({ share, seconds }) {
  const long = [];
  const watch = new PerformanceObserver((list) => long.push(...list.getEntries().map(({ duration }) => duration)));
  watch.observe({ type: 'longtask' });
  const gl = map.getCanvas().getContext('webgl2');
  const waits = [];
  const syncs = [];
  const count = Math.round(town.size * share);
  for (let turn = 1; turn <= seconds; turn += 1) {
    const began = performance.now();
    const numbers = town.change(count, turn);
    const { x, y } = map.project(SPOTS[turn % 2]);
    const spot = new Uint8Array(4 * 25);
    const read = () => {
      gl.bindFramebuffer(gl.FRAMEBUFFER, null);
      gl.readPixels(
        Math.round(x) - 2,
        gl.drawingBufferHeight - Math.round(y) - 3,
        5,
        5,
        gl.RGBA,
        gl.UNSIGNED_BYTE,
        spot,
      );
      return [...spot];
    };
    map.triggerRepaint();
    await once('render');
    const before = read();
    const entries = view && numbers.map((n) => town.device(n, turn * 1000));
    await task();
    const told = performance.now();
    own = 0;
    if (view) {
      view.apply(entries, town.later(turn * 1000));
      const drawing = performance.now();
      await element.updateComplete;
      syncs.push(own + performance.now() - drawing);
    } else updatePlain(map, town, numbers);
    await new Promise((resolve) => {
      const seen = () => {
        if (!read().some((part, i) => Math.abs(part - before[i]) > 24)) return;
        map.off('render', seen);
        resolve();
      };
      map.on('render', seen);
    });
    waits.push(performance.now() - told);
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, 1000 - (performance.now() - began))));
  }
  watch.disconnect();
  return { waits, syncs, long };
}

/** So many updates a second through view and map, until the page is told to stop; gives how many there were. */
let streaming;
export function stream({ rate, everyMs }) {
  let stop = false;
  let sent = 0;
  const interactions = new Map();
  const watch = new PerformanceObserver((list) => {
    for (const { interactionId, duration } of list.getEntries())
      if (interactionId) interactions.set(interactionId, Math.max(duration, interactions.get(interactionId) ?? 0));
  });
  watch.observe({ type: 'event', durationThreshold: 16 });
  const began = performance.now();
  const run = async () => {
    for (let turn = 1; !stop; turn += 1) {
      const due = ((performance.now() - began) / 1000) * rate - sent;
      if (due > 0) {
        const numbers = town.change(Math.min(Math.ceil(due), town.size), turn);
        sent += numbers.length;
        const ms = 10_000 + turn;
        view.apply(
          numbers.map((n) => town.device(n, ms)),
          town.later(ms),
        );
      }
      await new Promise((resolve) => setTimeout(resolve, everyMs));
    }
  };
  const done = run();
  streaming = async () => {
    stop = true;
    await done;
    watch.takeRecords();
    watch.disconnect();
    const seconds = (performance.now() - began) / 1000;
    return { rate: sent / seconds, interactions: [...interactions.values()] };
  };
}
export const streamed = () => streaming();
