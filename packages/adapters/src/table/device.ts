import { entityId, parseId, type Device, type EntityId } from '@yingji/core';
import type { Datum } from '../datum/index.js';
import { positionOf, type RowReader } from './row.js';
import { plain, typeWords, wordFinder } from './words.js';

export interface DeviceContext {
  readonly datum: Datum | undefined;
  /** Source of the places that devices stand in. */
  readonly places: string;
  readonly types: { readonly [word: string]: string };
}

const findType = wordFinder(typeWords);
const CODE = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;

/** One row of a device registry (设备台账). `native` is the address its protocol feed will name it by. */
export function mapDevice(reader: RowReader, native: string, context: DeviceContext): Device {
  const extra = reader.extra();
  const [name, zone, verticalDatum] = [reader.text('name'), reader.text('zone'), reader.text('verticalDatum')];
  const type = typeOf(reader, context.types);
  if (type === 'unknown' && reader.cell('type') !== undefined) extra['table:type'] = reader.text('type') ?? '';
  const place = placeOf(reader, context.places);
  if (place && 'words' in place) extra['table:place'] = place.words;
  const every = everyOf(reader);
  const range = reader.number('range', { min: 0.001, max: 100_000 });
  const accuracy = reader.number('accuracy', { min: 0, max: 1_000_000 });
  const found = positionOf(reader, context.datum);
  return {
    type,
    native,
    ...(name !== undefined && { name }),
    ...(zone !== undefined && { zone }),
    ...(verticalDatum !== undefined && { verticalDatum }),
    ...(place && 'id' in place && { place: place.id }),
    ...(every && { contract: every }),
    ...(range !== undefined && { rangeM: range }),
    ...(found && { position: [...found.position], datum: found.datum }),
    ...(found && accuracy !== undefined && { accuracyM: accuracy }),
    ...(Object.keys(extra).length > 0 && { extra }),
  };
}

/** A device without a known type still has an address and a place: an alarm of it must find them. */
function typeOf(reader: RowReader, types: DeviceContext['types']): string {
  const word = reader.cell('type');
  if (word === undefined) {
    reader.note('type-missing', 'no device type is given; the device is kept as "unknown".', { level: 'warning' });
    return 'unknown';
  }
  const own = Object.keys(types).find((key) => plain(key) === plain(word));
  const type =
    (own === undefined ? undefined : types[own]) ??
    findType(word) ??
    (/^[a-z][a-z0-9-]*$/.test(word) ? word : undefined);
  if (type !== undefined) return type;
  reader.note(
    'type-unknown',
    'the device type is not known; map the word by the option types. The device is kept as "unknown".',
    {
      field: 'type',
      level: 'warning',
    },
  );
  return 'unknown';
}

function placeOf(
  reader: RowReader,
  source: string,
): { readonly id: EntityId } | { readonly words: string } | undefined {
  const cell = reader.cell('place');
  if (cell === undefined) return undefined;
  if (parseId(cell)?.kind === 'place') return { id: cell as EntityId };
  if (CODE.test(cell)) return { id: entityId('place', source, cell) };
  reader.note(
    'place-in-words',
    'the place is given in words, which are kept; give its code to link the device to it.',
    { field: 'place', level: 'info' },
  );
  return { words: reader.text('place') ?? '' };
}

function everyOf(reader: RowReader): NonNullable<Device['contract']> | undefined {
  const word = reader.cell('every');
  if (word === undefined) return undefined;
  if (['event', '事件', '触发', '无'].includes(plain(word))) return { by: 'event' };
  if (['observed', '自动', '不定', '未知', '按实际'].includes(plain(word))) return { by: 'observed' };
  const everyS = reader.number('every', { min: 0.001, max: 31_536_000 });
  return everyS === undefined ? undefined : { by: 'periodic', everyS };
}
