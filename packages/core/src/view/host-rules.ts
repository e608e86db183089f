import type { JsonObject } from '../json.js';
import type { Entry } from '../model/change.js';
import type { Callup } from '../model/callup.js';
import type { Device } from '../model/device.js';
import type { Facility } from '../model/facility.js';
import { parseId, type EntityId } from '../model/id.js';
import type { Responder } from '../model/responder.js';
import { valueOf } from '../model/slot.js';
import type { Transfer } from '../model/transfer.js';
import { factsOf, takesPart, type Fact } from '../resilience/fact.js';
import { deriveFacility, sheltered } from '../resilience/occupancy.js';
import { callupsOf, deriveCallup, postOf } from '../response/callups.js';
import { isHousehold } from '../response/transfer-sums.js';
import { hearsAlias } from './alias.js';
import { adding, referring, ruled, ruleOf, type Rule } from './derivations.js';
import { first, links, type Derive, type Standing, type Surroundings } from './derive.js';
import type { Row } from './view.js';

const facility = ruled<Facility>((entry, _, around) =>
  deriveFacility(
    entry,
    factsOf<Transfer>(referring(entry, around), 'transfer'),
    ({ id }) => around.row(id)?.derived['sheltered'] as number | undefined,
  ),
);

/** What a fact is, of which there is as yet an Entry or what stands of it. */
const stated = <V>({ id, at, exercise }: Entry | Standing, value: JsonObject): Fact<V> =>
  ({ id, at, exercise, value }) as unknown as Fact<V>;

/** All tellings of one household share a name, and all of one place in one order: by what they say together, one stands. */
function toldOf({ value, exercise = '' }: Fact<Transfer>): string {
  return `told:${exercise}|${isHousehold({ value }) ? '' : value.order}|${value.of}`;
}

/** A telling: `sheltered`, how many it has where it says they were brought; absent where another stands over it. */
const transfer = ruled<Transfer>((told, _, around) => {
  const count = sheltered(factsOf<Transfer>(around.known(toldOf(told)), 'transfer')).get(told.id);
  return { derived: count === undefined ? {} : { sheltered: count } };
});

/** Calls of one post about one thing share a name; and with the responder whose post it is, another. */
const postAlias = (about: string, post: string): string => `post:${about}|${post}`;
const deputiesAlias = (person: string): string => `deputies:${person}`;

const callup = ruled<Callup>((call, now, around) => {
  const post = postOf(call);
  const calls = call.value.about.flatMap((about) => around.known(postAlias(about, post)));
  const deputies = (person: EntityId): readonly EntityId[] | undefined => {
    const row = around.row(person);
    if (row?.kind !== 'responder' || !takesPart(row, call.exercise)) return undefined;
    return (row.derived['deputies'] ?? []) as EntityId[];
  };
  return deriveCallup(call, factsOf<Callup>(calls, 'callup'), { deputies, now });
});

type Derivation = (derive: Derive) => Derive;

/** Derives as before, and adds what is seen around. */
const also =
  (more: (entry: Standing, around: Surroundings) => JsonObject): Derivation =>
  (derive) =>
  (entry, around, now) => {
    const made = derive(entry, around, now);
    return { ...made, derived: { ...made.derived, ...more(entry, around) } };
  };

/** A responder: `deputies`, of those named the ones that are active, in this order; absent where none is named. */
const responder = also(({ value, exercise }, around) => {
  const { deputies } = value as unknown as Responder;
  const active = (id: EntityId): boolean => {
    const row = around.row(id);
    return row?.value['state'] === 'active' && takesPart(row, exercise);
  };
  return deputies ? { deputies: deputies.filter(active) } : {};
});

/** What was called about: `callups`, the counts and the answer rate. */
const called = adding((entry, naming) => ({ ...callupsOf(entry, factsOf<Callup>(naming, 'callup')) }) as JsonObject);

/** The sums of what was pressed for by these tasks, each once; nothing where nobody pressed: a row must not change with every task. */
function pressedFor(tasks: readonly Standing[], { exercise }: Standing, around: Surroundings): JsonObject {
  const rows = new Map(tasks.map(({ id }) => [id, around.row(id)]));
  const sum = { urged: 0, supervised: 0 };
  for (const row of rows.values()) {
    if (row?.kind !== 'task' || row.exercise !== exercise) continue;
    sum.urged += Number(row.derived['urged'] ?? 0);
    sum.supervised += Number(row.derived['supervised'] ?? 0);
  }
  return sum.urged + sum.supervised > 0 ? sum : {};
}

/** A report: how often was pressed for the tasks that are about it. */
const report = also((entry, around) => pressedFor(around.referring(entry.id), entry, around));

/**
 * An incident: how often was pressed for the tasks that are about it, or about a report that tells of it; `mergedInto` which other it
 * goes on as, and `merged` those that go on as it.
 */
const incident = also((entry, around) => {
  const naming = around.referring(entry.id).filter(({ exercise }) => exercise === entry.exercise);
  const standing = links(naming, around);
  const told = standing.filter(({ to }) => to === entry.id);
  const from = (role: string): string[] => told.filter((link) => link.role === role).map((link) => link.from);
  const into = standing.find((link) => link.from === entry.id && link.role === 'same-as')?.to;
  const merged = from('same-as');
  return {
    ...pressedFor([...naming, ...from('tells').flatMap((id) => around.referring(id as EntityId))], entry, around),
    ...(into !== undefined && { mergedInto: into }),
    ...(merged.length > 0 && { merged }),
  };
});

const isRetired = ({ value }: Pick<Row, 'value'>): boolean => value['retired'] !== undefined;

/**
 * A device whose feeds were all retired is `retired`. Where some are left, one of events is as fresh as those once one of them has
 * carried its word; until then it may have hung on the one that is gone, and is no fresher than that.
 */
const device: Derivation = (derive) => (entry, around, now) => {
  const made = derive(entry, around, now);
  if (made.fresh.state === 'live') return made;
  const feeds = around.known(hearsAlias(entry.source)).filter(({ value }) => value['exercise'] === entry.exercise);
  const left = feeds.filter((feed) => !isRetired(feed));
  if (left.length === feeds.length) return made;
  if (left.length === 0) return { ...made, derived: { ...made.derived, retired: true } };
  const carried = new Set(left.map(({ id }) => parseId(id)?.native));
  const heard = around
    .referring(entry.id)
    .some(
      ({ kind, source, exercise }) =>
        (kind === 'observation' || kind === 'report') && exercise === entry.exercise && carried.has(source),
    );
  if (!heard || (entry.value as unknown as Device).contract?.by !== 'event') return made;
  return { ...made, fresh: { ...made.fresh, state: first(['stale', 'unknown', 'live'], left) } };
};

const more: { readonly [kind: string]: (rule: Rule) => Rule } = {
  facility: (rule) => ({ ...rule, derive: facility, hears: true }),
  transfer: (rule) => ({
    ...rule,
    derive: transfer,
    shown: true,
    shared: (entry) => named(entry, (value) => [toldOf(stated<Transfer>(entry, value))]),
  }),
  callup: () => ({
    derive: callup,
    hears: false,
    sited: true,
    shared: (entry) =>
      named(entry, (value) => {
        const call = stated<Callup>(entry, value);
        const post = postOf(call);
        return [...call.value.about.map((about) => postAlias(about, post)), deputiesAlias(post)];
      }),
  }),
  responder: (rule) => ({
    ...rule,
    derive: responder(rule.derive!),
    shown: true,
    shared: ({ id }) => [deputiesAlias(id)],
  }),
  warning: (rule) => ({ ...rule, derive: called(rule.derive!) }),
  response: (rule) => ({ ...rule, derive: called(rule.derive!) }),
  incident: (rule) => ({ ...rule, derive: called(incident(rule.derive!)) }),
  report: (rule) => ({ ...rule, derive: report(rule.derive!) }),
  device: (rule) => ({ ...rule, derive: device(rule.derive!) }),
};

const NONE: readonly string[] = [];

function named(entry: Entry, names: (value: JsonObject) => readonly string[]): readonly string[] {
  const value = valueOf(entry);
  return value ? names(value) : NONE;
}

/**
 * What a host derives beyond what every page carries (`ruleOf`): `facility` occupancy and full, `transfer` sheltered, the answer
 * rate of a warning, response or incident and who is next of a `callup`, `responder` deputies, what was pressed for of an incident and
 * what it was merged with, retired devices.
 */
export const hostRules = (kind: string): Rule => {
  const rule = ruleOf(kind);
  return Object.hasOwn(more, kind) ? more[kind]!(rule) : rule;
};
