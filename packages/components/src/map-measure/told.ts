import { html, nothing, type TemplateResult } from 'lit';
import { gravestWord } from '../alert-map/counts.js';
import type { MapWords } from '../alert-map/words.js';
import type { Say } from '../frame/own-words.js';
import type { Sort, Within } from './within.js';
import type { MeasureKey } from './words.js';

/** More sorts than these nobody reads over a map. */
const SORTS = 6;

/** Three figures are as many as anybody reads off a map. */
const figures = (n: number): string => (n < 10 ? n.toFixed(2) : n < 100 ? n.toFixed(1) : String(Math.round(n)));

export const lengthIn = (m: number, say: Say<MeasureKey>): string =>
  m < 1000 ? say('m', { n: Math.round(m) }) : say('km', { n: figures(m / 1000) });

export const areaIn = (m2: number, say: Say<MeasureKey>): string =>
  m2 < 100_000 ? say('m2', { n: Number(m2.toPrecision(3)) }) : say('km2', { n: figures(m2 / 1e6) });

/** Alarms and incidents that a figure holds; a drill apart, and how many stand nowhere. */
export function toldAlarms(
  { open, drills, unplaced }: Within,
  { words, say }: { readonly words: MapWords; readonly say: Say<MeasureKey> },
): string {
  return [
    open.length === 0 ? say('none') : say('some', { n: open.length, level: gravestWord(open, words) }),
    ...(drills > 0 ? [say('drills', { n: drills })] : []),
    ...(unplaced > 0 ? [say('unplaced', { n: unplaced })] : []),
  ].join(words.say('comma'));
}

/** What it holds of the layers, sort by sort; nothing where none is on. */
export function toldLayers(
  { sorts, unplacedThings }: Within,
  { words, say, roomy }: { readonly words: MapWords; readonly say: Say<MeasureKey>; readonly roomy: boolean },
): TemplateResult | typeof nothing {
  if (sorts.length + unplacedThings === 0) return nothing;
  const sum = (some: readonly Sort[]): number => some.reduce((all, { n }) => all + n, 0);
  const others = sum(sorts.slice(SORTS));
  const lines = [
    ...sorts.slice(0, SORTS).map((sort) => sentence(sort, { words, say })),
    ...(others > 0 ? [say('others', { n: others })] : []),
  ];
  const unstated = unplacedThings > 0 ? [say('unstated', { n: unplacedThings })] : [];
  return html`<details ?open=${roomy}>
    <summary>${say('layers', { n: sum(sorts) })}</summary>
    <ul>
      ${lines.map((line) => html`<li>${line}</li>`)}
    </ul>
    <small>${[say('counted'), ...unstated].join(words.say('comma'))}</small>
  </details>`;
}

function sentence(
  { sort, n, silent, nearest }: Sort,
  { words, say }: { readonly words: MapWords; readonly say: Say<MeasureKey> },
): string {
  const name = sort.layer === 'risks' ? say('risks') : sort.word;
  return [
    say('sort', { sort: name, n }),
    ...(nearest ? [say('nearest', { title: nearest.title, distance: lengthIn(nearest.m, say) })] : []),
    ...(silent > 0 ? [say('silent', { n: silent })] : []),
  ].join(words.say('comma'));
}
