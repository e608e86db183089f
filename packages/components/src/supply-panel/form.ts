import type { EntityId, RecordMovement } from '@yingji/core';
import type { Act } from './acts.js';
import { readAmount, TOO_LARGE } from './amount.js';
import type { Entry, LotRow, Transit } from './entry.js';
import type { FormKey } from './form-words.js';

export type Field = 'lot' | 'quantity' | 'to' | 'reason';

/** What a form is to be about: a line of the table, or what is on the way. */
export interface Wanted {
  readonly act: Act;
  readonly name: string;
  readonly unit: string;
  readonly lots: readonly LotRow[];
  readonly lot?: LotRow | undefined;
  readonly leg?: Transit;
  /** The line; none where the lots are not those of one. */
  readonly entry?: Entry;
}

/** What a person has filled in. */
export interface Form {
  /** Under which it is sent; a form is one movement. */
  readonly id: string;
  readonly act: Act;
  readonly name: string;
  readonly unit: string;
  /** To choose from, what expires first at the front. */
  readonly lots: readonly LotRow[];
  /** By item: core picks what expires first. */
  readonly mayPick: boolean;
  readonly leg?: Transit;
  /** Id of a lot, or empty: picked, or not chosen yet. */
  readonly lot: string;
  /** What the ledger said of the lot when the person looked. */
  readonly seen: number | undefined;
  readonly quantity: string;
  readonly to: string;
  readonly reason: string;
  readonly wrong: { readonly [F in Field]?: FormKey };
}

let serial = 0;

/** A form as it is opened. */
export function formOf(options: Omit<Wanted, 'entry'> & { readonly mayPick: boolean }): Form {
  const { act, name, unit, lots, leg } = options;
  const only = options.lot ?? (lots.length === 1 ? lots[0] : undefined);
  return {
    ...{ id: `form-${(serial += 1)}`, act, name, unit, lots },
    mayPick: options.mayPick && (act === 'issue' || act === 'transfer') && lots.length > 1,
    ...(leg && { leg }),
    lot: only?.id ?? '',
    seen: only?.quantity,
    ...{ quantity: leg?.quantity === undefined ? '' : String(leg.quantity), to: '', reason: '', wrong: {} },
  };
}

/** Another lot is chosen: what is seen is what stands beside it now. */
export function withLot(form: Form, lot: string, lots: readonly LotRow[] = form.lots): Form {
  return { ...form, lots, lot, seen: lots.find(({ id }) => id === lot)?.quantity };
}

const SORTS = {
  receive: 'receive',
  issue: 'issue',
  return: 'return',
  transfer: 'transfer',
  arrive: 'transfer',
} as const;

/** What the Command `record-movement` takes, or what is wrong with it, field by field. */
export function inputOf(form: Form): { readonly input: RecordMovement } | { readonly wrong: Form['wrong'] } {
  const { act, lots, leg } = form;
  const amount = readAmount(form.quantity);
  const reason = form.reason.trim();
  const lot = lots.find(({ id }) => id === form.lot);
  const isAmount = amount !== undefined && (act === 'count' || amount > 0);
  const wrong: Form['wrong'] = {
    ...(!lot && !form.mayPick && { lot: 'wrong.lot' }),
    ...(!isAmount && { quantity: act === 'count' ? 'wrong.counted' : 'wrong.quantity' }),
    ...(isAmount && amount > TOO_LARGE && { quantity: 'wrong.large' }),
    ...(act === 'transfer' && form.to === '' && { to: 'wrong.to' }),
    ...(reason.length > 200 && { reason: 'wrong.reason' }),
  };
  const [first] = lots;
  if (Object.keys(wrong).length > 0 || amount === undefined || !first) return { wrong };
  const which = lot ? { stock: lot.id } : { item: first.item, facility: first.facility as EntityId };
  const why = reason === '' ? {} : { reason };
  if (act === 'count')
    return {
      input: {
        ...which,
        ...{ sort: 'count', counted: amount, ...why },
        ...(form.seen !== undefined && { seen: form.seen }),
      },
    };
  return {
    input: {
      ...which,
      ...{ sort: SORTS[act], quantity: amount, ...why },
      ...(act === 'transfer' && { direction: 'out' as const, to: form.to as EntityId }),
      ...(leg && { direction: 'in' as const, leg: leg.leg }),
    },
  };
}
