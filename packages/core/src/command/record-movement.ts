import * as z from 'zod';
import { commandRules } from '../access/command-rules.js';
import { amount } from '../model/amount.js';
import type { Draft, Position } from '../model/change.js';
import type { EntityId } from '../model/id.js';
import { id, instant, means } from '../model/marks.js';
import { directions, type Movement } from '../model/movement.js';
import { maskNumbers } from '../model/personal-text.js';
import type { Stock } from '../model/stock.js';
import { millis, type Instant } from '../model/time.js';
import { sum } from '../resilience/amounts.js';
import { factOf, factsOf, takesPart, type Fact } from '../resilience/fact.js';
import { isUsable, pickLots } from '../resilience/lots.js';
import { onTheWay, quantityOf } from '../resilience/quantity.js';
import type { Reader } from '../view/view.js';
import { cityFact, madeBy, type Saying } from './city-fact.js';
import type { CommandDefinition } from './command.js';
import { parseInput } from './parse-input.js';
import { refuseInput, type Refusal } from './refuse-input.js';

const sorts = Object.keys(directions) as (keyof typeof directions)[];

const Input = z.strictObject({
  stock: means(id.optional(), 'The lot; without it `item` and `facility`, and the lots are picked by expiry.'),
  item: z.string().min(1).optional(),
  facility: id.optional(),
  sort: z.enum(sorts),
  direction: means(z.enum(['in', 'out']).optional(), 'Needed only where the sort goes both ways.'),
  quantity: means(amount.positive().optional(), 'In the unit of the stock; for a count give `counted` instead.'),
  counted: amount.optional(),
  leg: means(id.optional(), 'The movement out that a 调拨 brings in.'),
  to: id.optional(),
  reason: z.string().max(200).optional(),
  at: means(instant.optional(), 'When it happened, not in the future; default now.'),
  seen: means(z.number().optional(), 'The quantity that the person saw: another one since is refused.'),
});
/** Which lot or item, how much in its unit, in or out and why. */
export type RecordMovement = z.infer<typeof Input>;

/** A lot with what it holds now, and what of that could be taken at the time that is spoken of. */
interface Held extends Fact<Stock> {
  readonly now: number;
  readonly quantity: number;
  readonly expires?: string | undefined;
}

/**
 * 出入库: something went into a stock or out of it. A Command never takes a stock below zero (what has happened all the same is
 * counted: 盘点); nothing is handed out that had expired by then; without a lot, what expires first is taken. A count states the
 * counted value, the difference to what the ledger says of that time is worked out here; what happened before the last count is
 * held against what was there then, and changes nothing of what is there now. The second leg of a 调拨 names the first and may
 * bring in what is still on the way, no more.
 * Issues: `invalid-input`, `not-found`, `changed-meanwhile`, `stock-short`, `lot-expired`, `leg-mismatch`.
 */
export const recordMovement: CommandDefinition<'record-movement', RecordMovement> = {
  name: 'record-movement',
  title: { zh: '登记出入库', en: 'Record a movement' },
  rule: commandRules['record-movement'],
  schema: Input,
  parse: (input) =>
    parseInput(Input, input, '{"stock": "<id>", "sort": "issue", "quantity": 12}; a count has "counted" instead'),
  decide(reader, { parsed, ...command }, { now }) {
    const wrong = contradiction(parsed, now) ?? boundForDrill(reader, parsed);
    if (wrong) return wrong;
    const saying = { command, at: (parsed.at ?? now) as Instant };
    if (parsed.stock === undefined) return byItem(reader, parsed, saying);
    const lot = held(reader, parsed.stock, parsed.at);
    if (!lot) return refuseInput('not-found', `${parsed.stock} is no stock in the picture; read it again.`, 'stock');
    if (parsed.seen !== undefined && parsed.seen !== lot.now)
      return refuseInput(
        'changed-meanwhile',
        `${lot.id} holds ${lot.now} by now; look again and decide again.`,
        'seen',
      );
    if (parsed.counted !== undefined) return count(reader, lot, { counted: parsed.counted, parsed, saying });
    const { direction, quantity } = stated(parsed);
    if (direction === 'out') {
      if (quantity > lot.quantity) return short(lot.quantity, lot.value.unit);
      if (HANDS_OUT.has(parsed.sort) && !isUsable(lot, saying.at))
        return refuseInput('lot-expired', `${lot.id} has expired; scrap it or take another lot.`, 'stock');
    } else if (parsed.leg !== undefined) {
      const mismatch = legMismatch(reader, lot, { leg: parsed.leg, quantity });
      if (mismatch) return mismatch;
    }
    return { drafts: [move(lot, quantity, { parsed, saying })] };
  },
};

/** Things of these sorts reach people: they must be good. */
const HANDS_OUT: ReadonlySet<string> = new Set(['issue', 'donation']);

function contradiction(parsed: RecordMovement, now: Instant): Refusal | undefined {
  const { sort, direction, quantity, counted, leg, stock, item, facility, at } = parsed;
  if (at !== undefined && millis(at as Instant) > millis(now))
    return refuseInput('invalid-input', 'it cannot have happened in the future; correct the time.', 'at');
  if (stock === undefined && (item === undefined || facility === undefined))
    return refuseInput('invalid-input', 'name the lot by stock, or item and facility.', 'stock');
  if ((sort === 'count') !== (counted !== undefined) || (sort === 'count') === (quantity !== undefined))
    return refuseInput('invalid-input', 'a count has "counted", anything else has "quantity".', 'quantity');
  if (sort === 'count') {
    if (direction !== undefined || stock === undefined)
      return refuseInput('invalid-input', 'a count is of one lot, and its direction is worked out.', 'direction');
    return undefined;
  }
  const ways = directions[sort] as readonly string[];
  if (direction === undefined ? ways.length > 1 : !ways.includes(direction))
    return refuseInput('invalid-input', `${sort} goes ${ways.join(' or ')}; state which.`, 'direction');
  const way = direction ?? ways[0];
  if ((sort === 'transfer' && way === 'in') !== (leg !== undefined))
    return refuseInput(
      'invalid-input',
      'the second leg of a transfer, and nothing else, names its first by "leg".',
      'leg',
    );
  if (sort === 'scrap' && stock === undefined)
    return refuseInput('invalid-input', 'what is scrapped is not picked by expiry: name the lot by stock.', 'stock');
  if (way === 'in' && stock === undefined)
    return refuseInput('invalid-input', 'what comes in goes into one lot: name it by stock.', 'stock');
  return undefined;
}

/** What is real is bound for nothing that a drill invented; what is picked by its item is real. */
function boundForDrill(reader: Reader, { to, stock }: RecordMovement): Refusal | undefined {
  const bound = to === undefined ? undefined : reader.get(to);
  const exercise = stock === undefined ? undefined : reader.get(stock)?.exercise;
  if (!bound || takesPart(bound, exercise)) return undefined;
  return refuseInput('not-found', `${bound.id} is not in the picture; choose another.`, 'to');
}

const stated = ({ sort, direction, quantity }: RecordMovement): { direction: 'in' | 'out'; quantity: number } => ({
  direction: direction ?? directions[sort][0],
  quantity: quantity!,
});

/** Without a time of its own it happens now, and is decided by what the picture holds, however long the ledger is. */
function held(reader: Reader, id: EntityId, at: string | undefined): Held | undefined {
  const row = reader.get(id);
  const fact = factOf<Stock>(row, 'stock');
  if (!row || !fact) return undefined;
  const shown = row.derived as { readonly quantity?: number; readonly count?: { readonly at: Instant } };
  const now = shown.quantity ?? quantityOf(fact, movementsOf(reader, id)).quantity;
  const isCounted = at !== undefined && shown.count !== undefined && millis(at as Instant) < millis(shown.count.at);
  const quantity = isCounted ? quantityOf(fact, movementsOf(reader, id, at)).quantity : now;
  return { ...fact, now, quantity, expires: fact.value.expires };
}

/** What moved a stock; with a time, until then. */
function movementsOf(reader: Reader, stock: EntityId, until?: string): Fact<Movement>[] {
  const moved = factsOf<Movement>(reader.referring(stock), 'movement');
  return until === undefined ? moved : moved.filter(({ at }) => millis(at) <= millis(until as Instant));
}

const short = (there: number, unit: string): Refusal =>
  refuseInput(
    'stock-short',
    `only ${Math.max(0, there)} ${unit} can be handed out by the ledger; take less, or count the stock (盘点) if more is there.`,
    'quantity',
  );

function byItem(reader: Reader, parsed: RecordMovement, saying: Saying) {
  const rows = reader.find({
    kind: 'stock',
    where: [
      { field: 'item', op: 'eq', value: parsed.item! },
      { field: 'facility', op: 'eq', value: parsed.facility! },
    ],
  });
  // A drill's stock is named by its lot: what is real and what is played are never picked together.
  const lots = rows
    .filter(({ exercise }) => exercise === undefined)
    .flatMap(({ id }) => held(reader, id, parsed.at) ?? []);
  const [first] = lots;
  if (!first) return refuseInput('not-found', `${parsed.facility} has no stock of ${parsed.item}; check both.`, 'item');
  if (lots.some(({ value }) => value.unit !== first.value.unit))
    return refuseInput('invalid-input', 'its lots are counted in different units; name the lot by stock.', 'stock');
  const there = sum(lots.map(({ now }) => Math.max(0, now)));
  if (parsed.seen !== undefined && parsed.seen !== there)
    return refuseInput(
      'changed-meanwhile',
      `${parsed.item}: ${there} are there by now; look again and decide again.`,
      'seen',
    );
  const { picks, short: lacking } = pickLots(lots, parsed.quantity!, saying.at);
  if (lacking > 0) return short(sum([parsed.quantity!, -lacking]), first.value.unit);
  return { drafts: picks.map(({ lot, quantity }) => move(lot, quantity, { parsed, saying })) };
}

function move(lot: Held, quantity: number, { parsed, saying }: { parsed: RecordMovement; saying: Saying }): Draft {
  const { sort, leg, to, reason } = parsed;
  const value: Movement = {
    stock: lot.id,
    sort,
    direction: stated(parsed).direction,
    quantity,
    ...(leg === undefined ? {} : { leg }),
    ...(to === undefined ? {} : { to }),
    ...(reason === undefined ? {} : { reason: maskNumbers(reason) }),
  };
  return cityFact(madeBy('movement', saying.command, lot.id), value, { ...saying, exercise: lot.exercise });
}

function count(
  reader: Reader,
  lot: Held,
  { counted, parsed, saying }: { readonly counted: number; readonly parsed: RecordMovement; readonly saying: Saying },
): Refusal | { readonly drafts: readonly Draft[] } {
  const { at, reason } = parsed;
  const said = at === undefined ? lot.now : quantityOf(lot, movementsOf(reader, lot.id, at)).quantity;
  const difference = sum([counted, -said]);
  const value: Movement = {
    stock: lot.id,
    sort: 'count',
    direction: difference < 0 ? 'out' : 'in',
    quantity: Math.abs(difference),
    counted,
    ...(reason === undefined ? {} : { reason: maskNumbers(reason) }),
  };
  const made = madeBy('movement', saying.command, lot.id);
  if (at !== undefined) {
    // What moved since that time was not there to be counted, or still was; it stays moved.
    const own = { id: made, at: saying.at, value, exercise: lot.exercise, position: Infinity as Position };
    const left = quantityOf(lot, [...movementsOf(reader, lot.id), own]).quantity;
    if (left < Math.min(0, lot.now))
      return refuseInput(
        'stock-short',
        'more has gone out since than was counted then; count what is there now.',
        'counted',
      );
  }
  return { drafts: [cityFact(made, value, { ...saying, exercise: lot.exercise })] };
}

function legMismatch(
  reader: Reader,
  lot: Held,
  { leg, quantity }: { leg: EntityId; quantity: number },
): Refusal | undefined {
  const first = factOf<Movement>(reader.get(leg), 'movement');
  if (!first || first.value.sort !== 'transfer' || first.value.direction !== 'out')
    return refuseInput('not-found', `${leg} is no first leg of a transfer; read the list again.`, 'leg');
  // A lot that was emptied may have left the list by the time its things arrive.
  const source = factOf<Stock>(reader.get(first.value.stock), 'stock')?.value ?? lot.value;
  if (first.exercise !== lot.exercise || source.item !== lot.value.item || source.unit !== lot.value.unit)
    return refuseInput('leg-mismatch', `${leg} brings another item than ${lot.id} holds; choose the right lot.`, 'leg');
  // Or what has expired would be good again at the other end.
  if (lasts(lot.value) > lasts(source))
    return refuseInput(
      'leg-mismatch',
      `${leg} brings what expires before ${lot.id}; choose a lot of its own.`,
      'stock',
    );
  const arrived = factsOf<Movement>(reader.referring(leg), 'movement');
  const left = Math.max(0, onTheWay(first, arrived));
  if (quantity <= left) return undefined;
  return refuseInput(
    'leg-mismatch',
    `only ${left} of ${leg} are on the way; what came besides is counted (盘点).`,
    'quantity',
  );
}

const lasts = ({ expires }: Pick<Stock, 'expires'>): number =>
  expires === undefined ? Infinity : millis(expires as Instant);
