import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { Instant } from '@yingji/core';
import type { Say } from '../frame/own-words.js';
import { MINUTE_MS } from '../i18n/time.js';
import type { Words } from '../i18n/words.js';
import { densityStrips, hourWords, type Density } from './density.js';
import { replaySentences, type ReplayKey } from './words.js';

/** How far back the slider goes, in minutes. */
const REACH_MIN = 1440;
const SPEEDS = [0, 1, 10, 60, 600];
const PAGE_MIN = 10;

export interface BarOptions {
  readonly say: Say<ReplayKey>;
  readonly words: Words;
  /** What is live now; undefined while nobody knows. */
  readonly now: Instant | undefined;
  /** What is shown, or asked for. */
  readonly time: Instant | undefined;
  readonly clock: string;
  readonly state: 'live' | 'waits' | 'past' | 'ended';
  readonly speed: number;
  /** When the log begins, where an earlier time was asked for. */
  readonly begins: string | undefined;
  /** What began in which hour. */
  readonly density: Pick<Density, 'of'> | undefined;
  /** Reds that came live since the past is shown. */
  readonly fresh: number;
  readonly silent: boolean;
  readonly problem: { readonly code: string; readonly time: string } | undefined;
  /** `soon`: the hand has let go. */
  readonly onSeek: (at: Instant, soon: boolean) => void;
  readonly onSpeed: (speed: number) => void;
  readonly onLive: () => void;
}

export const replayTag = (text: string): TemplateResult => html`<span class="tag then"><b>${text}</b></span>`;

/** The slider and what it shows. In the past it is loud: nobody must take it for now. */
export function replayBar(options: BarOptions): TemplateResult {
  const { say, words, now, time, clock, state, speed, begins, fresh, silent, problem, onSeek, onSpeed, onLive } =
    options;
  const { density } = options;
  const ended = now === undefined ? undefined : Date.parse(now);
  const at = (minutes: number): Instant => new Date(ended! + minutes * MINUTE_MS).toISOString() as Instant;
  const back = time === undefined || ended === undefined ? 0 : Math.round((Date.parse(time) - ended) / MINUTE_MS);
  const told = (minutes: number): string => {
    if (minutes === 0) return say('slider.live');
    const began = density ? hourWords(at(minutes), { density, say, words }) : '';
    const past = say('slider.past', { time: words.clock(at(minutes), now) });
    return began === '' ? past : `${past}${words.say('comma')}${began}`;
  };
  const move = (event: Event, soon: boolean): void =>
    onSeek(at(Number((event.target as HTMLInputElement).value)), soon);
  const key = (event: KeyboardEvent): void => {
    const by = { PageUp: PAGE_MIN, PageDown: -PAGE_MIN }[event.key];
    if (by !== undefined) {
      event.preventDefault();
      onSeek(at(Math.max(-REACH_MIN, Math.min(0, back + by))), back + by >= 0);
    } else if (event.key === 'End') {
      event.preventDefault();
      onLive();
    }
  };
  const past = state !== 'live';
  return html`<div class="strip replay ${past ? 'then' : ''}" role="group" aria-label=${say('bar')}>
    <b class="when" role="status"
      >${state === 'live' ? say('choose') : say(state === 'waits' ? 'waits' : 'past', { time: clock })}</b
    >
    ${begins === undefined ? nothing : html`<b role="status">${say('begins', { time: begins })}</b>`}
    ${state === 'ended' ? html`<span>${say('ended')}</span>` : nothing}
    <div class="span">
      ${density && now !== undefined ? densityStrips({ density, say, words, now, reachMs: REACH_MIN * MINUTE_MS }) : nothing}
      <input
        type="range"
        min=${-REACH_MIN}
        max="0"
        step="1"
        data-zone="slider"
        .value=${live(String(Math.max(-REACH_MIN, Math.min(0, back))))}
        ?disabled=${ended === undefined}
        aria-label=${say('slider')}
        aria-valuetext=${ended === undefined ? say('slider.live') : told(Math.max(-REACH_MIN, back))}
        @input=${(event: Event) => move(event, false)}
        @change=${(event: Event) => move(event, true)}
        @keydown=${key}
      />
    </div>
    ${
      past
        ? html`<label class="speed"
              >${say('speed')}
              <select
                .value=${String(speed)}
                @change=${(event: Event) => onSpeed(Number((event.target as HTMLSelectElement).value))}
              >
                ${SPEEDS.map(
                  (each) =>
                    html`<option value=${each} ?selected=${each === speed}>
                      ${each === 0 ? say('speed.0') : say('speed.n', { n: each })}
                    </option>`,
                )}
              </select>
            </label>
            <span>${say('closed')}</span>`
        : nothing
    }
    ${fresh > 0 ? html`<b class="red-news">${say('red', { n: fresh })}</b>` : nothing}
    ${silent ? html`<b>${say('silent')}</b>` : nothing}
    ${
      problem
        ? html`<span class="problem" role="alert"
            >${say('problem', { time: problem.time, cause: causeOf(problem.code, say), code: problem.code })}</span
          >`
        : nothing
    }
    <button class=${past ? 'primary' : ''} @click=${onLive}>${say(past ? 'live' : 'close')}</button>
  </div>`;
}

function causeOf(code: string, say: Say<ReplayKey>): string {
  const key = `cause.${code}`;
  return say(Object.hasOwn(replaySentences.zh, key) ? (key as ReplayKey) : 'cause.other');
}
