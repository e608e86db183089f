import { issue, maskNumbers, type Issue } from '@yingji/core';
import { toWgs84, type Datum, type LonLat } from '../datum/index.js';
import type { Columns } from './columns.js';
import type { SheetRow } from './sheet.js';
import { datumWords, wordFinder } from './words.js';

const findDatum = wordFinder(datumWords);

/** A code as frames and ids write it: full-width letters and digits of a Chinese keyboard become plain ones. */
export const asCode = (cell: string): string => cell.normalize('NFKC');

/** Reads the cells of one row and notes what is wrong with them. Cells keep their text: nothing in them is ever run. */
export interface RowReader {
  readonly row: SheetRow;
  /** The cell of a field; empty ones are absent. */
  cell(field: string): string | undefined;
  /** The same, but `''` where something stands that cannot be read: what is taken for an empty cell is not taken for that. */
  said(field: string): string | undefined;
  /** The cell, with any phone or citizen number in it masked. */
  text(field: string): string | undefined;
  number(field: string, range: { readonly min: number; readonly max: number }): number | undefined;
  note(code: string, message: string, more?: { readonly field?: string; readonly level?: Issue['level'] }): void;
  /** The columns no field takes, keyed `table:<header>`. */
  extra(): { [key: string]: string };
}

export function readRow(options: {
  readonly row: SheetRow;
  readonly header: readonly string[];
  readonly columns: Columns;
  readonly cellLimit: number;
  readonly issues: Issue[];
}): RowReader {
  const { row, header, columns, cellLimit, issues } = options;
  const note: RowReader['note'] = (code, message, { field, level = 'error' } = {}) => {
    const at = field === undefined ? undefined : columns.fields.get(field);
    const name = at === undefined ? undefined : header[at];
    const path = name === undefined ? row.path : `${row.path}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    const where = name === undefined ? row.label : `${row.label}, column ${name}`;
    issues.push(issue(code, `${where}: ${message}`, { path, level }));
  };
  const take = (index: number | undefined, field?: string): string | undefined => {
    const cell = index === undefined ? undefined : row.cells[index];
    if (cell === undefined || cell === '') return undefined;
    if (cell.length <= cellLimit) return cell;
    note(
      'cell-too-long',
      `the cell is longer than ${cellLimit} characters and is left out; shorten it.`,
      field === undefined ? {} : { field },
    );
    return undefined;
  };
  const isLost = (index: number | undefined): boolean =>
    index !== undefined && (row.unreadable?.has(index) === true || (row.cells[index] ?? '') !== '');
  const masked = (cell: string, field?: string): string => {
    const safe = maskNumbers(cell);
    if (safe !== cell) {
      note(
        'personal-text',
        'the cell holds a phone or citizen number, which is masked; keep people out of this table.',
        {
          level: 'warning',
          ...(field !== undefined && { field }),
        },
      );
    }
    return safe;
  };
  // Asked for more than once, told of once.
  const cells = new Map<string, string | undefined>();
  const cell = (field: string): string | undefined => {
    if (!cells.has(field)) cells.set(field, take(columns.fields.get(field), field));
    return cells.get(field);
  };
  return {
    row,
    cell,
    said: (field) => cell(field) ?? (isLost(columns.fields.get(field)) ? '' : undefined),
    note,
    text(field) {
      const found = cell(field);
      return found === undefined ? undefined : masked(found, field);
    },
    number(field, { min, max }) {
      const found = cell(field);
      if (found === undefined) return undefined;
      const text = found.normalize('NFKC');
      const value = /^[+-]?\d+(\.\d+)?$/.test(text) ? Number(text) : NaN;
      if (value >= min && value <= max) return value;
      note('number-invalid', `a plain number from ${min} to ${max} is expected; the cell is left out.`, { field });
      return undefined;
    },
    extra() {
      const kept: { [key: string]: string } = {};
      for (const { index, header: name } of columns.rest) {
        const found = take(index);
        if (found !== undefined) kept[`table:${name}`] = masked(found);
      }
      return kept;
    },
  };
}

/** The datum of a row: its own cell, else what the file or the configuration states. */
function datumOf(reader: RowReader, stated: Datum | undefined): Datum | undefined {
  const word = reader.said('datum');
  if (word === undefined) return stated;
  const found = findDatum(word);
  if (!found) {
    reader.note(
      'datum-unknown',
      'the datum is none of wgs84, cgcs2000, gcj02, bd09; convert the coordinates or correct the word.',
      { field: 'datum' },
    );
  }
  return found;
}

/** The position of a row in WGS 84, to 1e-7 degrees (about 1 cm). Absent, with a note, whenever anything about it is in doubt. */
export function positionOf(
  reader: RowReader,
  stated: Datum | undefined,
): { readonly position: LonLat; readonly datum: Datum } | undefined {
  const written = [reader.cell('lon'), reader.cell('lat')];
  if (written[0] === undefined && written[1] === undefined) return undefined;
  if (written[0] === undefined || written[1] === undefined) {
    reader.note('position-half', 'longitude and latitude belong together; fill in both.', {
      field: written[0] === undefined ? 'lon' : 'lat',
    });
    return undefined;
  }
  if (Math.abs(Number(written[0])) <= 90 && Math.abs(Number(written[1])) > 90) {
    reader.note(
      'position-swapped',
      'longitude and latitude look swapped, so the position is left out; exchange the two cells.',
      { field: 'lat' },
    );
    return undefined;
  }
  const lon = reader.number('lon', { min: -180, max: 180 });
  const lat = reader.number('lat', { min: -90, max: 90 });
  if (lon === undefined || lat === undefined) return undefined;
  if (lon === 0 && lat === 0) {
    reader.note('position-zero', '0, 0 is what some exports write for "no position"; leave both cells empty.', {
      field: 'lon',
      level: 'warning',
    });
    return undefined;
  }
  const datum = datumOf(reader, stated);
  if (!datum) {
    if (reader.said('datum') === undefined) {
      reader.note(
        'datum-missing',
        'no datum is stated, so the position is left out; fill in 坐标系 or set the option datum.',
        { field: 'lon' },
      );
    }
    return undefined;
  }
  return { position: rounded(toWgs84([lon, lat], datum)), datum };
}

/** To 1e-7 degrees: finer than any survey here, and the same text on every machine. */
export function rounded([lon, lat]: LonLat): LonLat {
  return [Math.round(lon * 1e7) / 1e7, Math.round(lat * 1e7) / 1e7];
}
