import type { ReactiveController } from 'lit';
import type { Replays } from '../context/replays.js';
import type { YjElement } from '../frame/element.js';
import { OnDemand } from './on-demand.js';

/** Says of an element that it shows no past while another one beside it does. What says it is fetched when it is needed. */
export class Beside implements ReactiveController {
  readonly #host: YjElement;
  readonly #replays: () => Replays | undefined;
  readonly #note: OnDemand<typeof import('../frame/beside-note.js')>;
  #following: Replays | undefined;
  #leave: (() => void) | undefined;

  constructor(host: YjElement, replays: () => Replays | undefined) {
    this.#host = host;
    this.#replays = replays;
    this.#note = new OnDemand(host, () => import('../frame/beside-note.js'));
    host.addController(this);
  }

  hostUpdated(): void {
    const replays = this.#replays();
    if (replays !== this.#following) {
      this.#leave?.();
      this.#following = replays;
      this.#leave = replays?.follow(() => this.#host.requestUpdate());
    }
    const beside = replays?.beside(this.#host) ?? false;
    this.#note.when(beside);
    this.#note.part?.besideNote(this.#host, beside);
  }

  hostDisconnected(): void {
    this.#leave?.();
    this.#following = undefined;
  }
}
