import type { YjElement } from '../frame/element.js';
import type { Hand, HandOptions } from './hand.js';
import type { Mode } from './mode.js';
import type { Speech } from './speech.js';

/** What a person at the roster looks at, and what they do, once they do something. */
export class Desk {
  mode: Mode = 'duty';
  text = '';
  /** The line that has the tab stop. */
  current: string | undefined;
  /** What was recorded last, in the language of the moment. */
  said: ((speech: Pick<Speech, 'words' | 'say'>) => string) | undefined;
  /** Where the focus goes with the next update. */
  focusOn: string | undefined;
  hand: Hand | undefined;

  readonly #host: YjElement;
  readonly #options: HandOptions;
  #picture = 0;

  constructor(host: YjElement, options: HandOptions) {
    this.#host = host;
    this.#options = options;
  }

  /** Another picture: nothing that was begun on the old one goes on. */
  forget(): void {
    this.#picture += 1;
    this.current = this.said = undefined;
    this.hand?.forget();
  }

  /** Who only reads loads no forms. */
  take(use: (hand: Hand) => void): void {
    this.said = undefined;
    if (this.hand) return use(this.hand);
    const picture = this.#picture;
    void import('./hand.js').then(
      ({ Hand }) => {
        this.hand ??= new Hand(this.#host, this, this.#options);
        if (picture === this.#picture) use(this.hand);
      },
      () => {
        this.said = ({ say }) => say('hand.none');
        this.#host.requestUpdate();
      },
    );
  }

  /** Closes what is open, the last first. */
  close(): void {
    if (this.hand?.sheet) return this.hand.close();
    this.said = undefined;
    this.#host.requestUpdate();
  }
}
