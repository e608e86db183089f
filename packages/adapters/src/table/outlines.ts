import { issue, type Issue } from '@yingji/core';
import type { Datum } from '../datum/index.js';
import { findColumns } from './columns.js';
import type { TableReading } from './config.js';
import { readSheet } from './read-sheet.js';
import { asCode } from './row.js';
import type { MultiPolygon, Sheet } from './sheet.js';
import { datumWords, wordFinder } from './words.js';

const findDatum = wordFinder(datumWords);

/** The outline of one place and the datum it was stated in. */
export interface Outline {
  readonly corners: MultiPolygon;
  readonly datum: Datum;
}

/** The datum of outlines: what the file states itself goes before the configuration. */
export function outlineDatum(sheet: Sheet, reading: TableReading): Datum | undefined {
  return sheet.datum === undefined ? reading.datum : findDatum(sheet.datum);
}

/** Outlines without a datum are left out: some 500 m of error would look like the truth. */
export const noDatum = (path: string): Issue =>
  issue(
    'datum-missing',
    'No known datum is stated for the outlines, which are left out; add a member "datum" to the file or set the option datum.',
    { path },
  );

/** Outlines by code, from a GeoJSON file of their own. */
export function readOutlines(bytes: Uint8Array, reading: TableReading) {
  const read = readSheet(bytes, { ...reading, encoding: undefined });
  if ('issue' in read) return read;
  const { sheet } = read;
  const columns = findColumns({ kind: 'place', ...sheet });
  const code = columns.fields.get('code');
  const bad = columns.issues.find(({ level }) => level === 'error');
  if (bad || code === undefined) return { issue: bad ?? issue('column-missing', 'The features have no code.') };
  const byCode = new Map<string, Outline>();
  const datum = outlineDatum(sheet, reading);
  const issues = [...sheet.issues];
  if (!datum) issues.push(noDatum('/features'));
  else
    for (const row of sheet.rows)
      if (row.outline) byCode.set(asCode(row.cells[code] ?? ''), { corners: row.outline, datum });
  return { byCode, issues };
}
