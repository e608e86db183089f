/** Cells by row as they stand in the text, or the row in which a quote is never closed. Row 1 is the first line. */
export type Cells =
  | { readonly rows: readonly { readonly row: number; readonly cells: readonly string[] }[] }
  | { readonly openQuote: number };

/** Blanks people cannot see: of both widths, zero-width, byte order mark. */
const clean = (cell: string): string => cell.replace(/^[\s\u200B\uFEFF]+|[\s\u200B\uFEFF]+$/gu, '');

/** What separates cells is what the first line with anything in it has: a tab where it was copied out of a sheet. */
const separatorOf = (text: string): string => {
  const head = /^.*\S.*$/m.exec(text)?.[0] ?? '';
  return ['\t', ',', ';', '，'].find((mark) => head.includes(mark)) ?? ',';
};

/** CSV (RFC 4180) or what a spreadsheet puts on the clipboard. Empty rows are left out; the numbers of the others stay. */
export function readCells(text: string): Cells {
  const separator = separatorOf(text);
  const rows: { row: number; cells: string[] }[] = [];
  let [cell, quoted, row, began] = ['', false, 1, 1];
  let cells: string[] = [];
  const endCell = (): void => {
    cells.push(clean(cell));
    cell = '';
  };
  const endRow = (): void => {
    endCell();
    if (cells.some((each) => each !== '')) rows.push({ row, cells });
    cells = [];
    row += 1;
  };
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at]!;
    if (quoted) {
      if (sign !== '"') cell += sign;
      else if (text[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else quoted = false;
    } else if (sign === '"' && clean(cell) === '') {
      [quoted, cell, began] = [true, '', row];
    } else if (sign === separator) endCell();
    else if (sign === '\n') endRow();
    else if (sign !== '\r') cell += sign;
  }
  if (quoted) return { openQuote: began };
  endRow();
  return { rows };
}

export type FileText = { readonly text: string } | { readonly wrong: 'file.old' | 'file.encoding' };

const starts = (bytes: Uint8Array, ...mark: number[]): boolean => mark.every((byte, at) => bytes[at] === byte);

/** A workbook (XLSX) is a ZIP file. */
export const isWorkbook = (bytes: Uint8Array): boolean => starts(bytes, 0x50, 0x4b, 3, 4);

/** The text of a file: UTF-8, else GB 18030, which Excel and WPS write on Chinese Windows. */
export function textOfFile(bytes: Uint8Array): FileText {
  if (starts(bytes, 0xd0, 0xcf, 0x11, 0xe0)) return { wrong: 'file.old' };
  for (const encoding of ['utf-8', 'gb18030'])
    try {
      const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
      if (!text.includes('\0')) return { text };
    } catch {
      // The next one may fit.
    }
  return { wrong: 'file.encoding' };
}
