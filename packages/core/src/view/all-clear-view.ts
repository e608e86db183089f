import { Observable } from 'rxjs';
import { YingjiError } from '../error.js';
import { asJson, sameJson, type JsonObject } from '../json.js';
import { entityId } from '../model/id.js';
import type { Position } from '../model/change.js';
import { millis, type Instant } from '../model/time.js';
import { allClear } from './all-clear.js';
import { keepSurvey, type KeptSurvey } from './kept-survey.js';
import { surveyOf, type Survey } from './survey.js';
import { allClearAsked, type AllClearAsked } from './all-clear-query.js';
import { ALL_CLEAR, type Query } from './query.js';
import type { Delta, LocalView, Row } from './view.js';

/** How often an answer is looked at again at most, by the host's time: it reads much of the picture. */
const EVERY_MS = 2000;

const asked = (query: Query): AllClearAsked => {
  const found = allClearAsked(query);
  if (found) return found;
  throw new YingjiError('bad-all-clear', 'ask for an all-clear with allClearQuery({ place, eventTypes }).', {
    recovery: 'skip',
  });
};

/** Work that is done before a question is asked, some of it at a time, so that others have their turn in between. */
export interface Ahead {
  /** Does some of it; whether the answer costs little by now. What changes meanwhile is looked at again, so it is of the moment it is given. */
  step(): boolean;
  /** Lets go of what was looked at, unless somebody follows the question by now. */
  stop(): void;
}

/** A view that answers all-clears. */
export interface AllClearing {
  /**
   * Looks ahead for a question that is to be asked, or followed. Of a large city the first answer takes a tenth of a second, and whoever
   * shares a thread with others lets them go first. `once`: nobody will follow it, and of a small place it costs less to be asked at once.
   * Any other question costs what it costs. Error `bad-all-clear`.
   */
  ahead(query: Query, options?: { readonly once?: boolean }): Ahead;
}

/**
 * Teaches a local view to answer `allClearQuery` too, with one row: at once, then whenever the answer is another one, at most every 2 s
 * as its time passes, and at once when nothing new can come in any more. Error `bad-all-clear` where the question is not well made.
 */
export function withAllClear<V extends LocalView>(view: V): V & AllClearing {
  // Taken as they are now: the same view answers both from here on.
  const { select: follow, answer: ask, find: findAsked, get, referring, apply, advance } = view;
  let last: { readonly at: Position; readonly now: Instant; readonly survey: Survey } | undefined;
  let kept: KeptSurvey | undefined;
  /** It goes with the picture, whoever began to keep it. */
  let whole = false;
  let followers = 0;
  /** While a change is told, not everybody knows of all of it. */
  let telling = 0;
  const during = (job: () => void): void => {
    telling += 1;
    try {
      job();
    } finally {
      telling -= 1;
    }
  };
  /** Of the picture as it stands: who asks next about another place of it is given the same. */
  function survey(): Survey {
    if (kept && whole && telling === 0) return kept.survey;
    const { at, now } = view;
    if (last?.at !== at || last.now !== now) last = { at, now, survey: surveyOf(view) };
    return last.survey;
  }
  function keep(): { readonly mine: KeptSurvey; readonly free: () => void } {
    followers += 1;
    const mine = (kept ??= keepSurvey({ select: follow, get, find: findAsked, referring }));
    let held = true;
    return {
      mine,
      free() {
        if (!held) return;
        held = false;
        followers -= 1;
        if (followers > 0) return;
        mine.stop();
        kept = undefined;
        whole = false;
      },
    };
  }
  function rowOf({ place, eventTypes, feeds }: AllClearAsked, by = survey()): Row {
    const { now, ...answer } = allClear(view, { place, eventTypes, ...(feeds && { feeds }) }, by);
    return {
      id: entityId(ALL_CLEAR, 'city', [place, ...eventTypes, ...(feeds ?? [])].join(' ')),
      kind: ALL_CLEAR,
      value: asJson(answer) as JsonObject,
      at: now,
      recordedAt: now,
      basis: 'derived',
      source: 'city',
      position: view.at,
      derived: {},
      fresh: { state: 'live', since: now },
    };
  }
  const delta = (row: Row, reset: boolean): Delta => ({
    reset,
    gap: false,
    put: [row],
    removed: [],
    at: view.at,
    now: view.now,
  });

  const select: LocalView['select'] = (query, around = (job) => job()) => {
    if (query.kind !== ALL_CLEAR) return follow(query, around);
    const question = asked(query);
    return new Observable<Delta>((subscriber) => {
      const { mine, free } = keep();
      subscriber.add(free);
      while (!whole) whole = mine.step();
      let row = rowOf(question);
      let looked = millis(view.now);
      let { trouble, lacking } = view;
      let version = telling > 0 ? NaN : mine.version;
      subscriber.next(delta(row, true));
      return view.health$.subscribe(() => {
        // Set back, time makes a look due as well.
        if (Math.abs(millis(view.now) - looked) < EVERY_MS && view.trouble === trouble) return;
        looked = millis(view.now);
        if (version === mine.version && view.trouble === trouble && view.lacking === lacking) return;
        ({ trouble, lacking } = view);
        version = mine.version;
        around(() => {
          // By now all of the change has been told.
          const next = rowOf(question, mine.survey);
          if (sameJson(next.value, row.value)) return;
          row = next;
          subscriber.next(delta(row, false));
        });
      });
    }) as Observable<never>;
  };
  const ahead: AllClearing['ahead'] = (query, { once = false } = {}) => {
    if (query.kind !== ALL_CLEAR) return { step: () => true, stop: () => undefined };
    const { place } = asked(query);
    const small = once && !kept && survey().isSmall(place);
    const { mine, free } = small ? { mine: undefined, free: () => undefined } : keep();
    let looking: Iterator<void> | undefined;
    return {
      step() {
        if (!mine) return true;
        // In the midst of a change nobody knows all of it.
        if (telling > 0) return false;
        if (!whole) {
          whole = mine.step();
          return false;
        }
        looking ??= mine.survey.ahead(place);
        return looking.next().done === true;
      },
      stop: free,
    };
  };
  const answer: LocalView['answer'] = (query) =>
    query.kind === ALL_CLEAR ? (delta(rowOf(asked(query)), true) as never) : ask(query);
  const find: LocalView['find'] = (query) => answer(query).put;
  return Object.assign(view, {
    ...{ select, answer, find, ahead },
    apply: (...told: Parameters<LocalView['apply']>) => during(() => apply(...told)),
    advance: (...told: Parameters<LocalView['advance']>) => during(() => advance(...told)),
  });
}
