import { html, nothing, render, svg, type SVGTemplateResult, type TemplateResult } from 'lit';
import type { EntityId } from '@yingji/core';
import { distance } from '@yingji/core/space';
import type { Item, LonLat } from '../alert-map/item.js';
import { zoneOf } from '../alert-map/keys.js';
import type { MapHost } from '../alert-map/map-host.js';
import type { MapWords } from '../alert-map/words.js';
import type { Speaker } from '../controllers/speaker.js';
import type { YjElement } from '../frame/element.js';
import { sayOf, type Say } from '../frame/own-words.js';
import type { Room } from '../map-layers/room.js';
import { areaOf, circleOf, crossesItself, outlineOf, type Holds, type Spot } from './figure.js';
import { groundAt, type Project } from './ground.js';
import { areaIn, lengthIn, toldAlarms, toldLayers } from './told.js';
import { withinOf } from './within.js';
import { measureSentences, type MeasureKey } from './words.js';

export { measureStyles } from './measure.styles.js';

/** The hand has come to rest. */
const REST_MS = 600;
/** What a figure holds is counted so often while it moves: of a whole city that takes longer than a frame. */
const COUNT_MS = 200;
const DIRECTIONS = ['n', 'ne', 'e', 'se', 's', 'sw', 'w', 'nw'] as const;

interface Told {
  readonly told: TemplateResult | string | typeof nothing;
  readonly layers: TemplateResult | typeof nothing;
}

/** What was told when of what. */
interface Counted extends Told {
  readonly at: number;
  readonly of: readonly unknown[];
}

/** What measuring must know of the map. */
export interface MeasureDeck {
  readonly map: Pick<MapHost, 'project'>;
  readonly speaker: Speaker;
  readonly shown: () => readonly Item[];
  readonly registers: { readonly room: { readonly part: Pick<Room, 'things' | 'chosen'> | undefined } };
  readonly context: () => { readonly words: MapWords };
}

/**
 * 量距、周边与圈选: from a thing, or from where the reader looks, to a cross in the middle of the map; or around corners that are set
 * where the cross stands. The map moves below it, by arrows as by hand, so that whoever has no mouse measures all the same. It tells what
 * lies within that distance, or within the outline.
 */
export class Measure {
  /** Stands over the map; drawn by itself, for it follows the camera frame by frame. */
  readonly element = Object.assign(document.createElement('div'), { className: 'measure' });

  readonly #host: YjElement;
  readonly #deck: MeasureDeck;
  readonly #project: Project = (at) => this.#deck.map.project(at);
  #from: { readonly at: LonLat; readonly id: EntityId | undefined; readonly title: string | undefined } | undefined;
  /** Of an outline; none while what is around one place is measured. */
  #corners: readonly LonLat[] = [];
  #frame: number | undefined;
  #resting: ReturnType<typeof setTimeout> | undefined;
  #seen: readonly unknown[] = [];
  #counted: Counted = { at: -Infinity, of: [], told: nothing, layers: nothing };

  constructor(host: YjElement, deck: MeasureDeck) {
    this.#host = host;
    this.#deck = deck;
    host.addController({ hostDisconnected: () => void this.stop() });
  }

  get on(): boolean {
    return this.#from !== undefined;
  }

  /** Begins at what is chosen and stands somewhere, else in the middle; or ends. */
  toggle(item: Pick<Item, 'id' | 'position' | 'title'> | undefined): void {
    if (this.stop()) return;
    const { chosen } = this.#deck.registers.room.part ?? {};
    const thing = item ?? (chosen?.placed ? undefined : chosen);
    const at = thing?.position ?? groundAt(this.#middle, this.#project);
    if (!at || !this.#project(at)) return;
    this.#from = { at, id: thing?.id, title: thing?.position && thing.title };
    this.#host.renderRoot.addEventListener('keydown', this.#keydown, true);
    this.#follow();
    this.#host.requestUpdate();
  }

  /** Tells whether there was something to end. */
  stop(): boolean {
    if (!this.on) return false;
    this.#from = undefined;
    this.#corners = [];
    this.#seen = [];
    this.#counted = { ...this.#counted, of: [] };
    this.#host.renderRoot.removeEventListener('keydown', this.#keydown, true);
    cancelAnimationFrame(this.#frame ?? 0);
    clearTimeout(this.#resting);
    this.#host.requestUpdate();
    return true;
  }

  /** On the map itself; in the list Enter opens what is chosen, as ever. */
  readonly #keydown = (event: Event): void => {
    const { key, repeat, ctrlKey, altKey, metaKey } = event as KeyboardEvent;
    if (ctrlKey || altKey || metaKey || zoneOf(event as KeyboardEvent, this.#host) !== 'map') return;
    const act = { Enter: this.#set, Backspace: this.#back }[key];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    if (!repeat) act();
  };

  /** A corner where the cross stands; twice at one place is one. */
  readonly #set = (): void => {
    const at = groundAt(this.#middle, this.#project);
    if (at && !this.#isAtCorner) this.#corners = [...this.#corners, at];
  };

  readonly #back = (): void => {
    this.#corners = this.#corners.slice(0, -1);
  };

  get #isAtCorner(): boolean {
    const last = this.#corners.at(-1);
    const spot = last && this.#project(last);
    return spot !== undefined && Math.hypot(spot.x - this.#middle.x, spot.y - this.#middle.y) < 2;
  }

  get #middle(): Spot {
    const map = this.#host.renderRoot.querySelector('.map');
    return { x: (map?.clientWidth ?? 0) / 2, y: (map?.clientHeight ?? 0) / 2 };
  }

  #follow(): void {
    this.#frame = requestAnimationFrame(() => this.#follow());
    const start = this.#from && this.#project(this.#from.at);
    if (!start) return;
    const { x, y } = this.#middle;
    const { shown, registers, context, speaker } = this.#deck;
    const what = [shown(), registers.room.part?.things, context().words.lang, this.#corners];
    const seen = [Math.round(start.x), Math.round(start.y), x, y, ...what];
    const due = performance.now() >= this.#counted.at + COUNT_MS && !same(this.#counted.of, seen);
    if (same(this.#seen, seen) && !due) return;
    this.#seen = seen;
    this.#draw(start, due);
    if (!due) return;
    clearTimeout(this.#resting);
    this.#resting = setTimeout(() => {
      const { textContent } = this.element.querySelector('.told')!;
      speaker.say('measure', () => (textContent ?? '').replace(/\s+/g, ' ').trim());
    }, REST_MS);
  }

  #draw(start: Spot, count: boolean): void {
    const { x, y } = this.#middle;
    const corners = this.#outline();
    const spots = corners.map((at) => this.#project(at)!);
    const radius = Math.hypot(x - start.x, y - start.y);
    if (count)
      this.#counted = {
        ...{ at: performance.now(), of: this.#seen },
        ...(spots.length > 0 ? this.#ofOutline(corners, spots) : this.#ofCircle(start, radius)),
      };
    const cross = `M${x - 9} ${y}h18M${x} ${y - 9}v18`;
    const drawn: SVGTemplateResult =
      spots.length > 0
        ? svg`<path d=${`M${spots.map((spot) => `${spot.x} ${spot.y}`).join('L')}Z${cross}`}></path>`
        : svg`<circle cx=${start.x} cy=${start.y} r=${radius}></circle>
            <path d=${`M${start.x} ${start.y}L${x} ${y}${cross}`}></path>`;
    const say = this.#say;
    render(
      html`<svg aria-hidden="true" focusable="false">
          <g class="halo">${drawn}</g>
          <g class="circle">${drawn}</g>
        </svg>
        <div class="measured">
          <p class="told">${this.#counted.told}</p>
          ${this.#counted.layers}
          <button @click=${this.#set}>${say('set')}</button>
          ${this.#corners.length > 0 ? html`<button @click=${this.#back}>${say('back')}</button>` : nothing}
        </div>`,
      this.element,
    );
  }

  /** The corners that were set, and where the cross stands as the next. */
  #outline(): readonly LonLat[] {
    const next = this.#corners.length > 0 && !this.#isAtCorner ? groundAt(this.#middle, this.#project) : undefined;
    return next ? [...this.#corners, next] : this.#corners;
  }

  #ofCircle(start: Spot, radius: number): Told {
    const say = this.#say;
    const { at, title } = this.#from!;
    const from = title === undefined ? say('centre') : title;
    const { x, y } = this.#middle;
    const to = groundAt({ x, y }, this.#project);
    if (!to || radius < 1) return { told: say('here', { from }), layers: nothing };
    const length = lengthIn(distance(...at, ...to), say);
    const eighth = Math.round((Math.atan2(x - start.x, start.y - y) / Math.PI) * 4 + 8) % 8;
    return this.#within(circleOf(start, radius), {
      line: say('line', { from, distance: length, direction: say(DIRECTIONS[eighth]!) }),
      lead: (told) => say('around', { distance: length, told }),
      from: at,
    });
  }

  #ofOutline(corners: readonly LonLat[], spots: readonly Spot[]): Told {
    const say = this.#say;
    if (corners.length === 1) return { told: say('corner', { n: 1 }), layers: nothing };
    const closed = corners.length > 2;
    const edges = corners.slice(closed ? 0 : 1).map((to, i) => distance(...corners.at(closed ? i - 1 : i)!, ...to));
    const sum = edges.reduce((all, each) => all + each, 0);
    const length = lengthIn(sum, say);
    if (!closed) return { told: html`<b>${say('path', { distance: length })}</b>`, layers: nothing };
    return this.#within(outlineOf(spots), {
      line: crossesItself(spots)
        ? say('crossed', { distance: length })
        : say('outline', { area: areaIn(areaOf(corners), say), distance: length }),
      lead: (told) => say('inside', { told }),
    });
  }

  #within(
    holds: Holds,
    { line, lead, from }: { readonly line: string; readonly lead: (told: string) => string; readonly from?: LonLat },
  ): Told {
    const { shown, registers, context } = this.#deck;
    const things = registers.room.part?.things ?? [];
    const within = withinOf(holds, { items: shown(), things, project: this.#project, from, except: this.#from?.id });
    const said = { words: context().words, say: this.#say };
    const stop = said.words.say('stop');
    return {
      told: html`<b>${line}${stop}</b><br />${lead(toldAlarms(within, said))}${stop}`,
      layers: toldLayers(within, { ...said, roomy: this.#middle.x >= 240 }),
    };
  }

  get #say(): Say<MeasureKey> {
    return sayOf(measureSentences, this.#deck.context().words.lang);
  }

  overlay(): HTMLElement | typeof nothing {
    return this.on ? this.element : nothing;
  }
}

const same = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a.length === b.length && a.every((each, i) => each === b[i]);
