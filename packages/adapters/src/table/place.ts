import { entityId, parseId, type Place } from '@yingji/core';
import { toWgs84, type Datum } from '../datum/index.js';
import type { Outline } from './outlines.js';
import { asCode, positionOf, rounded, type RowReader } from './row.js';
import type { MultiPolygon } from './sheet.js';
import { schemeWords, wordFinder, type Scheme } from './words.js';

export interface PlaceContext {
  readonly datum: Datum | undefined;
  /** Source of the places that these lie in. */
  readonly places: string;
  readonly scheme: Scheme | undefined;
  /** Outline of this row and the datum it was stated in. */
  readonly outline: Outline | undefined;
}

const findScheme = wordFinder(schemeWords);

/** One row of a list of places; `undefined`, with a note, when what makes a place of it is missing. */
export function mapPlace(reader: RowReader, code: string, context: PlaceContext): Place | undefined {
  const name = reader.text('name');
  if (name === undefined) reader.note('name-missing', 'a place needs a name; fill it in.', { field: 'name' });
  const scheme = schemeOf(reader, context.scheme);
  if (name === undefined || scheme === undefined) return undefined;
  const extra = reader.extra();
  const found = positionOf(reader, context.datum);
  const stated = found?.datum ?? context.outline?.datum;
  if (stated === 'gcj02' || stated === 'bd09') extra['table:datum'] = stated;
  const parents = (reader.cell('parents') ?? '')
    .split(/[;；、\s]+/)
    .filter((part) => part !== '')
    .map((part) => {
      const id = parseId(part);
      return id?.kind === 'place'
        ? entityId('place', id.source, id.native)
        : entityId('place', context.places, asCode(part));
    });
  const address = reader.text('address');
  const people = { day: count(reader, 'day'), night: count(reader, 'night') };
  return {
    name,
    scheme,
    ...(/^\d{6,12}$/.test(code) && { code }),
    ...(parents.length > 0 && { parents }),
    ...(context.outline && { boundary: toBoundary(context.outline.corners, context.outline.datum) }),
    ...(found && { centre: [...found.position] }),
    ...((people.day !== undefined || people.night !== undefined) && {
      population: {
        ...(people.day !== undefined && { day: people.day }),
        ...(people.night !== undefined && { night: people.night }),
      },
    }),
    ...(address !== undefined && { address }),
    ...(Object.keys(extra).length > 0 && { extra }),
  };
}

function schemeOf(reader: RowReader, stated: Scheme | undefined): Scheme | undefined {
  const word = reader.said('scheme');
  const scheme = word === undefined ? stated : findScheme(word);
  if (scheme !== undefined) return scheme;
  const message =
    word === undefined
      ? 'what sort of place it is must be stated; fill in 类型 (区划, 小区, 楼栋, 网格, 警务区, 开发区) or set the option scheme.'
      : 'the sort of place is none of 区划, 小区, 楼栋, 网格, 警务区, 开发区; correct the word.';
  reader.note(word === undefined ? 'scheme-missing' : 'scheme-unknown', message, { field: 'scheme' });
  return undefined;
}

function count(reader: RowReader, field: string): number | undefined {
  const value = reader.number(field, { min: 0, max: 100_000_000 });
  if (value === undefined || Number.isInteger(value)) return value;
  reader.note('number-invalid', 'people are counted in whole numbers; the cell is left out.', { field });
  return undefined;
}

function toBoundary(corners: MultiPolygon, datum: Datum): [number, number][][][] {
  return corners.map((polygon) =>
    polygon.map((ring) =>
      ring.map((corner): [number, number] => {
        const [lon, lat] = rounded(toWgs84(corner, datum));
        return [lon, lat];
      }),
    ),
  );
}
