import type { ReactiveControllerHost } from 'lit';
import { READ_MS } from './keep-focus.js';

/**
 * Knows what a press was meant for: what stood there when it began, and had stood there long enough to be read. A finger or a mouse comes
 * down before it is lifted, and what is shown may become another thing in between, or the moment before.
 */
export class Press {
  /** The last one was meant for something else, and did nothing. */
  inVain = false;

  readonly #host: ReactiveControllerHost;
  #shown: string | undefined;
  #since = -Infinity;
  #began: string | undefined;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
  }

  /** What is drawn to be pressed; the first of all was there with the page, and is what its reader came for. */
  shows(what: string): void {
    if (what === this.#shown) return;
    if (this.#shown !== undefined) this.#since = performance.now();
    this.#shown = what;
    this.inVain = false;
  }

  readonly begins = (): void => {
    this.#began = this.#read;
  };

  /** Whether a click means what is shown; one of a key or of a screen reader begins and ends at once. */
  means({ detail }: Pick<MouseEvent, 'detail'>): boolean {
    const began = (detail > 0 ? this.#began : undefined) ?? this.#read;
    this.#began = undefined;
    this.inVain = began !== this.#shown;
    this.#host.requestUpdate();
    return !this.inVain;
  }

  /** Empty: nobody can have read it yet. */
  get #read(): string {
    return performance.now() - this.#since < READ_MS ? '' : (this.#shown ?? '');
  }
}
