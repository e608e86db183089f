import { asJson, type JsonObject } from '../json.js';
import type { EntityId } from '../model/id.js';
import type { Notice } from '../model/notice.js';
import type { Place } from '../model/place.js';
import { millis, toInstant, type Instant } from '../model/time.js';
import { factOf, factsOf, takesPart, type Fact, type KindFact } from '../resilience/fact.js';
import { periodAt } from '../response/coverage.js';
import { lastCount, nextPeriod, noticeCoverage, type NoticeCoverage } from '../response/notice-coverage.js';
import type { Derive, Standing, Surroundings } from './derive.js';
import type { Row } from './view.js';

/** Whom notices reached, of one view. */
export interface Coverages {
  /** A notice, or what notices are about: `coverage`, whom they reached; absent where there is none. Of a notice `counted`, the later count that stands. */
  covered(derive: Derive): Derive;
  /** Those whose coverage looked at a place that is another one now. */
  stirredBy(before: Row | undefined, now: Row | undefined): Iterable<EntityId>;
}

/** The notices about an entity, or itself if it is one, with their later counts, which may name the notice alone. */
function noticesOf(entry: Standing, around: Surroundings): Fact<Notice>[] {
  const named = factsOf<Notice>(around.referring(entry.id) as readonly KindFact[], 'notice');
  if (entry.kind === 'notice') {
    const self = entry as unknown as Fact<Notice>;
    return self.value.counts === undefined ? [self, ...named.filter(({ value }) => value.counts === entry.id)] : [];
  }
  const about = named.filter(({ value }) => (value.about as readonly string[] | undefined)?.includes(entry.id));
  const whole = new Map<string, Fact<Notice>>();
  for (const id of new Set(about.map((each) => each.value.counts ?? each.id))) {
    const notice = factOf<Notice>(around.row(id), 'notice');
    const counts = factsOf<Notice>(around.referring(id) as readonly KindFact[], 'notice');
    for (const each of [...(notice ? [notice] : []), ...counts.filter(({ value }) => value.counts === id)])
      whole.set(each.id, each);
  }
  for (const each of about) whole.set(each.id, each);
  return [...whole.values()];
}

/** What was made of these notices, as long as they and the places stand, in one period. */
interface Made {
  readonly notices: readonly Pick<Fact<Notice>, 'id' | 'value'>[];
  readonly coverage: NoticeCoverage;
}

const isOf = ({ notices, coverage }: Made, now: readonly Fact<Notice>[], period: string): boolean =>
  coverage.period === period &&
  notices.length === now.length &&
  now.every((each, i) => notices[i]!.id === each.id && notices[i]!.value === each.value);

export function createCoverages(): Coverages {
  const lookers = new Map<string, Set<EntityId>>();
  const kept = new Map<EntityId, Made>();

  /** Added up anew only where something of it changed: what is warned of is acknowledged and called about far more often. */
  function coverageOf(entry: Standing, notices: readonly Fact<Notice>[], around: Surroundings, now: Instant) {
    const have = kept.get(entry.id);
    if (have && isOf(have, notices, periodAt(now))) return have.coverage;
    const found = noticeCoverage(entry, notices, {
      place(id) {
        const row = factOf<Place>(around.row(id), 'place');
        return row && takesPart(row, entry.exercise) ? row.value : undefined;
      },
      now,
    });
    kept.delete(entry.id);
    if (!found) return undefined;
    const { looked, ...coverage } = found;
    for (const id of looked) lookers.set(id, (lookers.get(id) ?? new Set()).add(entry.id));
    // Taken out of what stands, which is another thing by the time it is told anew.
    kept.set(entry.id, { notices: notices.map(({ id, value }) => ({ id, value })), coverage });
    return coverage;
  }

  return {
    covered: (derive) => (entry, around, now) => {
      const made = derive(entry, around, now);
      const notices = noticesOf(entry, around);
      const coverage = coverageOf(entry, notices, around, toInstant(now));
      if (!coverage) return made;
      const count = entry.kind === 'notice' ? lastCount(notices) : undefined;
      const derived = {
        ...made.derived,
        ...(asJson({ coverage }) as JsonObject),
        // Whatever the notice is about hears by this that another count stands.
        ...(count !== undefined && count !== entry.id && { counted: count }),
      };
      return { ...made, derived, due: Math.min(made.due ?? Infinity, millis(nextPeriod(toInstant(now)))) };
    },
    stirredBy(before, now) {
      const { id } = (now ?? before)!;
      const stirred = before?.value === now?.value ? undefined : lookers.get(id);
      if (!stirred) return [];
      // Each that still looks at it says so again.
      lookers.delete(id);
      for (const each of stirred) kept.delete(each);
      return stirred;
    },
  };
}
