import { issue, type Issue } from '@yingji/core';
import { CsvError, parse } from 'csv-parse/sync';
import type { Limits } from './config.js';
import type { SheetResult, SheetRow } from './sheet.js';

function delimiterOf(text: string, headerRow: number): string {
  const header = text.slice(0, 10_000).split(/\r?\n/, headerRow).at(-1) ?? '';
  return [',', '\t', ';'].find((mark) => header.includes(mark)) ?? ',';
}

/** Blanks people cannot see: of both widths, zero-width, byte order mark. */
const clean = (cell: string): string => cell.replace(/^[\s\u200B\uFEFF]+|[\s\u200B\uFEFF]+$/gu, '');

/**
 * CSV text (RFC 4180; comma, tab or semicolon) to rows. Row numbers are those of a spreadsheet; the header is row 1,
 * or `headerRow`: what stands above it is a title.
 * Broken quoting or a file cut inside a row refuses the whole: what follows could mean anything.
 */
export function readCsv(text: string, limits: Limits, headerRow = 1): SheetResult {
  let records: string[][];
  try {
    records = parse(text, {
      delimiter: delimiterOf(text, headerRow),
      relax_column_count: true,
      skip_empty_lines: false,
      max_record_size: limits.cell * 100,
      to: limits.rows + headerRow + 1,
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return { issue: malformed(error) };
  }
  const [first, ...body] = records.slice(headerRow - 1);
  const header = first?.map(clean) ?? [];
  if (header.every((name) => name === ''))
    return {
      issue: issue(
        'table-empty',
        `The file has no column names in row ${headerRow}; write them there, or set the option headerRow.`,
      ),
    };
  if (body.length > limits.rows) {
    return {
      issue: issue(
        'too-many-rows',
        `The table has more than ${limits.rows} rows; split it or raise the option limits.rows.`,
      ),
    };
  }
  const last = body.at(-1);
  const torn = !/[\r\n]$/.test(text);
  if (last && last.length < header.length && torn) {
    const message = `The file ends inside row ${body.length + headerRow}, as if it was still being written; write it elsewhere and rename it into place.`;
    return { issue: issue('file-cut', message, { path: `/${body.length + headerRow}` }) };
  }
  const rows: SheetRow[] = [];
  body.forEach((record, at) => {
    const cells = record.map(clean);
    if (cells.some((cell) => cell !== ''))
      rows.push({ label: `Row ${at + headerRow + 1}`, path: `/${at + headerRow + 1}`, cells });
  });
  return { sheet: { header, headerPath: `/${headerRow}`, rows, issues: [], torn } };
}

function malformed(error: CsvError): Issue {
  const line: unknown = error['lines'];
  const where = typeof line === 'number' ? ` at line ${line}` : '';
  const path = typeof line === 'number' ? `/${line}` : '';
  if (error.code === 'CSV_MAX_RECORD_SIZE') {
    return issue('cell-too-long', `A row is too long${where}; look for a quote that is never closed.`, { path });
  }
  return issue(
    'csv-malformed',
    `The quoting is broken${where} (${error.code}); a quote inside a cell is written twice.`,
    { path },
  );
}
