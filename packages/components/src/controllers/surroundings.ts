import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Theme } from '../theme/tokens.js';

export type Density = 'phone' | 'desk' | 'wall';
/** Widths at which a layout changes, in px. */
export type Band = 0 | 480 | 720 | 960 | 1280;
const BANDS: readonly Band[] = [1280, 960, 720, 480, 0];

/** What a host asks for; everything else is taken from where it stands. */
export type Asking = ReactiveControllerHost & HTMLElement & { readonly theme: string; readonly density: string };

/** Theme, density and width of an element, from its attributes, the page around it and the reader's settings. */
export class Surroundings implements ReactiveController {
  theme: Theme = 'light';
  density: Density = 'desk';
  band: Band = 0;
  /** Colours are the reader's own. */
  forced = false;
  /** The reader wants nothing to move. */
  still = false;

  readonly #host: Asking;
  #width = 0;
  #resized: ResizeObserver | undefined;
  #box: Element | undefined;
  #media: readonly MediaQueryList[] = [];
  readonly #ask = (): void => this.#host.requestUpdate();

  constructor(host: Asking) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    const queries = ['dark', 'more', 'active', 'reduce', 'coarse'] as const;
    const features = ['prefers-color-scheme', 'prefers-contrast', 'forced-colors', 'prefers-reduced-motion', 'pointer'];
    this.#media = queries.map((value, i) => matchMedia(`(${features[i]}: ${value})`));
    for (const query of this.#media) query.addEventListener('change', this.#ask);
    this.#resized = new ResizeObserver((entries) => {
      // In the order in which they were asked for: the box, where it counts, is the last.
      const entry = entries.at(-1);
      const inner = entry !== undefined && entry.target === this.#box;
      const width = (inner ? entry?.borderBoxSize[0]?.inlineSize : entry?.contentRect.width) ?? 0;
      const changed = bandOf(width) !== this.band || width < 480 !== this.#width < 480;
      this.#width = width;
      if (changed) this.#ask();
    });
    this.#resized.observe(this.#host);
  }

  /** A page may have made the element part of a line, which has no width of its own: then that of its box counts. */
  hostUpdated(): void {
    if (this.#box || getComputedStyle(this.#host).display !== 'inline') return;
    this.#box = this.#host.shadowRoot?.querySelector('.box') ?? undefined;
    if (this.#box) this.#resized?.observe(this.#box);
  }

  hostDisconnected(): void {
    this.#box = undefined;
    for (const query of this.#media) query.removeEventListener('change', this.#ask);
    this.#resized?.disconnect();
  }

  hostUpdate(): void {
    const [dark, more, forced, still, coarse] = this.#media.map(({ matches }) => matches);
    // Before the first measurement, and inside a provider that has not drawn its slot yet, there is no width.
    if (this.#width === 0) this.#width = this.#host.getBoundingClientRect().width;
    this.forced = forced ?? false;
    this.still = still ?? false;
    this.band = bandOf(this.#width);
    this.theme = themeOf({
      asked: this.#host.theme,
      scheme: getComputedStyle(this.#host).colorScheme,
      dark: dark ?? false,
      contrast: (more ?? false) || this.forced,
    });
    const { density } = this.#host;
    this.density =
      density === 'wall' || density === 'phone' || density === 'desk'
        ? density
        : this.#width < 480 || coarse
          ? 'phone'
          : 'desk';
  }
}

const bandOf = (width: number): Band => BANDS.find((band) => width >= band) ?? 0;

/** `auto` follows the computed `color-scheme`, and takes the contrast set when the reader asks for contrast. */
export function themeOf(options: { asked: string; scheme: string; dark: boolean; contrast: boolean }): Theme {
  const { asked, scheme, dark, contrast } = options;
  const schemes = scheme.split(' ');
  const isDark =
    asked === 'dark' || (asked !== 'light' && schemes.includes('dark') && (dark || !schemes.includes('light')));
  if (asked === 'light' || asked === 'dark') return asked;
  if (asked === 'contrast' || contrast) return isDark ? 'contrast-dark' : 'contrast-light';
  return isDark ? 'dark' : 'light';
}

/** The language an element stands in: its own, that of the nearest ancestor that states one, even outside a shadow tree. */
export function langOf(element: Element): string {
  for (let at: Element | undefined = element; at;) {
    const near: Element | null = at.closest('[lang]');
    const lang = near?.getAttribute('lang');
    if (lang) return lang;
    const root = at.getRootNode();
    at = root instanceof ShadowRoot ? root.host : undefined;
  }
  return 'zh-CN';
}
