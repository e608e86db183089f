import { html, nothing, type LitElement, type TemplateResult } from 'lit';
import type { EntityId, Instant, View } from '@yingji/core';
import type { Subscription } from 'rxjs';
import type { OpenPast, PastView } from '../context/past.js';
import type { Beside } from '../context/beside.js';
import type { Speaker } from '../controllers/speaker.js';
import { sayOf, type Say } from '../frame/own-words.js';
import { besideThePast } from '../frame/beside-note.js';
import type { Empty, Sources } from '../frame/frame.js';
import { MINUTE_MS } from '../i18n/time.js';
import type { Words } from '../i18n/words.js';
import { replayBar, replayTag, type BarOptions } from './bar.js';
import { Density, HOUR_MS } from './density.js';
import { RedWatch } from './red-watch.js';
import { replaySentences, type ReplayKey } from './words.js';

export { replayStyles } from './replay.styles.js';

/** As good as standing: a second in a quarter of an hour. */
const HOLD = 0.001;
/** A key that is pressed again and again asks for the past once, where it came to rest. */
const REST_MS = 300;
/** Words of a replay that is over: what it showed last stays. */
const OVER: ReadonlySet<string> = new Set(['replay-ended', 'replay-replaced', 'view-closed']);

/** What the replay must know of the element. */
export interface PlayerDeck {
  readonly live: () => View | undefined;
  readonly open: () => OpenPast | undefined;
  readonly beside: () => Beside | undefined;
  readonly speaker: Speaker;
  readonly words: () => Words;
  /** The picture that is shown is whole, and as of when it is. */
  readonly shown: () => { readonly ready: boolean; readonly now: Instant | undefined };
}

/** Shows the past in place of what is live. Nothing can be done in it, and a red that comes meanwhile is told. */
export class Player {
  /** The past that is shown; undefined while all is live. */
  view: PastView | undefined;
  /** The bar is there. */
  opened = false;
  speed = 0;

  readonly #host: LitElement;
  readonly #deck: PlayerDeck;
  #at: Instant | undefined;
  #asked = 0;
  #waits = false;
  #over = false;
  /** What the past says of itself. */
  #code: string | undefined;
  /** Where it began: where the log does, if a time before that was asked for. */
  #began: Instant | undefined;
  #problem: { readonly code: string; readonly at: Instant } | undefined;
  #watch: RedWatch | undefined;
  #density: Density | undefined;
  /** Says no more that the past is shown here. */
  #untell: (() => void) | undefined;
  #health: Subscription | undefined;
  #resting: ReturnType<typeof setTimeout> | undefined;

  constructor(host: LitElement, deck: PlayerDeck) {
    this.#host = host;
    this.#deck = deck;
    host.addController({
      hostUpdated: () => {
        this.#judge();
        this.#count();
        this.#tell();
      },
      hostDisconnected: () => this.#leave(),
    });
  }

  get #say(): Say<ReplayKey> {
    return sayOf(replaySentences, this.#deck.words().lang);
  }

  /** The time that is shown, or asked for. */
  get time(): Instant | undefined {
    return this.view && !this.#waits ? (this.#deck.shown().now ?? this.#at) : this.#at;
  }

  /** R: opens the bar; in the past it is the way back. */
  toggle(): void {
    if (this.view ?? this.#at) this.live();
    else if ((this.opened = !this.opened)) this.#watchLive();
    else this.#leave();
    this.#host.requestUpdate();
    if (this.opened) void this.#host.updateComplete.then(() => this.#find('.replay input')?.focus());
  }

  live(): void {
    const inside = this.#find('.replay')?.matches(':focus-within') ?? false;
    this.#leave();
    this.opened = false;
    this.#host.requestUpdate();
    if (inside) void this.#host.updateComplete.then(() => this.#find('[data-replay-button]')?.focus());
  }

  #leave(): void {
    this.#untell?.();
    this.#untell = undefined;
    clearTimeout(this.#resting);
    this.#asked += 1;
    this.#health?.unsubscribe();
    this.view?.close();
    this.#watch?.close();
    this.#density?.close();
    this.#density = undefined;
    this.view = this.#at = this.#watch = this.#problem = this.#code = this.#began = undefined;
    this.#waits = this.#over = false;
    this.speed = 0;
  }

  /** Chooses a time; what lies in the last minute is live. */
  seek(at: Instant, { soon = false } = {}): void {
    clearTimeout(this.#resting);
    const now = this.#watch?.now;
    if (now !== undefined && Date.parse(now) - Date.parse(at) < MINUTE_MS) {
      if (soon) this.live();
      return;
    }
    this.#at = at;
    this.#waits = true;
    this.#problem = undefined;
    this.#host.requestUpdate();
    this.#resting = setTimeout(() => void this.#open(at), soon ? 0 : REST_MS);
  }

  play(speed: number): void {
    this.speed = speed;
    const { time } = this;
    if (time !== undefined) this.seek(time, { soon: false });
  }

  async #open(at: Instant): Promise<void> {
    const asked = (this.#asked += 1);
    let view: PastView | undefined;
    try {
      view = await this.#deck.open()?.({ from: at, speed: this.speed || HOLD });
    } catch (error) {
      if (asked === this.#asked) this.#fail(codeOf(error));
      return;
    }
    if (asked !== this.#asked || !view) return view?.close();
    this.#health?.unsubscribe();
    this.view?.close();
    this.view = view;
    this.#waits = this.#over = false;
    this.#began = undefined;
    this.#health = view.health$.subscribe(({ code, now }) => {
      if (asked !== this.#asked) return;
      this.#began ??= now;
      this.#code = code;
      this.#over ||= code !== undefined && OVER.has(code);
      this.#host.requestUpdate();
    });
    this.#host.requestUpdate();
  }

  /** The other elements of the page stay live, and say so. */
  #tell(): void {
    const beside = this.view && !this.#untell && this.#deck.beside();
    if (beside) this.#untell = besideThePast(beside, this.#host);
  }

  /** What cannot be shown must not stand as an empty past: what is live comes back, and why is told. */
  #judge(): void {
    if (this.view && this.#code !== undefined && !this.#deck.shown().ready) this.#fail(this.#code);
  }

  #fail(code: string): void {
    const at = this.#at!;
    this.#leave();
    this.#problem = { code, at };
    this.#watchLive();
    this.#host.requestUpdate();
  }

  #watchLive(): void {
    const live = this.#deck.live();
    if (!this.opened || this.#watch || !live) return;
    this.#watch = new RedWatch(live, {
      onChange: () => this.#host.requestUpdate(),
      onRed: (id: EntityId, title) => {
        if (this.view) this.#deck.speaker.cry(`${id} red`, this.#say('red.cry', { title }));
      },
    });
  }

  /** What began in the last day is counted from when the bar is there and it is known what time it is. */
  #count(): void {
    const [live, now] = [this.#deck.live(), this.#watch?.now];
    if (!this.opened || this.#density || !live || now === undefined) return;
    const since = new Date(HOUR_MS * Math.floor(Date.parse(now) / HOUR_MS - 24)).toISOString() as Instant;
    this.#density = new Density(live, { since, onChange: () => this.#host.requestUpdate() });
  }

  /** How what is shown stands: the past is whole though it goes no further. */
  sources(sources: Sources): Sources {
    if (!this.view || !this.#over) return sources;
    const { code: _, ...rest } = sources;
    return { ...rest, link: { state: 'live' } };
  }

  get #state(): BarOptions['state'] {
    if (this.#waits || (this.view && !this.#deck.shown().ready)) return 'waits';
    return this.view ? (this.#over ? 'ended' : 'past') : 'live';
  }

  /** What is shown begins after the time that was asked for. */
  get #late(): boolean {
    const [at, began] = [this.#at, this.#began];
    return at !== undefined && began !== undefined && Date.parse(began) - Date.parse(at) >= MINUTE_MS;
  }

  get #clock(): string {
    const { time } = this;
    return time === undefined ? '' : this.#deck.words().clock(time, this.#watch?.now);
  }

  /** In place of how fresh it is. */
  tag(): TemplateResult | undefined {
    return this.view && replayTag(this.#say('past', { time: this.#clock }));
  }

  /** That there was nothing, of when; nothing where it is not known that there was nothing, for reasons that are told as of now. */
  empty(empty: Empty): TemplateResult | undefined {
    if (!this.view || (empty !== 'empty' && empty !== 'no-feeds')) return undefined;
    return html`<p class="empty" part="empty">${this.#say(empty, { time: this.#clock })}</p>`;
  }

  bar(): TemplateResult | typeof nothing {
    if (!this.opened) return nothing;
    const now = this.#watch?.now;
    const problem = this.#problem;
    return replayBar({
      say: this.#say,
      words: this.#deck.words(),
      now,
      time: this.time,
      clock: this.#clock,
      state: this.#state,
      speed: this.speed,
      begins: this.#late ? this.#deck.words().clock(this.#began!, now) : undefined,
      density: this.#density,
      fresh: this.view ? (this.#watch?.fresh ?? 0) : 0,
      silent: this.#watch?.silent ?? false,
      problem: problem && { code: problem.code, time: this.#deck.words().clock(problem.at, now) },
      onSeek: (at, soon) => this.seek(at, { soon }),
      onSpeed: (speed) => this.play(speed),
      onLive: () => this.live(),
    });
  }

  #find(selector: string): HTMLElement | null {
    return this.#host.renderRoot.querySelector<HTMLElement>(selector);
  }
}

const codeOf = (error: unknown): string => {
  const code = (error as { code?: unknown } | undefined)?.code;
  return typeof code === 'string' ? code : 'past-failed';
};
