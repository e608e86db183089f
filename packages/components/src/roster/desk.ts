import { OnDemand } from '../controllers/on-demand.js';
import type { YjElement } from '../frame/element.js';
import type { Hand, HandOptions } from './hand.js';
import type { Mode } from './mode.js';
import type { Speech } from './speech.js';
import { Standing } from './standing.js';

/** How grids, calls and people are drawn; who looks at who is on duty alone loads none of it. */
export type Ways = Pick<typeof import('./ways.js'), 'gapRow' | 'callRow' | 'personRow'>;

/** What a person at the roster looks at, and what they do, once they do something. */
export class Desk {
  mode: Mode = 'duty';
  text = '';
  /** The line that has the tab stop. */
  current: string | undefined;
  /** Which of the lines that was. */
  place = 0;
  /** What was written as the instant that is looked at is none. */
  wrongTime = false;
  /** What was recorded last, in the language of the moment. */
  said: ((speech: Pick<Speech, 'words' | 'say'>) => string) | undefined;
  /** Where the focus goes with the next update. */
  focusOn: string | undefined;
  hand: Hand | undefined;
  readonly ways: OnDemand<Ways>;
  readonly standing = new Standing();

  readonly #host: YjElement;
  readonly #options: HandOptions;
  #picture = 0;
  #asked: Mode = 'duty';

  constructor(host: YjElement, options: HandOptions) {
    this.#host = host;
    this.#options = options;
    this.ways = new OnDemand(host, async () => {
      const ways = await import('./ways.js');
      host.wear(ways.waysStyles);
      return ways;
    });
  }

  /** Another picture: nothing that was begun on the old one goes on. */
  forget(): void {
    this.#picture += 1;
    this.current = this.said = undefined;
    this.standing.forget();
    this.hand?.forget();
  }

  /** Another way of looking, from its first line on; where it must be fetched first, what is shown stays until it is there. */
  look(mode: Mode): void {
    this.#asked = mode;
    if (mode === 'duty' || this.ways.part) {
      this.mode = mode;
      this.current = undefined;
      this.standing.forget();
      if (this.hand?.sheet) this.hand.close();
      return this.#host.requestUpdate();
    }
    void this.ways.get().then((part) => {
      if (part && this.#asked === mode) return this.look(mode);
      if (!part) this.#missing();
    });
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
      () => this.#missing(),
    );
  }

  /** What was pressed has just come there, and nobody can have read it. */
  justMoved(): void {
    this.said = ({ say }) => say('just.moved');
    this.#host.requestUpdate();
  }

  #missing(): void {
    this.said = ({ say }) => say('hand.none');
    this.#host.requestUpdate();
  }

  /** Closes what is open, the last first; with nothing open the focus goes `back`. */
  close(back?: string): void {
    if (this.hand?.sheet) return this.hand.close();
    this.said = undefined;
    this.focusOn = back;
    this.#host.requestUpdate();
  }
}
