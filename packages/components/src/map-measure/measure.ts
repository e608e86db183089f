import { html, nothing, render, svg, type TemplateResult } from 'lit';
import { distance } from '@yingji/core/space';
import { gravestWord } from '../alert-map/counts.js';
import type { Item, LonLat } from '../alert-map/item.js';
import { isPoint } from '../alert-map/item.js';
import type { MapHost } from '../alert-map/map-host.js';
import type { MapWords } from '../alert-map/words.js';
import type { Speaker } from '../controllers/speaker.js';
import type { YjElement } from '../frame/element.js';
import { sayOf, type Say } from '../frame/own-words.js';
import { groundAt, type Project } from './ground.js';
import { measureSentences, type MeasureKey } from './words.js';

export { measureStyles } from './measure.styles.js';

/** The hand has come to rest. */
const REST_MS = 600;
const DIRECTIONS = ['n', 'ne', 'e', 'se', 's', 'sw', 'w', 'nw'] as const;

/** What measuring must know of the map. */
export interface MeasureDeck {
  readonly map: Pick<MapHost, 'project'>;
  readonly speaker: Speaker;
  readonly shown: () => readonly Item[];
  readonly context: () => { readonly words: MapWords };
}

/**
 * 量距与周边: from a thing, or from where the reader looks, to a cross in the middle of the map. The map moves below it, by arrows
 * as by hand, so that whoever has no mouse measures all the same; what lies within that distance is told.
 */
export class Measure {
  /** Stands over the map; drawn by itself, for it follows the camera frame by frame. */
  readonly element = Object.assign(document.createElement('div'), { className: 'measure' });

  readonly #host: YjElement;
  readonly #deck: MeasureDeck;
  #from: { readonly at: LonLat; readonly title: string | undefined } | undefined;
  #frame: number | undefined;
  #resting: ReturnType<typeof setTimeout> | undefined;
  #seen = '';

  constructor(host: YjElement, deck: MeasureDeck) {
    this.#host = host;
    this.#deck = deck;
    host.addController({ hostDisconnected: () => void this.stop() });
  }

  get on(): boolean {
    return this.#from !== undefined;
  }

  /** Begins at a thing that stands somewhere, else in the middle; or ends. */
  toggle(thing: Pick<Item, 'position' | 'title'> | undefined): void {
    if (this.stop()) return;
    const project: Project = (at) => this.#deck.map.project(at);
    const at = thing?.position ?? groundAt(this.#middle, project);
    if (!at || !project(at)) return;
    this.#from = { at, title: thing?.position && thing.title };
    this.#follow();
    this.#host.requestUpdate();
  }

  /** Tells whether there was something to end. */
  stop(): boolean {
    if (!this.on) return false;
    this.#from = undefined;
    this.#seen = '';
    cancelAnimationFrame(this.#frame ?? 0);
    clearTimeout(this.#resting);
    this.#host.requestUpdate();
    return true;
  }

  get #middle(): { readonly x: number; readonly y: number } {
    const map = this.#host.renderRoot.querySelector('.map');
    return { x: (map?.clientWidth ?? 0) / 2, y: (map?.clientHeight ?? 0) / 2 };
  }

  #follow(): void {
    this.#frame = requestAnimationFrame(() => this.#follow());
    const start = this.#from && this.#deck.map.project(this.#from.at);
    if (!start) return;
    const { x, y } = this.#middle;
    const seen = `${Math.round(start.x)} ${Math.round(start.y)} ${x} ${y} ${this.#deck.shown().length}`;
    if (seen === this.#seen) return;
    this.#seen = seen;
    this.#draw(start);
    clearTimeout(this.#resting);
    this.#resting = setTimeout(() => {
      const { textContent } = this.element.querySelector('.measured')!;
      this.#deck.speaker.say('measure', () => (textContent ?? '').replace(/\s+/g, ' ').trim());
    }, REST_MS);
  }

  #draw(start: { readonly x: number; readonly y: number }): void {
    const { x, y } = this.#middle;
    const radius = Math.hypot(x - start.x, y - start.y);
    const cross = `M${x - 9} ${y}h18M${x} ${y - 9}v18`;
    const drawn = svg`<circle cx=${start.x} cy=${start.y} r=${radius}></circle>
      <path d=${`M${start.x} ${start.y}L${x} ${y}${cross}`}></path>`;
    render(
      html`<svg aria-hidden="true" focusable="false">
          <g class="halo">${drawn}</g>
          <g class="circle">${drawn}</g>
        </svg>
        <p class="measured">${this.#told(start, radius)}</p>`,
      this.element,
    );
  }

  #told(start: { readonly x: number; readonly y: number }, radius: number): TemplateResult {
    const say = this.#say;
    const { at, title } = this.#from!;
    const from = title === undefined ? say('centre') : title;
    const { x, y } = this.#middle;
    const to = groundAt({ x, y }, (each) => this.#deck.map.project(each));
    if (!to || radius < 1) return html`${say('here', { from })}`;
    const length = lengthIn(distance(...at, ...to), say);
    const eighth = Math.round((Math.atan2(x - start.x, start.y - y) / Math.PI) * 4 + 8) % 8;
    const line = say('line', { from, distance: length, direction: say(DIRECTIONS[eighth]!) });
    return html`<b>${line}</b><br />
      ${say('around', { distance: length, told: this.#within(start, radius) })}`;
  }

  /** What stands within the circle; a drill apart, and how many stand nowhere. */
  #within(start: { readonly x: number; readonly y: number }, radius: number): string {
    const say = this.#say;
    const { words } = this.#deck.context();
    const open = this.#deck.shown().filter((item) => isPoint(item) && item.ended === undefined);
    const inside = open.filter(({ position }) => {
      const spot = position && this.#deck.map.project(position);
      return spot !== undefined && Math.hypot(spot.x - start.x, spot.y - start.y) <= radius + 1;
    });
    const real = inside.filter((item) => !item.exercise);
    const drills = inside.length - real.length;
    const unplaced = open.filter((item) => !item.exercise && item.position === undefined).length;
    return [
      real.length === 0 ? say('none') : say('some', { n: real.length, level: gravestWord(real, words) }),
      ...(drills > 0 ? [say('drills', { n: drills })] : []),
      ...(unplaced > 0 ? [say('unplaced', { n: unplaced })] : []),
    ].join(words.say('comma'));
  }

  get #say(): Say<MeasureKey> {
    return sayOf(measureSentences, this.#deck.context().words.lang);
  }

  overlay(): HTMLElement | typeof nothing {
    return this.on ? this.element : nothing;
  }
}

/** Three figures are as many as anybody reads off a map. */
const lengthIn = (m: number, say: Say<MeasureKey>): string =>
  m < 1000
    ? say('m', { n: Math.round(m) })
    : say('km', { n: m < 100_000 ? (m / 1000).toFixed(m < 10_000 ? 2 : 1) : Math.round(m / 1000) });
