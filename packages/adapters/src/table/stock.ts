import { entityId, type Instant, type Movement, type Stock } from '@yingji/core';
import { endOf } from './dates.js';
import type { RowContext, Told } from './map-row.js';
import { nameOf } from './organization.js';
import { present, reference } from './references.js';
import { asCode, type RowReader } from './row.js';
import { ownershipWords, wordFinder } from './words.js';

const findOwnership = wordFinder(ownershipWords);
const MOST = 1_000_000_000;

/**
 * One row of a ledger of supplies (物资台账): one lot. A quantity is the sum of movements and never stands in a stock; with the
 * option `openingAt` the first one that the table states is received then, once, however often the table is read.
 */
export function mapStock(reader: RowReader, context: RowContext): Told {
  const { id, source, code, reading } = context;
  const name = nameOf(reader, 'stock');
  const item = reader.text('item');
  const unit = reader.text('unit');
  const facility = reference(reader, 'facility', 'facility', context);
  for (const [field, value] of Object.entries({ item, unit, facility }))
    if (value === undefined) reader.note('field-missing', `a stock needs its ${field}; fill it in.`, { field });
  const word = reader.cell('ownership');
  const ownership = word === undefined ? undefined : findOwnership(word);
  if (ownership === undefined)
    reader.note('field-missing', 'whose it is must be one of 自储, 代储, 协议; fill it in.', { field: 'ownership' });
  if (name === undefined || item === undefined || unit === undefined || !facility || !ownership) return [];
  const until = reader.said('expires');
  const expires = until === undefined ? undefined : endOf(until, reading.offset ?? '+08:00');
  if (until !== undefined && expires === undefined) {
    // A lot whose end nobody can read must not be handed out for ever.
    reader.note(
      'date-invalid',
      'the date is none; write 2026-09-30, or nothing where it never expires. The row is left out.',
      { field: 'expires' },
    );
    return [];
  }
  const extra = reader.extra();
  const value: Stock = {
    item: asCode(item),
    name,
    facility,
    unit,
    ownership,
    ...present({
      lot: reader.text('lot'),
      expires,
      minimum: amountOf(reader, 'minimum'),
      extra: Object.keys(extra).length > 0 ? extra : undefined,
    }),
  };
  const quantity = amountOf(reader, 'quantity');
  if (quantity === undefined) return [[id, value]];
  if (reading.openingAt === undefined) {
    reader.note(
      'quantity-not-taken',
      'a quantity is the sum of movements; set the option openingAt to take it as the opening, or count the stock (盘点).',
      {
        field: 'quantity',
        level: 'info',
      },
    );
    return [[id, value]];
  }
  const opening: Movement = { stock: id, sort: 'receive', direction: 'in', quantity, reason: '期初' };
  return [
    [id, value],
    ...(quantity > 0
      ? ([[entityId('movement', source, `${code}.opening`), opening, reading.openingAt as Instant]] as const)
      : []),
  ];
}

/** An amount of at most three decimals. */
function amountOf(reader: RowReader, field: string): number | undefined {
  const found = reader.number(field, { min: 0, max: MOST });
  if (found === undefined || Math.round(found * 1000) / 1000 === found) return found;
  reader.note('number-invalid', 'amounts have at most three decimals; the cell is left out.', { field });
  return undefined;
}
