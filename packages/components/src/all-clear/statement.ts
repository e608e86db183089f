import type { AllClearShown, EntityId, Health, Instant, Row } from '@yingji/core';
import { eventTypePath, eventTypes, nameOf } from '@yingji/core/codes';
import { feedName } from '../frame/freshness.js';
import type { ClearWords } from './words.js';
import { nativeOf } from '../frame/native.js';
import { within } from '../i18n/format.js';

/** All that the statement is made of. */
export interface Known {
  readonly words: ClearWords;
  /** What the host answered; absent where it gave none. */
  readonly answer: AllClearShown | undefined;
  /** No place was named. */
  readonly placeless: boolean;
  /** No place of this code is registered, so that nothing could be asked. */
  readonly unregistered: boolean;
  readonly health: Health | undefined;
  readonly now: Instant | undefined;
  /** Name of the place; empty where nobody knows it. */
  readonly place: string;
  readonly eventTypes: readonly string[];
  readonly devices: ReadonlyMap<EntityId, Row>;
  readonly feeds: ReadonlyMap<EntityId, Row>;
}

/** What may be said: `nothing-seen` only where the host says so now, and says nothing against its own picture. */
export interface Statement {
  readonly state: AllClearShown['state'];
  readonly sentence: string;
  /** What it rests on and what it does not cover; only of `nothing-seen`. */
  readonly basis: readonly string[];
  /** Why it cannot be told, all of them. */
  readonly reasons: readonly string[];
}

/** 火灾, or of a kind its group as well: 火灾·高层民用. A code nobody knows stands for itself. */
export function typeName(code: string, { lang, say }: ClearWords): string {
  const whole = /^\d\d$/.test(code) ? `${code}000` : /^\d\d[A-Z]$/.test(code) ? `${code}00` : code;
  const path = eventTypePath(whole);
  if (path.at(-1) !== whole) return code;
  const names = path.slice(path.length > 1 ? 1 : 0).map((each) => nameOf(eventTypes, each, lang) ?? each);
  const [group = code, kind] = names;
  return kind === undefined ? group : say('type.kind', { group, kind });
}

export function statementOf(known: Known): Statement {
  const { words, answer, health, now, eventTypes: types } = known;
  const place = known.place === '' ? words.say('here') : known.place;
  const listed =
    types.length === 0 ? words.say('matters.none') : types.map((code) => typeName(code, words)).join(words.say('list'));
  const at = (time: Instant | undefined): string =>
    time === undefined ? within(words.say('unknown')) : words.clock(time, now);
  const said = { place, types: listed };
  const open = answer ? answer.open.length + (answer.openHidden ?? 0) : 0;
  const live = health?.link.state === 'live';
  if (answer?.state === 'something') {
    const time = at(live ? now : health?.link.since);
    const sentence = words.say(live ? 'say.something' : 'say.something.then', { ...said, n: open, time });
    return { state: 'something', sentence, basis: [], reasons: answer.doubts.map((doubt) => reason(doubt, known)) };
  }
  const reasons = [...against(known), ...(answer?.doubts ?? []).map((doubt) => reason(doubt, known))];
  const [why, ...more] = reasons;
  if (why === undefined && answer?.state === 'nothing-seen')
    return {
      state: 'nothing-seen',
      sentence: words.say('say.nothing-seen', { ...said, time: at(now) }),
      basis: basisOf(answer, known),
      reasons,
    };
  const first = why ?? words.say('why.no-answer');
  const sentence =
    more.length === 0
      ? words.say('say.unknown', { ...said, why: first })
      : words.say('say.unknown.more', { ...said, why: first, n: more.length });
  return { state: 'unknown', sentence, basis: [], reasons: why === undefined ? [first] : reasons };
}

/** What speaks against any answer, before it is looked at. */
function against({ words, answer, placeless, unregistered, health, now }: Known): string[] {
  const { link, code } = health ?? {};
  if (placeless) return [words.say('why.no-place')];
  if (link?.state !== 'live')
    return [
      link?.state === 'stale' && link.since !== undefined
        ? words.say('why.link', { time: words.clock(link.since, now) })
        : words.say('why.link.unknown'),
    ];
  if (!answer) return [words.say(unregistered ? 'why.place-unknown' : 'why.no-answer')];
  return code === undefined ? [] : [words.sayOr(`why.${code}`, 'why.other', { code })];
}

type DoubtShown = AllClearShown['doubts'][number];

function reason(doubt: DoubtShown, { words, devices, feeds, now }: Known): string {
  const timed = (
    key: 'why.silent' | 'why.feed',
    since: Instant | undefined,
    named: { readonly [name: string]: string },
  ): string =>
    since === undefined
      ? words.say(`${key}.never`, named)
      : words.say(key, { ...named, time: words.clock(since, now) });
  const device = (id: EntityId | undefined): string => {
    if (id === undefined) return words.say('device.hidden');
    const name = devices.get(id)?.value['name'];
    return words.say('device', { name: typeof name === 'string' ? name : nativeOf(id) });
  };
  switch (doubt.why) {
    case 'unseen':
    case 'partly': {
      // Devices of a drill may be there to be seen: who reads this must not take them for watchers.
      const drills = [...feeds.values()].some(({ value }) => value['exercise'] !== undefined);
      const key = doubt.why === 'unseen' && drills ? 'why.unseen.drill' : (`why.${doubt.why}` as const);
      return words.say(key, { type: typeName(doubt.eventType ?? '', words) });
    }
    case 'silent':
      return timed('why.silent', doubt.since, { device: device(doubt.device) });
    case 'no-contract':
    case 'out-of-order':
      return words.say(`why.${doubt.why}`, { device: device(doubt.device) });
    case 'feed': {
      const row = doubt.feed === undefined ? undefined : feeds.get(doubt.feed);
      return timed('why.feed', doubt.since, { feed: row ? feedName(row, words) : nativeOf(doubt.feed ?? '') });
    }
    case 'cut-off':
      return words.say('why.cut-off', { code: doubt.code ?? '' });
    case 'unread':
      return words.say('why.unread', { n: doubt.lines ?? 0 });
    case 'nothing-asked':
    case 'place-unknown':
    case 'unreached':
    case 'unplaced':
      return words.say(`why.${doubt.why}`);
    default:
      // A newer host knows reasons that this page does not.
      return words.say('why.new', { code: String((doubt as { readonly why: unknown }).why) });
  }
}

/** Whole hundredths that are surely covered: 0.999 is not all. */
export const percent = (share: number): number => Math.floor(share * 100);

function basisOf({ watched, share, hazards, since }: AllClearShown, { words, now }: Known): string[] {
  const devices = watched
    .map(({ eventType, live }) => words.say('basis.type', { type: typeName(eventType, words), n: live }))
    .join(words.say('list'));
  const bare = hazards.all - hazards.watched;
  const parts = [
    ...(share === undefined ? [words.say('uncovered.ground.unknown')] : []),
    ...(share !== undefined && percent(share) < 100
      ? [words.say('uncovered.ground', { n: 100 - percent(share) })]
      : []),
    ...(bare > 0 ? [words.say('uncovered.hazards', { n: bare })] : []),
  ];
  return [
    since === undefined
      ? words.say('basis.devices.untimed', { devices })
      : words.say('basis.devices', { devices, time: words.clock(since, now) }),
    ...(parts.length > 0 ? [words.say('uncovered', { parts: parts.join(words.say('list')) })] : []),
  ];
}
