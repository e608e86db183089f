import { html, type TemplateResult } from 'lit';
import type { CommandRequest, JsonObject } from '@yingji/core';
import type { ViewOf } from '../controllers/observe.js';
import { OnDemand } from '../controllers/on-demand.js';
import { Outgoing } from '../controllers/outgoing.js';
import type { YjElement } from '../frame/element.js';
import type { Sources } from '../frame/frame.js';
import type { OutgoingOptions } from '../outgoing/outgoing.js';
import type { Item } from './item.js';

/** What waits on this device, above the map. What words it is fetched as soon as anything may wait: offline nothing can be. */
export class OutgoingStrip {
  readonly #outgoing: Outgoing;
  readonly #strip: OnDemand<typeof import('../outgoing/outgoing.js')>;

  constructor(host: YjElement, live: ViewOf) {
    this.#outgoing = new Outgoing(host, live);
    this.#strip = new OnDemand(host, () => import('../outgoing/outgoing.js'));
  }

  /** Undefined where nothing is kept. */
  show(
    items: readonly Item[],
    { words, sources, acts }: Pick<OutgoingOptions, 'words' | 'acts'> & { readonly sources: Sources },
  ): TemplateResult | undefined {
    const { outbox, commands } = this.#outgoing;
    this.#strip.when(outbox !== undefined);
    if (!outbox) return undefined;
    const titleOf = ({ input }: CommandRequest): string | undefined => {
      const { of, task } = input as JsonObject;
      return items.find(({ id }) => id === of || id === task)?.title;
    };
    const { now, link } = sources;
    const stale = link.state !== 'live';
    return this.#strip.part?.outgoingStrip({ words, now, stale, acts, commands, outbox, titleOf }) ?? html``;
  }
}
