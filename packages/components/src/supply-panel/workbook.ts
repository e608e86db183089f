import type { ImportSentence } from './sheet-rows.js';
import { readXml, textIn, type XmlNode } from './xml.js';
import { openZip, ZipTrouble, type Zip } from './zip.js';

/** A sheet of {@link MOST_ROWS} rows is far smaller, whatever else stands in its workbook. */
const MOST_BYTES = 32 * 1024 * 1024;
/** What is read of a sheet: wider or longer is no list of supplies. */
const [MOST_COLUMNS, MOST_LINES] = [256, 10_000];
const NAME = /^xl\//;

export type WorkbookRead =
  { readonly text: string; readonly note?: ImportSentence } | { readonly wrong: ImportSentence };

/**
 * The first sheet that is not hidden of an Excel or WPS workbook (ECMA-376 SpreadsheetML) as tab-separated text, its rows where the
 * spreadsheet has them, its values as they were last saved. Formulas, macros, links and whatever is outside the file are never looked at.
 * Not by `DOMParser`: a page that demands trusted types forbids it.
 */
export async function readWorkbook(bytes: Uint8Array<ArrayBuffer>): Promise<WorkbookRead> {
  try {
    return await read(openZip(bytes, MOST_BYTES));
  } catch (error) {
    if (error instanceof ZipTrouble) return { wrong: [error.why === 'large' ? 'file.bytes' : 'file.damaged'] };
    throw error;
  }
}

async function read(zip: Zip): Promise<WorkbookRead> {
  const part = async (name: string): Promise<XmlNode> => {
    const found = await zip.read(name);
    const root = found && readXml(new TextDecoder().decode(found));
    if (!root) throw new ZipTrouble('damaged');
    return root;
  };
  const sheets = (await part('xl/workbook.xml')).all('sheet');
  const shown = sheets.filter(({ attributes }) => (attributes.get('state') ?? 'visible') === 'visible');
  const [first] = shown;
  if (!first) throw new ZipTrouble('damaged');
  const links = (await part('xl/_rels/workbook.xml.rels')).all('Relationship');
  const target = (holds: (link: XmlNode) => boolean): string | undefined =>
    links
      .find(holds)
      ?.attributes.get('Target')
      ?.replace(/^\/?/, (slash) => (slash ? '' : 'xl/'));
  const path = target(({ attributes }) => attributes.get('Id') === linkOf(first));
  if (path === undefined || !NAME.test(path)) throw new ZipTrouble('damaged');
  const texts = target(({ attributes }) => attributes.get('Type')?.endsWith('/sharedStrings') === true);
  const strings = texts === undefined ? [] : (await part(texts)).all('si').map(textIn);
  const lines = linesOf(await part(path), strings);
  if (!lines) return { wrong: ['file.bytes'] };
  const name = first.attributes.get('name') ?? '';
  return { text: lines.join('\n'), ...(shown.length > 1 && { note: ['file.first', { n: shown.length, name }] }) };
}

/** Whatever prefix its writer chose for relationships. */
const linkOf = ({ attributes }: XmlNode): string | undefined =>
  [...attributes].find(([name]) => name.endsWith(':id'))?.[1];

/** Rows as lines, each where the sheet has it; `undefined` where they are too many. */
function linesOf(sheet: XmlNode, strings: readonly string[]): string[] | undefined {
  const lines: string[] = [];
  for (const row of sheet.all('row')) {
    const number = Number(row.attributes.get('r') ?? lines.length + 1);
    if (!Number.isSafeInteger(number) || number <= lines.length) throw new ZipTrouble('damaged');
    if (number > MOST_LINES) return undefined;
    while (lines.length < number - 1) lines.push('');
    const cells: string[] = [];
    for (const cell of row.all('c')) {
      const column = columnOf(cell.attributes.get('r')) ?? cells.length;
      if (column >= MOST_COLUMNS) continue;
      while (cells.length < column) cells.push('');
      cells[column] = quoted(valueOf(cell, strings));
    }
    lines.push(cells.join('\t'));
  }
  return lines;
}

/** 0 of `A12`, 27 of `AB3`. */
function columnOf(reference: string | undefined): number | undefined {
  const letters = /^[A-Z]{1,3}(?=\d+$)/.exec(reference ?? '')?.[0];
  if (letters === undefined) return undefined;
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

function valueOf(cell: XmlNode, strings: readonly string[]): string {
  const stored = cell.all('v')[0]?.text ?? '';
  const type = cell.attributes.get('t') ?? 'n';
  if (type === 's') {
    const text = strings[Number(stored)];
    if (text === undefined) throw new ZipTrouble('damaged');
    return text;
  }
  if (type === 'inlineStr') return textIn(cell);
  const value = Number(stored);
  // 15 digits, as a spreadsheet keeps them: 0.30000000000000004 was 0.3.
  return type === 'n' && stored !== '' && Number.isFinite(value) ? String(Number(value.toPrecision(15))) : stored;
}

const quoted = (text: string): string => (/["\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
