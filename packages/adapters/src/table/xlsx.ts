import { issue, type Issue } from '@yingji/core';
import { readXml } from '../xml/read-xml.js';
import { attributeOf, childOf, type XmlElement } from '../xml/xml-element.js';
import type { Limits } from './config.js';
import type { SheetResult, SheetRow } from './sheet.js';
import { covered, mergeOf, type Merge } from './merged.js';
import { columnOf, dateStyles, numberText, richText, sharedStrings, type DateStyles } from './xlsx-values.js';
import { openZip, type Zip } from './zip.js';

/** Elements of the largest sheet that is read: some 40,000 rows of 20 cells. */
const MOST_ELEMENTS = 2_000_000;
/** Excel has no more columns. */
const MOST_COLUMNS = 16_384;

export interface WorkbookReading {
  /** Name of the sheet; absent: the first that is not hidden. */
  readonly sheet?: string | undefined;
  /** The row that holds the column names; absent: the first. */
  readonly headerRow?: number | undefined;
}

/**
 * An Excel or WPS workbook (ECMA-376 SpreadsheetML) to rows: the values as they were last saved. Formulas, macros, links and
 * anything outside the file are never looked at, a document type declaration is refused, and what it unpacks to is bounded.
 * Row numbers are those of the spreadsheet.
 */
export function readXlsx(bytes: Uint8Array, limits: Limits, reading: WorkbookReading = {}): SheetResult {
  const opened = openZip(bytes, limits.unpacked);
  if ('issue' in opened) return opened;
  const book: Book = { zip: opened.zip, limits, trouble: [] };
  const read = readWorkbook(book, reading);
  const [trouble] = book.trouble;
  return trouble ? { issue: trouble } : read;
}

/** A workbook that is read, and why a part of it could not be: then nothing of it is used. */
interface Book {
  readonly zip: Zip;
  readonly limits: Limits;
  readonly trouble: Issue[];
}

/** One part as XML; `undefined` when there is none, or when it cannot be read. */
function part({ zip, limits, trouble }: Book, name: string): XmlElement | undefined {
  const found = zip.read(name);
  if (found === undefined) return undefined;
  if ('issue' in found) return void trouble.push(found.issue);
  const xml = { bytes: limits.unpacked, depth: 64, elements: MOST_ELEMENTS, attributes: 64, prefixes: 64 };
  const { root, issues } = readXml(found.bytes, { limits: xml });
  if (root) return root;
  const why = issues.find(({ level }) => level === 'error');
  if (why?.code === 'xml-too-many-elements') {
    const message = `${name} has more than ${MOST_ELEMENTS} elements, two for each filled cell; split it or save it as CSV UTF-8.`;
    return void trouble.push(issue('workbook-too-large', message));
  }
  return void trouble.push(issue('workbook-damaged', `${name}: ${why?.message ?? 'it cannot be read.'}`));
}

function readWorkbook(book: Book, { sheet: wanted, headerRow = 1 }: WorkbookReading): SheetResult {
  const main = targets(part(book, '_rels/.rels'), '').find(({ type }) => type.endsWith('/officeDocument'));
  const path = main?.target ?? 'xl/workbook.xml';
  const workbook = part(book, path);
  if (!workbook || workbook.name !== 'workbook')
    return {
      issue: issue('not-a-table', 'This is a ZIP file but no Excel workbook; save the table as .xlsx or CSV UTF-8.'),
    };
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  const related = targets(part(book, `${folder}_rels/${path.slice(folder.length)}.rels`), folder);
  const sheets = (childOf(workbook, 'sheets')?.children ?? []).map((each) => ({
    name: attributeOf(each, 'name') ?? '',
    hidden: (attributeOf(each, 'state') ?? 'visible') !== 'visible',
    target: related.find(({ id }) => id === each.attributes.find(({ name }) => name.endsWith(':id'))?.value)?.target,
  }));
  const open = sheets.filter(({ hidden }) => !hidden);
  const chosen = wanted === undefined ? open[0] : sheets.find(({ name }) => name === wanted);
  if (chosen?.target === undefined) {
    const message = `The workbook has no ${wanted === undefined ? 'visible sheet' : `sheet "${wanted}"`}; correct the option sheet.`;
    return { issue: issue('sheet-missing', message) };
  }
  const byType = (end: string): XmlElement | undefined => {
    const name = related.find(({ type }) => type.endsWith(end))?.target;
    return name === undefined ? undefined : part(book, name);
  };
  const root = part(book, chosen.target);
  if (!root) return { issue: issue('workbook-damaged', `Sheet "${chosen.name}" is missing; save the workbook again.`) };
  const settings = childOf(workbook, 'workbookPr');
  const grid = readGrid(root, {
    strings: sharedStrings(byType('/sharedStrings')),
    dates: dateStyles(byType('/styles')),
    from1904: ['1', 'true'].includes((settings && attributeOf(settings, 'date1904')) ?? ''),
    name: chosen.name,
  });
  const read = toSheet(grid, { name: chosen.name, headerRow, limits: book.limits });
  if ('issue' in read || wanted !== undefined || open.length < 2) return read;
  const others = issue(
    'sheet-chosen',
    `Only the first of ${open.length} sheets was read; name another by the option sheet.`,
    {
      level: 'info',
    },
  );
  return { sheet: { ...read.sheet, issues: [others, ...read.sheet.issues] } };
}

/** What a part is related to, paths as they stand in the ZIP file. */
function targets(
  relationships: XmlElement | undefined,
  folder: string,
): { id: string; type: string; target: string }[] {
  return (relationships?.children ?? [])
    .filter((each) => attributeOf(each, 'TargetMode') !== 'External')
    .map((each) => {
      const target = attributeOf(each, 'Target') ?? '';
      return {
        id: attributeOf(each, 'Id') ?? '',
        type: attributeOf(each, 'Type') ?? '',
        target: target.startsWith('/') ? target.slice(1) : folder + target,
      };
    });
}

interface Grid {
  /** Cells by row number. */
  readonly rows: ReadonlyMap<number, readonly string[]>;
  /** Columns of a row whose cells cannot be read. */
  readonly unreadable: ReadonlyMap<number, Set<number>>;
  readonly merges: readonly Merge[];
  readonly issues: readonly Issue[];
  /** A row number that stands there twice. */
  readonly twice?: number;
}

interface Meaning {
  readonly strings: readonly string[];
  readonly dates: DateStyles;
  readonly from1904: boolean;
  readonly name: string;
}

/** One step of a JSON pointer. */
const step = (text: string): string => `/${text.replaceAll('~', '~0').replaceAll('/', '~1')}`;

function readGrid(root: XmlElement, meaning: Meaning): Grid {
  const rows = new Map<number, string[]>();
  const unreadable = new Map<number, Set<number>>();
  const issues: Issue[] = [];
  let number = 0;
  let twice: number | undefined;
  for (const row of childOf(root, 'sheetData')?.children ?? []) {
    const stated = Number(attributeOf(row, 'r') ?? number + 1);
    number = Number.isSafeInteger(stated) && stated > 0 ? stated : number + 1;
    if (rows.has(number)) twice ??= number;
    const cells: string[] = [];
    for (const cell of row.children) {
      const column = columnOf(attributeOf(cell, 'r') ?? '') ?? cells.length;
      if (cell.name !== 'c' || column >= MOST_COLUMNS) continue;
      while (cells.length < column) cells.push('');
      const text = cellText(cell, meaning);
      if (typeof text === 'object') {
        unreadable.set(number, (unreadable.get(number) ?? new Set()).add(column));
        const message = `Sheet "${meaning.name}", row ${number}: ${text.why}; the cell is left out. Correct it.`;
        issues.push(issue('cell-error', message, { path: `${step(meaning.name)}/${number}` }));
      }
      cells[column] = typeof text === 'object' ? '' : clean(text);
    }
    rows.set(number, cells);
  }
  const merges = (childOf(root, 'mergeCells')?.children ?? []).flatMap(
    (each) => mergeOf(attributeOf(each, 'ref') ?? '') ?? [],
  );
  return { rows, unreadable, merges, issues, ...(twice === undefined ? {} : { twice }) };
}

/** The text of a cell, or why nobody can say what stands there. */
function cellText(cell: XmlElement, { strings, dates, from1904 }: Meaning): string | { readonly why: string } {
  const value = childOf(cell, 'v')?.text ?? '';
  const inline = childOf(cell, 'is');
  if (value === '' && childOf(cell, 'f')) return { why: 'the value of a formula was never saved' };
  switch (attributeOf(cell, 't') ?? 'n') {
    case 's':
      return strings[Number(value)] ?? { why: 'its text is missing in the file' };
    case 'inlineStr':
      return inline ? richText(inline) : '';
    case 'n':
      return numberText(value, { date: dates.has(Number(attributeOf(cell, 's') ?? 0)), from1904 });
    case 'b':
      return value === '1' ? 'TRUE' : 'FALSE';
    case 'e':
      return { why: 'a formula gave an error' };
    default:
      return value;
  }
}

const clean = (cell: string): string => cell.replace(/^[\s\u200B\uFEFF]+|[\s\u200B\uFEFF]+$/gu, '');

function toSheet(
  { rows, unreadable, merges, issues, twice }: Grid,
  { name, headerRow, limits }: { readonly name: string; readonly headerRow: number; readonly limits: Limits },
): SheetResult {
  const header = [...(rows.get(headerRow) ?? [])];
  while (header.at(-1) === '') header.pop();
  const path = step(name);
  if (header.length === 0)
    return {
      issue: issue(
        'table-empty',
        `Sheet "${name}" has no column names in row ${headerRow}; write them there, or set the option headerRow.`,
        { path },
      ),
    };
  if (twice !== undefined) {
    const message = `Sheet "${name}" has row ${twice} twice; save the workbook again.`;
    return { issue: issue('workbook-damaged', message, { path: `${path}/${twice}` }) };
  }
  const below = [...rows].sort(([a], [b]) => a - b).filter(([number]) => number > headerRow);
  const merged = covered(merges, { rows: below.map(([number]) => number), width: header.length });
  if (!merged)
    return {
      issue: issue('workbook-damaged', `Sheet "${name}" has too many merged cells; undo the merging.`, { path }),
    };
  const found: SheetRow[] = [];
  const told = [...issues];
  for (const [number, cells] of below) {
    const lost = new Set([...(unreadable.get(number) ?? []), ...(merged.get(number) ?? [])]);
    if (lost.size === 0 && cells.every((cell) => cell === '')) continue;
    const hidden = [...(merged.get(number) ?? [])].map((column) => header[column]).join(', ');
    if (hidden !== '') {
      const message = `Sheet "${name}", row ${number}: merged cells hold nothing of their own under ${hidden}; undo the merging and fill in every row.`;
      told.push(issue('cell-merged', message, { path: `${path}/${number}` }));
    }
    // A spreadsheet does not keep the empty cells at the end of a row.
    const full = [...cells, ...Array.from({ length: Math.max(0, header.length - cells.length) }, () => '')];
    for (const column of merged.get(number) ?? []) full[column] = '';
    found.push({
      label: `Sheet "${name}", row ${number}`,
      path: `${path}/${number}`,
      cells: full,
      ...(lost.size > 0 && { unreadable: lost }),
    });
  }
  if (found.length > limits.rows)
    return {
      issue: issue(
        'too-many-rows',
        `The table has more than ${limits.rows} rows; split it or raise the option limits.rows.`,
      ),
    };
  return { sheet: { header, headerPath: `${path}/${headerRow}`, rows: found, issues: told, torn: false } };
}
