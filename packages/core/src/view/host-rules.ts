import { sameJson, type JsonObject } from '../json.js';
import type { Callup } from '../model/callup.js';
import type { Device } from '../model/device.js';
import type { Facility } from '../model/facility.js';
import { parseId, type EntityId } from '../model/id.js';
import type { Responder } from '../model/responder.js';
import { millis } from '../model/time.js';
import type { Transfer } from '../model/transfer.js';
import { deriveAgreement } from '../resilience/derived.js';
import { takesPart, type Fact } from '../resilience/fact.js';
import { deriveFacility } from '../resilience/occupancy.js';
import { createCallBook, type CallBook } from '../response/call-book.js';
import { answersWanted } from '../response/answers.js';
import { chainsOf } from '../response/callups.js';
import { shelvedOf } from '../response/shelved.js';
import { createTransferBook, type TransferBook } from '../response/transfer-book.js';
import { hearsAlias } from './alias.js';
import { arranging, createArrangements, type Arrangements } from './arranged.js';
import { createCoverages, type Coverages } from './covered.js';
import { ruled, ruleOf, type Rule } from './derivations.js';
import { alsoOn, createPresences, type Presences } from './presence.js';
import { WORST, first, links, type Derive, type Standing, type Surroundings } from './derive.js';
import { briefing, runningPlan, strongTeam, versioned } from './host-folds.js';
import type { Row } from './view.js';

/** A facility that takes people in, or was told to. */
const facility = (book: TransferBook): Derive =>
  ruled<Facility>((entry) => deriveFacility(entry, book.occupancy(entry)));

/** A telling: `sheltered`, how many it has where it says they were brought; absent where another stands over it. */
const transfer = (book: TransferBook): Derive =>
  ruled<Transfer>(({ id }) => {
    const count = book.sheltered(id);
    return { derived: count === undefined ? {} : { sheltered: count } };
  });

const callup = (book: CallBook): Derive =>
  ruled<Callup>((call, now, around) => {
    const deputies = (person: EntityId): readonly EntityId[] | undefined => {
      const row = around.row(person);
      if (row?.kind !== 'responder' || !takesPart(row, call.exercise)) return undefined;
      return (row.derived['deputies'] ?? []) as EntityId[];
    };
    return chainsOf(call, book, { deputies, now });
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

/** Whether who may be called in the stead of a responder is the same. */
const sameDeputies = (a: Row | undefined, b: Row | undefined): boolean =>
  a !== undefined &&
  b !== undefined &&
  a.exercise === b.exercise &&
  sameJson(a.derived['deputies'], b.derived['deputies']);

/** What was called about: `callups`, the counts and the answer rate. */
const called = (book: CallBook): Derivation =>
  also((entry) => {
    const callups = book.counts(entry);
    return callups ? { callups: { ...callups } } : {};
  });

/** What orders transfers: `transfers`, their sums, as a page adds them up. */
const ordering = (book: TransferBook): Derivation =>
  also((entry) => {
    const told = book.sums(entry);
    return told ? { transfers: { ...told.sums, open: told.open } } : {};
  });

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

/** How many reports tell of these, and of all that go on as these: by their links, so that a ring of merges comes to an end. */
function reportsOf(merged: readonly string[], { id: own, exercise }: Standing, around: Surroundings): number {
  const whole = new Set(merged);
  let reports = 0;
  for (const id of whole) {
    if (id === own) continue;
    const naming = around.referring(id as EntityId).filter((other) => other.exercise === exercise);
    for (const { from, to, role } of links(naming, around)) {
      if (to !== id) continue;
      if (role === 'tells') reports += 1;
      else if (role === 'same-as') whole.add(from);
    }
  }
  return reports;
}

/**
 * An incident: `reports`, those of what goes on as it among them; how often was pressed for the tasks that are about it, or about a
 * report that tells of it; `mergedInto` which other it goes on as, and `merged` those that go on as it.
 */
const incident = also((entry, around) => {
  const naming = around.referring(entry.id).filter(({ exercise }) => exercise === entry.exercise);
  const standing = links(naming, around);
  const told = standing.filter(({ to }) => to === entry.id);
  const from = (role: string): string[] => told.filter((link) => link.role === role).map((link) => link.from);
  const into = standing.find((link) => link.from === entry.id && link.role === 'same-as')?.to;
  const merged = from('same-as');
  return {
    ...(merged.length > 0 && {
      reports: told.filter(({ role }) => role === 'tells').length + reportsOf(merged, entry, around),
    }),
    ...pressedFor([...naming, ...from('tells').flatMap((id) => around.referring(id as EntityId))], entry, around),
    ...(into !== undefined && { mergedInto: into }),
    ...(merged.length > 0 && { merged }),
  };
});

/** An incident that somebody set aside: `shelved`, until when, since when, by whom and why; looked at anew when it ends. */
const setAside: Derivation = (derive) => (entry, around, now) => {
  const made = derive(entry, around, now);
  const shelved = shelvedOf(entry, around.referring(entry.id), now);
  if (!shelved) return made;
  const due = Math.min(made.due ?? Infinity, millis(shelved.until));
  return { ...made, derived: { ...made.derived, shelved: { ...shelved } }, due };
};

const isRetired = ({ value }: Pick<Row, 'value'>): boolean => value['retired'] !== undefined;

/**
 * A device whose feeds were all retired is `retired`. Where some are left, one of events is as fresh as those once one of them has
 * carried its word; until then it may have hung on the one that is gone, and is no fresher than that.
 */
const device: Derivation = (derive) => (entry, around, now) => {
  const made = derive(entry, around, now);
  if (made.fresh.state === 'live') return made;
  const known = around.known(hearsAlias(entry.source));
  if (!known.some(isRetired)) return made;
  const feeds = known.filter(({ value }) => value['exercise'] === entry.exercise);
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
  return { ...made, fresh: { ...made.fresh, state: first(WORST, left) } };
};

/** What somebody has to do: who waits for an answer, `answerBy` and `unanswered`. */
const wanting: Derivation = (derive) => (entry, around, now) => {
  const made = derive(entry, around, now);
  const { derived, due } = answersWanted(entry, around.referring(entry.id), now);
  return { ...made, derived: { ...made.derived, ...derived }, due: Math.min(made.due ?? Infinity, due) };
};

type More = { readonly [kind: string]: (rule: Rule) => Rule };

/** Tells a book what stands of an event now. */
const noting =
  <V>(book: { note(fact: Fact<V>): Iterable<EntityId> }): NonNullable<Rule['note']> =>
  ({ id, at, exercise, by, order, stated }) =>
    stated ? book.note({ id, at, exercise, by, order, value: stated as V }) : [];

interface Books {
  readonly transfers: TransferBook;
  readonly calls: CallBook;
  readonly arrangements: Arrangements;
  readonly presences: Presences;
  readonly coverages: Coverages;
}

function moreOf({ transfers, calls, arrangements, presences, coverages }: Books): More {
  // Nobody else is derived from what these add up.
  const ordered = (rule: Rule): Rule => ({ ...rule, derive: ordering(transfers)(rule.derive!), hears: true });
  const told = (rule: Rule): Rule => ({ ...rule, derive: coverages.covered(rule.derive!), hears: true });
  const answered = (rule: Rule): Rule => ({ ...rule, derive: called(calls)(rule.derive!) });
  return {
    agreement: (rule) => ({ ...rule, derive: ruled(deriveAgreement) }),
    facility: (rule) => ({ ...rule, derive: facility(transfers), hears: true }),
    transfer: (rule) => ({ ...rule, derive: transfer(transfers), note: noting<Transfer>(transfers) }),
    callup: () => ({
      derive: callup(calls),
      hears: false,
      sited: true,
      note: noting<Callup>(calls),
    }),
    responder: (rule) => ({
      ...rule,
      derive: responder(rule.derive!),
      shown: true,
      stirs: (before, now) => (sameDeputies(before, now) ? [] : calls.unconfirmed((now ?? before)!.id)),
    }),
    warning: (rule) => told(answered(rule)),
    response: (rule) => told(answered(ordered(rule))),
    control: (rule) => told(ordered(rule)),
    // What it is about shows the counts that were told of it.
    notice: (rule) => ({ ...told(rule), shown: true }),
    // What its plan says, and not only where that holds.
    'plan-run': (rule) => ({ ...ordered({ ...rule, derive: runningPlan(rule.derive!) }), sited: false }),
    team: (rule) => ({ ...rule, derive: strongTeam(rule.derive!), hears: true }),
    loss: (rule) => ({ ...rule, derive: versioned(rule.derive!), hears: true }),
    briefing: (rule) => ({ ...rule, derive: versioned(briefing), hears: true, sited: true }),
    incident: (rule) =>
      told(
        answered({
          ...rule,
          derive: setAside(ordering(transfers)(incident(rule.derive!))),
          stirs: arrangements.seenThrough,
        }),
      ),
    report: (rule) => ({ ...rule, derive: report(rule.derive!) }),
    task: (rule) => ({
      ...rule,
      derive: wanting(arranging(arrangements)(alsoOn(presences)(rule.derive!))),
      stirs: presences.note,
    }),
    finding: (rule) => ({ ...rule, derive: wanting(rule.derive!) }),
    place: (rule) => ({
      ...rule,
      stirs: (before, now) => [...arrangements.stirredBy(before, now), ...coverages.stirredBy(before, now)],
    }),
    device: (rule) => ({ ...rule, derive: device(rule.derive!), stirs: arrangements.seenThrough }),
  };
}

/**
 * What a host derives beyond what every page carries (`ruleOf`), for one view: which `agreement` is expired, `facility` occupancy and full, `transfer` sheltered,
 * the answer rate of a warning, response or incident and who is next of a `callup`, `responder` deputies, what was pressed for of an
 * incident, what it was merged with and whether it is set aside, what an arrangement lets a task take, whose person is on another scene too, answers that are wanted, retired devices, how a run of
 * a plan stands, the strength of a team, whom notices
 * reached, which briefing is late and which version of one or of losses stands. Transfers and calls are many of one thing: what they come to is kept up in books.
 */
export function createHostRules(): (kind: string) => Rule {
  const more = moreOf({
    transfers: createTransferBook(),
    calls: createCallBook(),
    arrangements: createArrangements(),
    presences: createPresences(),
    coverages: createCoverages(),
  });
  return (kind) => {
    const rule = ruleOf(kind);
    return Object.hasOwn(more, kind) ? more[kind]!(rule) : rule;
  };
}
