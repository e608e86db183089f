import { html, nothing, type TemplateResult } from 'lit';
import type { Register } from '../alert-map/registers.js';
import { grouped } from '../i18n/format.js';
import { mark } from '../marks/chip.js';
import { LEGEND } from '../marks/level.js';
import { OUTLINES } from './shapes.js';
import type { Thing } from './thing.js';
import type { RegisterKey, RegisterWords } from './words.js';

/** What of a layer is told apart in the legend. */
const PARTS: { readonly [R in Register]: readonly (readonly [RegisterKey, (thing: Thing) => boolean])[] } = {
  controls: [['count.planned', ({ standing }) => standing === 'planned']],
  responses: [],
  risks: [],
  facilities: [
    ['count.open', ({ standing }) => standing === 'active'],
    ['count.full', ({ full }) => full],
  ],
  teams: [['count.planned', ({ glyph, standing }) => glyph === 'glyph.deployment' && standing === 'planned']],
  cameras: [
    ['count.off', ({ standing }) => standing === 'idle'],
    ['count.unsaid', ({ standing }) => standing === 'unsaid'],
  ],
};

/** The sign of a layer, and how many real things it has; those of a drill are counted apart. */
export function registerLegend(options: {
  readonly layer: Register;
  readonly things: readonly Thing[];
  /** All of it has come: before that no number is known. */
  readonly ready: boolean;
  readonly words: RegisterWords;
}): TemplateResult {
  const { layer, things, ready, words } = options;
  const real = things.filter(({ exercise }) => !exercise);
  const told = (key: RegisterKey, some: readonly Thing[]): TemplateResult | typeof nothing =>
    some.length === 0 ? nothing : html` <li>${words.say(key, { n: grouped(some.length) })}</li>`;
  const drills = things.length - real.length;
  return html`<li class="parted">
      <svg class="outline" viewBox="-14 -14 28 28" aria-hidden="true" focusable="false">
        <path d=${OUTLINES[layer]}></path></svg
      >${words.say(`register.${layer}`)} ${ready ? grouped(real.length) : words.say('register.waits')}
    </li>
    ${
      layer === 'risks'
        ? LEGEND.map((level) => {
            const n = real.filter((thing) => thing.level === level).length;
            return n === 0 ? nothing : html` <li>${mark(level)}${words.say(`risk.${level}`)} ${grouped(n)}</li>`;
          })
        : nothing
    }
    ${PARTS[layer].map(([key, holds]) => told(key, real.filter(holds)))}
    ${told(
      'count.unplaced',
      real.filter(({ position, area }) => !position && !area),
    )}
    ${drills === 0 ? nothing : html` <li><i class="hatch"></i>${words.say('exercise')} ${grouped(drills)}</li>`}`;
}
