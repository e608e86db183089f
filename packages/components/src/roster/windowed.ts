import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Lines that come and go together. */
export const CHUNK = 20;
/** More than this on paper nobody reads; what is left out is counted. */
const PAPER_LINES = 500;
const LINE_PX = 40;

/** Which lines are drawn, and how much room those before and after them take, px. */
export interface Slice {
  /** The first, and the one after the last. */
  readonly from: number;
  readonly to: number;
  readonly before: number;
  readonly after: number;
}

/** The chunks that are in sight, one more on either side. `heightOf` a chunk is measured, or guessed until it was drawn. */
export function sliceOf(options: {
  readonly total: number;
  readonly heightOf: (chunk: number) => number;
  readonly top: number;
  readonly height: number;
}): Slice {
  const { total, heightOf, top, height } = options;
  const chunks = Math.ceil(total / CHUNK);
  const ends: number[] = [];
  for (let chunk = 0, end = 0; chunk < chunks; chunk += 1) ends.push((end += heightOf(chunk)));
  const whole = ends.at(-1) ?? 0;
  const at = (px: number): number =>
    Math.max(
      0,
      ends.findIndex((end) => end > px),
    );
  const first = Math.max(0, at(Math.min(top, whole - 1)) - 1);
  const last = top + height >= whole ? chunks - 1 : Math.min(chunks - 1, at(top + height) + 1);
  return {
    from: first * CHUNK,
    to: Math.min(total, (last + 1) * CHUNK),
    before: first === 0 ? 0 : ends[first - 1]!,
    after: chunks === 0 ? 0 : whole - ends[last]!,
  };
}

/** Of a long list only what is in sight is drawn, whatever the height of its lines. */
export class Windowed implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #scroller: () => HTMLElement | null;
  readonly #heights = new Map<number, number>();
  #guess = LINE_PX * CHUNK;
  #top = 0;
  #height = 600;
  #total = 0;
  #slice: Slice = { from: 0, to: 0, before: 0, after: 0 };
  #onPaper = false;
  #goTo: number | undefined;
  readonly #print = (event: Event): void => {
    this.#onPaper = event.type === 'beforeprint';
    this.#host.requestUpdate();
  };

  constructor(host: ReactiveControllerHost, scroller: () => HTMLElement | null) {
    this.#host = host;
    this.#scroller = scroller;
    host.addController(this);
  }

  hostConnected(): void {
    addEventListener('beforeprint', this.#print);
    addEventListener('afterprint', this.#print);
  }

  hostDisconnected(): void {
    removeEventListener('beforeprint', this.#print);
    removeEventListener('afterprint', this.#print);
  }

  /** Another list: it begins at its top. */
  forget(): void {
    this.#heights.clear();
    this.#top = 0;
    this.#goTo = 0;
  }

  /** What is to be drawn of so many lines. */
  of(total: number): Slice {
    this.#total = total;
    return (this.#slice = this.#onPaper
      ? { from: 0, to: Math.min(total, PAPER_LINES), before: 0, after: 0 }
      : this.#cut());
  }

  /** How many of so many lines a reader comes to: all, by scrolling; on paper, those that are printed. */
  left(total: number): number {
    return this.#onPaper ? this.#slice.to : total;
  }

  readonly scrolled = (): void => {
    this.#top = this.#scroller()?.scrollTop ?? 0;
    this.#askIfOther();
  };

  /** Sees to it that a line will be drawn. */
  bringIn(line: number): void {
    const { from, to } = this.#slice;
    if (line >= from && line < to) return;
    let top = 0;
    for (let chunk = 0; chunk < Math.floor(line / CHUNK); chunk += 1) top += this.#heightOf(chunk);
    this.#top = this.#goTo = top;
  }

  hostUpdated(): void {
    const scroller = this.#scroller();
    if (!scroller || this.#onPaper) return;
    for (const chunk of scroller.querySelectorAll<HTMLElement>('[data-chunk]'))
      this.#heights.set(Number(chunk.dataset['chunk']), chunk.offsetHeight);
    const known = [...this.#heights.values()];
    if (known.length > 1) this.#guess = known.reduce((sum, each) => sum + each, 0) / known.length;
    if (this.#goTo !== undefined) scroller.scrollTop = this.#goTo;
    this.#goTo = undefined;
    this.#height = scroller.clientHeight || this.#height;
    this.#top = scroller.scrollTop;
    this.#askIfOther();
  }

  #heightOf = (chunk: number): number => this.#heights.get(chunk) ?? this.#guess;

  #cut(): Slice {
    return sliceOf({ total: this.#total, heightOf: this.#heightOf, top: this.#top, height: this.#height });
  }

  #askIfOther(): void {
    const { from, to } = this.#cut();
    if (from !== this.#slice.from || to !== this.#slice.to) this.#host.requestUpdate();
  }
}
