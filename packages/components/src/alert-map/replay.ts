import type { View } from '@yingji/core';
import type { YjElement } from '../frame/element.js';
import { OnDemand } from '../controllers/on-demand.js';
import type { Player, PlayerDeck } from '../map-replay/player.js';

/** The way to the past, where there is one; what plays it is fetched when somebody asks. */
export class Replay {
  readonly player: OnDemand<Player>;
  readonly #deck: PlayerDeck;

  constructor(host: YjElement, deck: PlayerDeck) {
    this.#deck = deck;
    this.player = new OnDemand(host, async () => {
      const { Player, replayStyles } = await import('../map-replay/player.js');
      host.wear(replayStyles);
      return new Player(host, deck);
    });
  }

  get offered(): boolean {
    return this.#deck.open() !== undefined;
  }

  /** The past that is shown. */
  get view(): View | undefined {
    return this.player.part?.view;
  }

  async toggle(): Promise<void> {
    if (this.offered) (await this.player.get())?.toggle();
  }
}
