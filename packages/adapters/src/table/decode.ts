import {
  entityId,
  issue,
  maskNumbers,
  parseId,
  type Delivery,
  type Draft,
  type EntityId,
  type Instant,
  type Issue,
  type Json,
} from '@yingji/core';
import { findColumns, type Columns } from './columns.js';
import { defaultLimits, type TableReading } from './config.js';
import { mapRow } from './map-row.js';
import { outlineDatum, noDatum, readOutlines, type Outline } from './outlines.js';
import { readSheet } from './read-sheet.js';
import { asCode, readRow } from './row.js';
import type { Sheet } from './sheet.js';

export interface TableInput {
  readonly bytes: Uint8Array;
  /** Bytes of the GeoJSON file whose outlines are joined by code. */
  readonly boundary?: Uint8Array;
  readonly reading: TableReading;
  readonly source: string;
  readonly receivedAt: Instant;
}

export interface DecodedTable {
  /** No Issue of level error: every row and cell was understood. */
  readonly ok: boolean;
  /** Whether the file as a whole could be read; when not, nothing of it may be used. */
  readonly usable: boolean;
  /** Rows that are not blank. */
  readonly rows: number;
  readonly drafts: readonly Draft[];
  readonly issues: readonly Issue[];
  /** Absent unless every row could be told by its code: a list with a nameless row is not known to be full. */
  readonly complete?: NonNullable<Delivery['complete']>;
}

// Excel turns long codes into 4.50103E+11 (the last digits are gone) and 5001-1-2 into 5001/1/2; U+FFFD was a half character.
const DAMAGED = /^\d(\.\d+)?e\+\d+$|^\d{1,4}\/\d{1,2}\/\d{1,2}$|\uFFFD/i;

/**
 * Reads one table whole: the dry run and the real run are this same function. A usable file with bad rows gives its good
 * rows; a row that cannot be used still counts as present, so that a typing error removes nothing.
 */
export function decodeTable(input: TableInput): DecodedTable {
  const { reading, source } = input;
  const limits = reading.limits ?? defaultLimits;
  const refuse = (why: readonly Issue[]): DecodedTable => ({
    ok: false,
    usable: false,
    rows: 0,
    drafts: [],
    issues: why,
  });
  const main = readSheet(input.bytes, reading);
  if ('issue' in main) return refuse([main.issue]);
  const { sheet } = main;
  const columns = findColumns({ kind: reading.kind, ...sheet, ...(reading.columns && { chosen: reading.columns }) });
  const broken = columns.issues.filter(({ level }) => level === 'error');
  if (broken.length > 0) return refuse(columns.issues);
  if (sheet.rows.length === 0)
    return refuse([
      issue('table-empty', 'The table has no row; an empty list is not believed. Remove the feed instead.'),
    ]);
  const outlines = input.boundary ? readOutlines(input.boundary, reading) : undefined;
  if (outlines && 'issue' in outlines)
    return refuse([{ ...outlines.issue, message: `Outline file: ${outlines.issue.message}` }]);

  const issues: Issue[] = [...sheet.issues, ...columns.issues, ...(outlines?.issues ?? [])];
  const mapped = mapRows({ input, sheet, columns, outlines: outlines?.byCode ?? new Map<string, Outline>(), issues });
  const { drafts, ids, nameless } = mapped;
  for (const code of outlines?.byCode.keys() ?? []) {
    if (!mapped.codes.has(code))
      issues.push(
        issue('outline-unmatched', `No row has the code ${code} of an outline; check both files.`, {
          level: 'warning',
        }),
      );
  }
  if (nameless) {
    const message =
      'A row has no usable code, or the last row no line end, so the list is not known to be full: nothing is removed this time.';
    issues.push(issue('list-not-full', message, { level: 'warning' }));
  }
  return {
    ok: issues.every(({ level }) => level !== 'error'),
    usable: true,
    rows: sheet.rows.length,
    drafts,
    issues: capped(issues, limits.issues),
    ...(!nameless && { complete: { kind: reading.kind, within: entityId(reading.kind, source, ''), ids } }),
  };
}

function mapRows(options: {
  readonly input: TableInput;
  readonly sheet: Sheet;
  readonly columns: Columns;
  readonly outlines: ReadonlyMap<string, Outline>;
  readonly issues: Issue[];
}) {
  const { input, sheet, columns, outlines, issues } = options;
  const { reading, source, receivedAt } = input;
  const { kind } = reading;
  const limits = reading.limits ?? defaultLimits;
  const ownDatum = outlineDatum(sheet, reading);
  if (kind === 'place' && !ownDatum && sheet.rows.some(({ outline }) => outline))
    issues.push(noDatum(sheet.headerPath));
  const codes = new Map<string, string>();
  const ids: EntityId[] = [];
  const drafts: Draft[] = [];
  let nameless = sheet.torn;
  for (const row of sheet.rows) {
    const reader = readRow({ row, header: sheet.header, columns, cellLimit: limits.cell, issues });
    const written = reader.cell('code');
    const code = written === undefined ? undefined : asCode(written);
    if (code === undefined || DAMAGED.test(code)) {
      nameless = true;
      if (code === undefined) reader.note('code-missing', 'the row has no usable code; fill it in.', { field: 'code' });
      else
        reader.note(
          'code-damaged',
          'a spreadsheet has changed the code, or a character of it is broken; format the column as text and enter it again.',
          { field: 'code' },
        );
      continue;
    }
    if (maskNumbers(code) !== code) {
      nameless = true;
      reader.note(
        'code-personal',
        'the code is a phone or citizen number, which would stand in every log; give a number of your own.',
        {
          field: 'code',
        },
      );
      continue;
    }
    const first = codes.get(code);
    if (first !== undefined) {
      reader.note(
        'code-duplicate',
        `the code stands already in ${first}, which counts; give every ${kind} a code of its own.`,
        { field: 'code' },
      );
      continue;
    }
    codes.set(code, row.label);
    // Surplus commas are harmless where nothing stands between them.
    const surplus = row.cells.slice(sheet.header.length).some((cell) => cell !== '');
    if (row.cells.length < sheet.header.length || surplus) {
      reader.note(
        'row-length',
        `there are ${row.cells.length} cells under ${sheet.header.length} headers; look for a comma too many or too few. The row is left out.`,
      );
      ids.push(entityId(kind, source, code));
      continue;
    }
    const id = entityId(kind, source, code);
    ids.push(id);
    const outline =
      outlines.get(code) ?? (row.outline && ownDatum ? { corners: row.outline, datum: ownDatum } : undefined);
    for (const [draftId, value, at] of mapRow(reader, { id, code, source, reading, datum: ownDatum, outline }))
      drafts.push({
        v: 1,
        kind: parseId(draftId)!.kind,
        id: draftId,
        at: at ?? receivedAt,
        basis: 'stated',
        body: { value: value as Json },
      });
  }
  return { drafts, ids, codes, nameless };
}

function capped(issues: Issue[], most: number): readonly Issue[] {
  if (issues.length <= most) return issues;
  const left = issues.length - most;
  const message = `${left} more Issues are not listed; correct these first.`;
  // Errors before the rest, so that what is cut is the least.
  const sorted = [
    ...issues.filter(({ level }) => level === 'error'),
    ...issues.filter(({ level }) => level !== 'error'),
  ];
  return [...sorted.slice(0, most), issue('issues-cut', message, { level: 'warning' })];
}
