import type { EntityId } from '../model/id.js';
import type { Instant } from '../model/time.js';
import type { Blind, Doubt } from './doubt.js';
import { concerns, tellingOf } from './event-type.js';
import type { Reach } from './ground-share.js';
import type { Ground } from './ground.js';
import { surveyOf, type Survey } from './survey.js';
import type { Reader, Row } from './view.js';
import type { Watch } from './watcher.js';

/** The answer to "is there nothing?", with everything it rests on. */
export interface AllClear {
  readonly place: EntityId;
  readonly eventTypes: readonly string[];
  /**
   * `something`: an alarm, an incident or a warning is open. `unknown`: none is, but somebody who would tell of one is silent or
   * missing. `nothing-seen`: all that was asked about is watched, and tells of nothing. Never said as 解除.
   */
  readonly state: 'something' | 'unknown' | 'nothing-seen';
  readonly now: Instant;
  /**
   * Real alarms, incidents and warnings of these types, or of a type nobody knows, that are open in the place; and its devices
   * that themselves say alarm. Without an event type: of any.
   */
  readonly open: readonly EntityId[];
  /** For each event type, how many devices would tell of it, and how many should but are silent or out of order. */
  readonly watched: readonly { readonly eventType: string; readonly live: number; readonly silent: number }[];
  readonly doubts: readonly Doubt[];
  /** How much of the ground live devices reach, 0 to 1; absent where the place has no boundary. Without a stated range: nothing. */
  readonly share?: number;
  /** Real risk sources known to stand there, and how many of them a live device that was asked about is linked to. */
  readonly hazards: { readonly all: number; readonly watched: number };
  /** When the oldest word it rests on was said. */
  readonly since?: Instant;
}

type Asked = Pick<Reader, 'get' | 'find' | 'referring' | 'now' | 'trouble' | 'lacking'>;

/**
 * 无异常核验: whether anything of these event types (codes or beginnings of codes; 12000 and 12 are the whole class) is open in a
 * place, and what that rests on: who watches, how fresh they are, how much of the ground they reach, and what would change the
 * answer. Pure over the reader, which must be of the whole picture: what is hidden from somebody is not seen here either. Of several
 * questions to one picture each may be given the same `survey`.
 */
export function allClear(
  view: Asked,
  {
    place,
    eventTypes,
    feeds,
  }: {
    readonly place: EntityId;
    readonly eventTypes: readonly string[];
    /** The sources whose silence counts; default: all real ones that the city ever had and did not retire. One of a drill is as good as none. */
    readonly feeds?: readonly EntityId[];
  },
  survey: Survey = surveyOf(view),
): AllClear {
  const here = view.get(place);
  const ground = survey.ground(place);
  const running = survey.running().filter(({ value }) => concerns(value['eventType'], eventTypes));
  const { alarmed, counts, reaching, blind, oldest, sees } = heard(ground, eventTypes);
  const isHere = new Map(running.map((row) => [row.id, ground.isHere(row)]));
  const open = [...running.map(({ id }) => id).filter((id) => isHere.get(id) === true), ...alarmed];
  const watched = eventTypes.map((eventType, i) => ({ eventType, live: counts[i]!.live, silent: counts[i]!.silent }));
  const share = ground.share(reaching);
  const seeing = counts.some(({ live }) => live > 0);
  const unreached = seeing && (share === 0 || reaching.length === 0);
  const doubts: Doubt[] = [
    ...(view.trouble === undefined ? [] : [{ why: 'cut-off', code: view.trouble } as const]),
    ...unreadDoubts(view, ground),
    ...(here?.kind === 'place' && here.exercise === undefined ? [] : [{ why: 'place-unknown' } as const]),
    ...(eventTypes.length > 0 ? [] : [{ why: 'nothing-asked' } as const]),
    ...watched.flatMap(({ eventType, live }, i): Doubt[] => {
      if (live === 0) return [{ why: 'unseen', eventType }];
      return counts[i]!.all > 0 ? [] : [{ why: 'partly', eventType }];
    }),
    ...(unreached ? [{ why: 'unreached' } as const] : []),
    ...blind,
    ...running.filter(({ id }) => isHere.get(id) === undefined).map(({ id }): Doubt => ({ why: 'unplaced', of: id })),
    ...silentFeeds(view, feeds),
  ];
  const hazards = ground.hazards();
  return {
    place,
    eventTypes,
    state: open.length > 0 ? 'something' : doubts.length > 0 ? 'unknown' : 'nothing-seen',
    now: view.now,
    open,
    watched,
    doubts,
    ...(share === undefined ? {} : { share }),
    hazards: { all: hazards.length, watched: hazards.filter((devices) => devices.some(sees)).length },
    ...(oldest === undefined ? {} : { since: oldest }),
  };
}

/** What the devices of a place say, and what is known of them: each looked at once. */
function heard({ places, devices }: Pick<Ground, 'places' | 'devices'>, eventTypes: readonly string[]) {
  const telling = tellingOf(eventTypes);
  /** Of each event type: devices that would tell of it, those that do not, and of the live ones who tell of all of it. */
  const counts = eventTypes.map(() => ({ live: 0, silent: 0, all: 0 }));
  const alarmed: EntityId[] = [];
  const reaching: Reach[] = [];
  const blind: Blind[] = [];
  let [oldest, oldestMs]: [Instant | undefined, number] = [undefined, Infinity];
  for (const watch of devices.values()) {
    const { watcher } = watch;
    if (!watcher) continue;
    const { any, some, all } = telling(watcher.detects);
    if (watcher.alarmed && (any || watcher.detects.length === 0 || eventTypes.length === 0)) alarmed.push(watch.id);
    if (!any || watcher.retired) continue;
    if (watcher.sinceMs < oldestMs) [oldest, oldestMs] = [watcher.since, watcher.sinceMs];
    const { doubt } = watch;
    if (doubt) blind.push(doubt);
    else if (watcher.reach) reaching.push(watcher.reach);
    for (let i = 0; i < counts.length; i += 1) {
      if (!some[i]) continue;
      if (doubt) counts[i]!.silent += 1;
      else {
        counts[i]!.live += 1;
        if (all[i]) counts[i]!.all += 1;
      }
    }
  }
  const sees = ({ watcher, doubt }: Watch): boolean =>
    watcher?.place !== undefined &&
    places.has(watcher.place) &&
    !watcher.retired &&
    telling(watcher.detects).any &&
    !doubt;
  // In one order, whenever each of them was heard of.
  alarmed.sort();
  blind.sort(({ device: a }, { device: b }) => (a < b ? -1 : 1));
  return { alarmed, counts, reaching, blind, oldest, sees };
}

const since = ({ fresh }: Row): { since?: Instant } => (fresh.since === undefined ? {} : { since: fresh.since });

/** The sources that are late, or not there; a retired one only where it is asked for by name. What a drill's feed carries is of the drill: nothing real hangs on it. */
function silentFeeds(view: Asked, asked: readonly EntityId[] | undefined): Doubt[] {
  const known = view.find({ kind: 'feed' }).filter(({ value }) => value.exercise === undefined);
  const missing = asked?.filter((id) => !known.some((feed) => feed.id === id)) ?? [];
  return [
    ...known
      .filter((feed) => feed.fresh.state !== 'live' && (asked?.includes(feed.id) ?? feed.value.retired === undefined))
      .map((feed): Doubt => ({ why: 'feed', feed: feed.id, ...since(feed) })),
    ...missing.map((feed): Doubt => ({ why: 'feed', feed })),
  ];
}

/** Kinds of ours that this answer never rests on; of any other it may. */
const APART: ReadonlySet<string> = new Set([
  ...['activity', 'agreement', 'assessment', 'briefing', 'callup', 'camera', 'consultation', 'deployment', 'feedback'],
  ...['finding', 'handover', 'inspection', 'loss', 'memory', 'movement', 'notice', 'person-at-risk', 'plan'],
  ...['plan-run', 'shelving', 'shift', 'stock', 'task', 'transfer', 'urging'],
]);

/**
 * What cannot be read may be an alarm. Of no concern is what a kind tells that this answer never rests on: one of ours, or a host's
 * own, whose name no kind of ours ever has; and a reading of a device that is known, as it stands, to be elsewhere, and to be no other.
 */
function unreadDoubts(view: Asked, { devices }: Pick<Ground, 'devices'>): Doubt[] {
  const { lacking = [] } = view;
  if (lacking.length === 0) return [];
  const moved = new Set(lacking.filter(({ kind }) => kind === 'device').map(({ id }) => id));
  const elsewhere = (id: EntityId): boolean =>
    view.get(id)?.kind === 'device' &&
    !moved.has(id) &&
    !devices.has(id) &&
    !view.referring(id).some(({ kind }) => kind === 'link');
  const sums = new Map<string, Extract<Doubt, { why: 'unread' }>>();
  for (const { kind, v, slot } of lacking) {
    if (kind !== undefined && (kind.includes(':') || APART.has(kind))) continue;
    const device = kind === 'observation' ? deviceIn(slot) : undefined;
    if (device !== undefined && elsewhere(device)) continue;
    const sort = JSON.stringify([kind, v]);
    const lines = (sums.get(sort)?.lines ?? 0) + 1;
    sums.set(sort, { why: 'unread', ...(kind !== undefined && { kind }), v, lines });
  }
  return [...sums.values()];
}

/** The device that an observation is of, by the place it fills: `observation|"<device>"|…`. */
function deviceIn(slot: string | undefined): EntityId | undefined {
  const [, text] = /^observation\|("[^"]+")\|/.exec(slot ?? '') ?? [];
  return text === undefined ? undefined : (JSON.parse(text) as EntityId);
}
