import type { EntityId, Instant } from '@yingji/core';
import { standings, type Lot, type Standing } from '@yingji/core/supplies';
import type { Asked } from './supplies.js';

/** A stock as the panel shows it. `quantity` is undefined where no rule could judge it. */
export interface LotRow extends Omit<Lot, 'quantity'> {
  readonly name: string;
  readonly lot?: string | undefined;
  readonly ownership: 'own' | 'stored-by-others' | 'agreement';
  readonly quantity: number | undefined;
  /** The latest 盘点. */
  readonly count?: { readonly at: Instant; readonly counted: number; readonly difference: number } | undefined;
}

/** A 调拨 that has not wholly arrived. */
export interface Transit {
  readonly leg: EntityId;
  readonly from: EntityId;
  readonly to: EntityId | undefined;
  /** What it was taken from, while the ledger still lists it. */
  readonly lot: LotRow | undefined;
  readonly since: Instant;
  /** Below zero when more arrived than left; undefined where no rule could judge it. */
  readonly quantity: number | undefined;
  readonly exercise: string | undefined;
}

/** What a line of the ledger is about, for columns of the page's own. */
export interface SupplyLine {
  /** Code of the item, and what it is called. */
  readonly item: string;
  readonly name: string;
  /** Id of the facility where it lies. */
  readonly facility: string;
  readonly unit: string;
  /** Names the drill. */
  readonly exercise: string | undefined;
  /** What expires first at the front. */
  readonly lots: readonly { readonly id: EntityId; readonly lot?: string | undefined }[];
}

/** One line of the table: an item at a facility, with its lots. */
export interface Entry extends Standing {
  /** The same as long as it is the same line. */
  readonly key: string;
  readonly name: string;
  readonly exercise: string | undefined;
  /** What expires first at the front. */
  readonly lots: readonly LotRow[];
  /** Usable now, and no more within the days that were asked for. */
  readonly expiring: number;
  /** On the way to this facility. */
  readonly inbound: number;
  /** The ledger of one of its lots is below zero. */
  readonly wrong: boolean;
  /** The quantity of one of its lots is not known. */
  readonly unjudged: boolean;
  /** The oldest of the latest counts of lots that hold something; `never`: one of them was not counted at all. */
  readonly counted: Instant | 'never' | undefined;
  /** That is longer ago than was asked for. */
  readonly countIsOld: boolean;
}

const DAY_MS = 86_400_000;

const keyOf = ({ item, facility, unit }: Pick<Standing, 'item' | 'facility' | 'unit'>): string =>
  JSON.stringify([facility, item, unit]);

/** Standings with what a reader asks next: which lots, what expires soon, what is on the way, and when it was counted. */
export function entriesOf(options: {
  readonly standings: readonly Standing[];
  /** Of one drill, or all real ones. */
  readonly lots: readonly LotRow[];
  readonly transits: readonly Transit[];
  readonly asked: Pick<Asked, 'expiringDays' | 'countDays'>;
  readonly now: Instant;
}): Entry[] {
  const { asked, now } = options;
  const groups = new Map<string, LotRow[]>();
  for (const lot of options.lots) groups.set(keyOf(lot), [...(groups.get(keyOf(lot)) ?? []), lot]);
  const horizon = new Date(Date.parse(now) + asked.expiringDays * DAY_MS).toISOString() as Instant;
  const known = new Map(options.standings.map((standing) => [keyOf(standing), standing]));
  const order = [...known.keys(), ...[...groups.keys()].filter((key) => !known.has(key))];
  const entries = order.map((key): Entry => {
    const lots = [...groups.get(key)!].sort(firstToExpire);
    const [{ name, item, facility, unit, exercise }] = lots as [LotRow];
    const standing = known.get(key) ?? { item, facility, unit, usable: 0, expired: 0, lacking: 0, lent: 0 };
    const counted = countOf(lots);
    const day = Date.parse(now) - asked.countDays * DAY_MS;
    return {
      ...standing,
      key: `${exercise ?? ''}${key}`,
      name,
      exercise,
      lots,
      expiring: standing.usable - usableAt(lots, horizon),
      inbound: options.transits
        .filter(({ to, lot }) => to === facility && lot?.item === item && lot.unit === unit)
        .reduce((sum, { quantity = 0 }) => sum + Math.max(0, quantity), 0),
      wrong: lots.some(({ quantity = 0 }) => quantity < 0),
      unjudged: lots.some(({ quantity }) => quantity === undefined),
      counted,
      countIsOld: counted === 'never' || (counted !== undefined && Date.parse(counted) < day),
    };
  });
  return entries.sort((a, b) => urgency(a) - urgency(b));
}

/** What lacks goes first, in the order of core; then what nobody can say. */
const urgency = ({ lacking, wrong, unjudged }: Entry): number => (lacking > 0 ? 0 : wrong || unjudged ? 1 : 2);

/** What core says could still be handed out at that time. */
function usableAt(lots: readonly LotRow[], at: Instant): number {
  const judged = lots.filter((lot): lot is LotRow & Lot => lot.quantity !== undefined);
  return standings(judged, at, lots[0]?.exercise)[0]?.usable ?? 0;
}

const end = ({ expires }: Pick<LotRow, 'expires'>): number => (expires === undefined ? Infinity : Date.parse(expires));

const firstToExpire = (a: LotRow, b: LotRow): number => (end(a) === end(b) ? (a.id < b.id ? -1 : 1) : end(a) - end(b));

function countOf(lots: readonly LotRow[]): Entry['counted'] {
  const held = lots.filter(({ quantity }) => quantity !== 0);
  if (held.some(({ count }) => count === undefined)) return 'never';
  return held
    .flatMap(({ count }) => count?.at ?? [])
    .sort((a, b) => Date.parse(a) - Date.parse(b))
    .at(0);
}

/** May the lots of a line be picked by item: not those of a drill, nor where the item is counted in another unit besides. */
export const mayPick = (entry: Entry, all: readonly Entry[]): boolean =>
  entry.exercise === undefined &&
  all.every(
    (other) =>
      other.exercise !== undefined ||
      other.facility !== entry.facility ||
      other.item !== entry.item ||
      other.unit === entry.unit,
  );

/** How many lines of the table are in each state; a line may be in several. */
export interface Tally {
  readonly below: number;
  readonly expiring: number;
  readonly expired: number;
  readonly lent: number;
  readonly old: number;
  readonly wrong: number;
  readonly unjudged: number;
}

export function tallyOf(entries: readonly Entry[], isLent: (entry: Entry) => boolean): Tally {
  const count = (holds: (entry: Entry) => boolean): number => entries.filter(holds).length;
  return {
    below: count(({ lacking }) => lacking > 0),
    expiring: count(({ expiring }) => expiring > 0),
    expired: count(({ expired }) => expired > 0),
    lent: count(isLent),
    old: count(({ countIsOld }) => countIsOld),
    wrong: count(({ wrong }) => wrong),
    unjudged: count(({ unjudged }) => unjudged),
  };
}
