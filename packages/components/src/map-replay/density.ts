import { html, nothing, svg, type TemplateResult } from 'lit';
import type { Instant, Query, View } from '@yingji/core';
import { Subscription } from 'rxjs';
import type { Say } from '../frame/own-words.js';
import type { Words } from '../i18n/words.js';
import { isLevel, LEVELS, SHAPES, SIGNS, type Level } from '../marks/level.js';
import type { ReplayKey } from './words.js';

export const HOUR_MS = 3_600_000;
/** Scales that share colours and are never counted together. */
const SCALES = { alarms: ['incident', 'report'], warnings: ['warning'] } as const;
export type Scale = keyof typeof SCALES;
/** A strip each, what is real before all drills: the two are never in one. */
const STRIPS = [
  ['alarms', false],
  ['warnings', false],
  ['alarms', true],
  ['warnings', true],
] as const;
/** How large a mark is at most, in pixels. */
const STEP = 16;
/** A red is never smaller than this: to some eyes it is the dimmest on a dark ground. */
const RED = 14;

type Counts = ReadonlyMap<Level, number>;
/** Of each hour, counted from 1970, how many of which level began in it. */
export type ByHour = ReadonlyMap<number, Counts>;

/**
 * How much began in which hour since a time: what is in the picture now, as the view counts it for whoever looks, by the hour and no
 * finer. What is of a drill is counted apart, and what is no longer kept was never counted.
 */
export class Density {
  readonly #counts: { readonly [S in Scale]: Map<string, { hour: number; level: Level; drill: boolean; n: number }> } =
    {
      alarms: new Map(),
      warnings: new Map(),
    };
  readonly #following = new Subscription();

  constructor(live: View, { since, onChange }: { readonly since: Instant; readonly onChange: () => void }) {
    for (const scale of Object.keys(SCALES) as Scale[])
      for (const kind of SCALES[scale]) {
        const query: Query = { kind, since, group: { by: ['at.hour', 'derived.level', 'exercise'] } };
        this.#following.add(
          live.select(query).subscribe(({ reset, groups = [] }) => {
            const counts = this.#counts[scale];
            if (reset) for (const key of [...counts.keys()]) if (key.startsWith(kind)) counts.delete(key);
            for (const { key, count } of groups) {
              const [hour, level, exercise] = key;
              const name = `${kind} ${key.join()}`;
              if (count === 0 || typeof hour !== 'number') counts.delete(name);
              else
                counts.set(name, {
                  hour,
                  level: isLevel(level) ? level : 'ungraded',
                  drill: exercise !== null,
                  n: count,
                });
            }
            onChange();
          }),
        );
      }
  }

  /** Of what is real, or of drills. */
  of(scale: Scale, ofDrills: boolean): ByHour {
    const hours = new Map<number, Map<Level, number>>();
    for (const { hour, level, drill, n } of this.#counts[scale].values()) {
      if (drill !== ofDrills) continue;
      const levels = hours.get(hour) ?? new Map<Level, number>();
      hours.set(hour, levels.set(level, (levels.get(level) ?? 0) + n));
    }
    return hours;
  }

  close(): void {
    this.#following.unsubscribe();
  }
}

export interface DensityOptions {
  readonly density: Pick<Density, 'of'>;
  readonly say: Say<ReplayKey>;
  readonly words: Words;
  readonly now: Instant;
  /** How far back the slider goes, in milliseconds. */
  readonly reachMs: number;
}

/** 红 1、黄 3; the gravest first. */
const levelsWord = (counts: Counts, words: Words): string =>
  LEVELS.filter((level) => counts.has(level))
    .map((level) => `${words.say(`short.${level}`)} ${counts.get(level)}`)
    .join(words.say('list'));

/** 演练 before what is of drills. */
const marked = (text: string, drill: boolean, words: Words): string =>
  drill ? `${words.say('exercise')} ${text}` : text;

/** What began in the hour of a time, in words; empty where nothing did. */
export function hourWords(
  at: Instant,
  { density, say, words }: Pick<DensityOptions, 'density' | 'say' | 'words'>,
): string {
  const hour = Math.floor(Date.parse(at) / HOUR_MS);
  return STRIPS.flatMap(([scale, drill]) => {
    const counts = density.of(scale, drill).get(hour);
    return counts ? [marked(say(`hour.${scale}`, { counts: levelsWord(counts, words) }), drill, words)] : [];
  }).join(words.say('comma'));
}

/** Above the slider: for each hour the marks of the levels that began in it, one upon the other, larger where there were more. */
export const densityStrips = (options: DensityOptions): readonly (TemplateResult | typeof nothing)[] =>
  STRIPS.map((of) => strip(of, options));

function strip(
  [scale, drill]: (typeof STRIPS)[number],
  { density, say, words, now, reachMs }: DensityOptions,
): TemplateResult | typeof nothing {
  const from = Date.parse(now) - reachMs;
  const hours = [...density.of(scale, drill)]
    .filter(([hour]) => (hour + 1) * HOUR_MS > from && hour * HOUR_MS <= Date.parse(now))
    .sort(([a], [b]) => b - a);
  if (hours.length === 0) return nothing;
  const clock = (hour: number): string => words.clock(new Date(hour * HOUR_MS).toISOString() as Instant, now);
  const told = hours.map(([hour, counts]) => say('hour', { time: clock(hour), counts: levelsWord(counts, words) }));
  const height = STEP * Math.max(...hours.map(([, { size }]) => size));
  const label = say(`density.${scale}`, { hours: told.join(say('next')) });
  return html`<div class="density">
    <span class="meta">${marked(say(scale), drill, words)}</span>
    <svg role="img" aria-label=${marked(label, drill, words)} height=${height}>
      ${hours.map(([hour, counts], n) => {
        const x = Math.max(0, (100 * (hour * HOUR_MS - from)) / reachMs);
        const levels = LEVELS.filter((level) => counts.has(level));
        return svg`<g><title>${told[n]}</title>${levels.map((level, i) =>
          one(level, { x, y: height - STEP * (levels.length - i), many: counts.get(level)! }),
        )}</g>`;
      })}
    </svg>
  </div>`;
}

/** Sized by attributes: a page whose policy allows no style of an element's own still shows it. */
function one(level: Level, { x, y, many }: { readonly x: number; readonly y: number; readonly many: number }) {
  const sign = SIGNS[level];
  const size = Math.max(many > 9 ? STEP : many > 1 ? STEP - 3 : STEP - 6, level === 'red' ? RED : 0);
  return svg`<svg x="${x}%" y=${y} width=${size} height=${size} viewBox="-1 -1 18 18">
    <g class="mark ${level}">
      <path class="shape" d=${SHAPES[level]}></path>
      ${sign === undefined ? nothing : svg`<path class="sign" d=${sign}></path>`}
    </g>
  </svg>`;
}
