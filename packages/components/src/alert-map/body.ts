import { html, nothing, type TemplateResult } from 'lit';
import type { MapHost } from './map-host.js';
import type { Registers } from './registers.js';
import type { Replay } from './replay.js';
import type { Steering } from './steering.js';
import { mapButtons } from './tools.js';
import type { MapWords } from './words.js';

/** What stands on the map where there is no room for it elsewhere. */
export interface BodyParts {
  /** Within the menu. */
  readonly legend: (() => TemplateResult) | false;
  /** What can be done. */
  readonly acts: TemplateResult | false;
}

export interface BodyOptions extends BodyParts {
  readonly words: MapWords;
  readonly map: MapHost;
  readonly steering: Steering;
  readonly registers: Registers;
  readonly replay: Replay;
  readonly wall: boolean;
  /** The list stands in for a map that cannot be drawn. */
  readonly noMap: boolean;
  /** What the page says of the datum of its base map. */
  readonly datum: string;
  /** Why there is nothing to see. */
  readonly empty: TemplateResult | typeof nothing;
  readonly popup: TemplateResult | typeof nothing;
  /** The list and what belongs to it, where it is shown. */
  readonly side: TemplateResult | undefined;
}

/** The map with what lies over it, and its list. */
export function body(options: BodyOptions): TemplateResult {
  const { words, map, steering, replay, wall, noMap, empty, popup, acts, side } = options;
  return html`<div
    class="body ${side ? 'with-list' : ''} ${noMap ? 'no-map' : ''} ${steering.searching ? 'searching' : ''}"
  >
    <div class="frame">
      ${noMap ? html`<p class="notice" role="status">${whyNoMap(options)}</p>` : nothing}
      ${map.state === 'none' ? nothing : html`<div class="map" part="map" data-zone="map" ?hidden=${noMap}></div>`}
      ${
        wall || noMap
          ? nothing
          : mapButtons({
              words,
              follow: steering.follow,
              measuring: steering.measure.part?.on ?? false,
              onZoom: (by) => map.zoom(by),
              onFollow: () => steering.toggleFollow(),
              onMeasure: () => steering.toggleMeasure(),
            })
      }
      ${acts || nothing} ${noMap ? nothing : steering.measure.part?.overlay()} ${replay.player.part?.tag() ?? nothing}
      ${empty} ${menu(options) ?? nothing} ${popup}
    </div>
    ${side ?? nothing}
  </div>`;
}

const whyNoMap = ({ words, map, datum }: BodyOptions): string =>
  map.state === 'astray' ? words.say('no-map.datum', { datum }) : words.say('no-map');

/** The menu that is open; nothing until it is fetched. */
function menu({ words, steering, registers, legend }: BodyOptions): TemplateResult | undefined {
  if (steering.menu === 'keys') return steering.help.part?.(words);
  if (steering.menu === undefined) return undefined;
  return registers.room.part?.menu({
    hidden: steering.filter.hidden,
    onToggle: (layer) => steering.toggleLayer(layer),
    legend: legend && legend(),
  });
}
